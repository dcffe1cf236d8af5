// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import java.util.ArrayList;
import java.util.List;

/** The commands that travel to a server, as it shows them itself. One thread at a time. */
final class RedisMonitor implements AutoCloseable {
    private static final String END = "\"ECHO\" \"the end\"";

    private final RespClient client;
    private final RespClient monitor;

    RedisMonitor(RedisServer server) {
        this.client = server.client();
        this.monitor = server.client();
        monitor.send("MONITOR");
    }

    /** The names of those since this was last asked, without signs of life and without what scripts do inside. */
    List<String> taken() {
        client.send("ECHO", "the end");
        List<String> names = new ArrayList<>();
        for (String line = monitor.read().text();
                !line.endsWith(END);
                line = monitor.read().text()) {
            String name = line.replaceFirst("^[0-9.]+ \\[[^]]*] \"([A-Za-z]+)\".*", "$1");
            if (!line.contains(" lua] ") && !name.equals("PING")) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public void close() {
        monitor.close();
        client.close();
    }
}
