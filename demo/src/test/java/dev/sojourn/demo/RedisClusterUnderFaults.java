// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Redis Cluster, one of whose masters is killed: its replica takes over, without the writes that it had not got by then. */
final class RedisClusterUnderFaults implements StoreUnderFaults {
    private static final Duration REPLICAS_ARE_BEHIND = Duration.ofSeconds(1);

    private final RedisCluster cluster = RedisCluster.start();
    private final List<RedisServer> killed = new ArrayList<>();

    @Override
    public String url() {
        return "redis-cluster://"
                + cluster.nodes().stream()
                        .map(node -> "127.0.0.1:" + node.port())
                        .collect(Collectors.joining(","));
    }

    @Override
    public void breakDown() {
        killed.add(cluster.failover(0));
    }

    @Override
    public void repair() {
        killed.forEach(RedisServer::restart);
    }

    @Override
    public Duration mayLose() {
        return REPLICAS_ARE_BEHIND;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
