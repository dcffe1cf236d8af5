// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.servers.RedisSentinels;
import dev.sojourn.servers.RedisServer;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** {@link RedisWebContract} behind sentinels. */
final class JettyOnSentinelWebContractTest extends RedisWebContract {
    private static RedisSentinels sentinels;

    @BeforeAll
    static void start() {
        sentinels = RedisSentinels.start();
    }

    @AfterAll
    static void stop() {
        if (sentinels != null) {
            sentinels.close();
        }
    }

    @Override
    String uri() {
        return sentinels.sentinelPorts().stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(",", "redis-sentinel://", "#" + RedisSentinels.MASTER_NAME));
    }

    @Override
    List<RedisServer> masters() {
        return List.of(sentinels.master());
    }
}
