// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.Optional;

/** The store keeps the contract behind sentinels. */
class SentinelStoreContractTest extends SessionStoreContract {

    RedisStoreBuilder configure(RedisStoreBuilder builder) {
        return builder;
    }

    @Override
    protected final SessionStore newStore(InstantSource clock) {
        RedisStore store = node(clock);
        store.clear(); // through the store: a busy machine may have made the sentinels change the master
        return store;
    }

    @Override
    protected final SessionStore otherView(SessionStore first) {
        return node(((RedisStore) first).clock());
    }

    @Override
    protected final Optional<StoreProbe> probe(SessionStore first) {
        return Optional.of(SharedTopologies.behindSentinels());
    }

    private RedisStore node(InstantSource clock) {
        return configure(SharedTopologies.behindSentinels(clock)).build();
    }
}
