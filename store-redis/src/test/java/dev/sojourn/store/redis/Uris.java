// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisSentinels;
import dev.sojourn.servers.RedisServer;
import java.util.List;
import java.util.stream.Collectors;

/** What a store is told of servers that a test has started. */
final class Uris {
    private Uris() {}

    static String of(RedisSentinels sentinels) {
        return "redis-sentinel://" + hosts(sentinels.sentinelPorts()) + "#" + RedisSentinels.MASTER_NAME;
    }

    static String of(RedisCluster cluster) {
        return "redis-cluster://"
                + hosts(cluster.nodes().stream().map(RedisServer::port).toList());
    }

    static String hosts(List<Integer> ports) {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }
}
