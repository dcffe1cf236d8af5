// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SharedRedis;
import java.util.List;

/** {@link RedisWebContract} on a single server. */
class JettyOnRedisWebContractTest extends RedisWebContract {
    private final RedisServer server = SharedRedis.get();

    @Override
    final String uri() {
        return server.uri();
    }

    @Override
    final List<RedisServer> masters() {
        return List.of(server);
    }
}
