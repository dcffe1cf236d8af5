// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.Optional;

/** D7: a near cache that hears nothing of changes stands in nobody's way. */
class InterruptedNearCacheContractTest extends SessionStoreContract {
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
        SharedStore.Node node = shared.node();
        node.feed().interrupt();
        return NearCache.builder(node).clock(source).build();
    }
}
