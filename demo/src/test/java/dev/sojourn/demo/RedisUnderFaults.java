// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.servers.RedisSentinels;
import java.time.Duration;
import java.util.stream.Collectors;

/** A Redis behind sentinels, whose master is killed: a replica takes over, without the writes that it had not got by then. */
final class RedisUnderFaults implements StoreUnderFaults {
    private static final Duration DOWN_AFTER = Duration.ofSeconds(3);
    private static final Duration REPLICAS_ARE_BEHIND = Duration.ofSeconds(1);

    private final RedisSentinels redis = RedisSentinels.startPatient(DOWN_AFTER);

    @Override
    public String url() {
        return "redis-sentinel://"
                + redis.sentinelPorts().stream()
                        .map(port -> "127.0.0.1:" + port)
                        .collect(Collectors.joining(","))
                + "#" + RedisSentinels.MASTER_NAME;
    }

    @Override
    public void breakDown() {
        redis.failover();
    }

    @Override
    public void repair() {
        redis.repair();
    }

    @Override
    public Duration mayLose() {
        return REPLICAS_ARE_BEHIND;
    }

    @Override
    public void close() {
        redis.close();
    }
}
