// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;

/** The store keeps the contract in a cluster of three masters and three replicas. */
class ClusterStoreContractTest extends SessionStoreContract {
    private static final RedisCluster CLUSTER = RedisCluster.start();

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Override
    protected SessionStore newStore(InstantSource clock) {
        CLUSTER.masters().forEach(RedisServer::flush);
        return node(clock);
    }

    @Override
    protected SessionStore otherView(SessionStore first) {
        return node(((RedisStore) first).clock());
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore first) {
        return Optional.of(new RedisContents(CLUSTER.masters()));
    }

    static String uri(RedisCluster cluster) {
        return cluster.masters().stream()
                .map(server -> "127.0.0.1:" + server.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    private static SessionStore node(InstantSource clock) {
        return RedisStore.builder()
                .uri(uri(CLUSTER))
                .clock(clock)
                .withoutStartReport()
                .build();
    }
}
