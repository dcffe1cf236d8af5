// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisSentinels;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One cluster and one group of sentinels for all tests of this JVM that kill nobody; the watchdog of the servers ends them with
 * the JVM. Tests that kill or freeze start their own.
 */
final class SharedTopologies {
    private SharedTopologies() {}

    static RedisCluster cluster() {
        return Cluster.SHARED;
    }

    static RedisSentinels sentinels() {
        return Sentinels.SHARED;
    }

    /** A store in the cluster. */
    static RedisStoreBuilder inCluster(InstantSource clock) {
        return RedisStore.builder().uri(uri(cluster())).clock(clock).withoutStartReport();
    }

    /** A store behind the sentinels. */
    static RedisStoreBuilder behindSentinels(InstantSource clock) {
        return RedisStore.builder().uri(uri(sentinels())).clock(clock).withoutStartReport();
    }

    /** What is in the cluster. */
    static RedisContents inCluster() {
        return new RedisContents(cluster().masters());
    }

    /** What is behind the sentinels, on whoever is master now. */
    static RedisContents behindSentinels() {
        return new RedisContents(List.of(sentinels().master()));
    }

    static String uri(RedisCluster cluster) {
        return cluster.masters().stream()
                .map(server -> "127.0.0.1:" + server.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    static String uri(RedisSentinels servers) {
        return servers.sentinelPorts().stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(",", "redis-sentinel://", "#" + RedisSentinels.MASTER_NAME));
    }

    private static final class Cluster {
        private static final RedisCluster SHARED = RedisCluster.start();
    }

    private static final class Sentinels {
        private static final RedisSentinels SHARED = RedisSentinels.start();
    }
}
