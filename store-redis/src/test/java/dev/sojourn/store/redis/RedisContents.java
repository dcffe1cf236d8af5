// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.Reply;
import dev.sojourn.servers.RespClient;
import dev.sojourn.store.SessionKey;
import dev.sojourn.testkit.StoreProbe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** All that is in some servers, keys and values, as somebody with access to them sees it. */
final class RedisContents implements StoreProbe {
    private static final byte[] NO_RECORD = {1, 2, 3};

    private final List<RedisServer> servers;

    RedisContents(List<RedisServer> servers) {
        this.servers = servers;
    }

    @Override
    public List<byte[]> dump() {
        List<byte[]> all = new ArrayList<>();
        servers.forEach(server -> dump(server, all));
        return all;
    }

    @Override
    public boolean damage(SessionKey key) {
        return put(key, NO_RECORD);
    }

    /** Puts these bytes in the place of the session's record; false if there is none. */
    boolean put(SessionKey key, byte[] bytes) {
        String name = "sojourn:s:" + key.text();
        for (RedisServer server : servers) {
            try (RespClient client = server.client()) {
                if (client.send("KEYS", name).items().size() == 1) {
                    Reply unused = client.send(List.of(ascii("SET"), ascii(name), bytes, ascii("KEEPTTL")));
                    return true;
                }
            }
        }
        return false;
    }

    private static void dump(RedisServer server, List<byte[]> all) {
        try (RespClient client = server.client()) {
            for (String key : client.send("KEYS", "*").texts()) {
                all.add(ascii(key));
                valuesOf(client, key).forEach(value -> all.add(value.bytes()));
            }
        }
    }

    /** Whatever the type of the key; one that this does not know must not go unseen. */
    private static List<Reply> valuesOf(RespClient client, String key) {
        String type = client.send("TYPE", key).text();
        return switch (type) {
            case "string" -> List.of(client.send("GET", key));
            case "zset" -> client.send("ZRANGE", key, "0", "-1", "WITHSCORES").items();
            case "set" -> client.send("SMEMBERS", key).items();
            case "hash" -> client.send("HGETALL", key).items();
            case "list" -> client.send("LRANGE", key, "0", "-1").items();
            default -> throw new IllegalStateException("a key of type " + type);
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
