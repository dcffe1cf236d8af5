// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.Optional;

/** D7: through near caches on two nodes, a store that tells its changes at once keeps the contract. */
class NearCacheContractTest extends SessionStoreContract {
    private SharedStore shared = new SharedStore(InstantSource.system());

    @Override
    protected SessionStore newStore(InstantSource source) {
        shared = new SharedStore(source);
        return nearCache(source);
    }

    @Override
    protected SessionStore otherView(SessionStore first) {
        return nearCache(shared.clock());
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore first) {
        return Optional.of(shared);
    }

    private NearCache nearCache(InstantSource source) {
        return NearCache.builder(shared.node()).clock(source).build();
    }
}
