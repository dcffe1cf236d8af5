// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import java.time.Duration;
import java.util.List;

/** A real server as it would be if somebody had set its clock. It says what time it is, and nothing else. */
final class SetTime implements Redis.Server {
    private final RedisServer server;
    private final Duration ahead;

    SetTime(RedisServer server, Duration ahead) {
        this.server = server;
        this.ahead = ahead;
    }

    @Override
    public String identity() {
        return "set";
    }

    @Override
    public Object call(Command command) {
        if (!command.toString().equals("TIME")) {
            throw new IllegalArgumentException("only the time can be asked, was " + command);
        }
        try (RespClient client = server.client()) {
            List<String> time = client.send("TIME").texts();
            return List.of(
                    Command.bytes(Long.parseLong(time.get(0)) + ahead.toSeconds()),
                    Command.bytes(Long.parseLong(time.get(1))));
        }
    }
}
