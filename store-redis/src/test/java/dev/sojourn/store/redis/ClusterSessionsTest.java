// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionManagerContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Sessions behave in a cluster as everywhere. */
class ClusterSessionsTest extends SessionManagerContract {
    private static RedisCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    protected SessionStore newStore(InstantSource clock) {
        cluster.masters().forEach(RedisServer::flush);
        return RedisStore.builder()
                .uri(ClusterStoreContractTest.uri(cluster))
                .clock(clock)
                .withoutStartReport()
                .build();
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore store) {
        return Optional.of(new RedisContents(cluster.masters()));
    }
}
