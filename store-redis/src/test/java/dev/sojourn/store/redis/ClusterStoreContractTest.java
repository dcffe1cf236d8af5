// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.Optional;

/** The store keeps the contract in a cluster of three masters and three replicas. */
class ClusterStoreContractTest extends SessionStoreContract {

    RedisStoreBuilder configure(RedisStoreBuilder builder) {
        return builder;
    }

    @Override
    protected final SessionStore newStore(InstantSource clock) {
        SharedTopologies.cluster().masters().forEach(RedisServer::flush);
        return node(clock);
    }

    @Override
    protected final SessionStore otherView(SessionStore first) {
        return node(((RedisStore) first).clock());
    }

    @Override
    protected final Optional<StoreProbe> probe(SessionStore first) {
        return Optional.of(SharedTopologies.inCluster());
    }

    private SessionStore node(InstantSource clock) {
        return configure(SharedTopologies.inCluster(clock)).build();
    }
}
