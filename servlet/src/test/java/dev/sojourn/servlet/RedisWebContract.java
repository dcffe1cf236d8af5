// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.Reply;
import dev.sojourn.servers.RespClient;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.redis.RedisStore;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/** {@link StoreWebContract} in Redis, with a prefix for each store. */
abstract class RedisWebContract extends StoreWebContract {
    /** Begins like one of a version that is known. */
    private static final byte[] NO_RECORD = {1, 2, 3};

    /** Where it is, as {@link dev.sojourn.store.redis.RedisStoreBuilder#uri} wants it. */
    abstract String uri();

    /** The servers that take writes. */
    abstract List<RedisServer> masters();

    @Override
    final void empty() {
        masters().forEach(RedisServer::flush);
    }

    @Override
    SessionStore newStore(String name, InstantSource time) {
        return redis(name, time);
    }

    /** Whichever store it is in: keys are drawn at random. */
    @Override
    protected final boolean damage(SessionKey key) {
        return masters().stream().anyMatch(server -> damage(server, key));
    }

    private static boolean damage(RedisServer server, SessionKey key) {
        try (RespClient client = server.client()) {
            List<String> names = client.send("KEYS", "*:s:" + key.text()).texts();
            names.forEach(name -> {
                Reply unused = client.send(List.of(ascii("SET"), ascii(name), NO_RECORD, ascii("KEEPTTL")));
            });
            return !names.isEmpty();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    final RedisStore redis(String name, InstantSource time) {
        return RedisStore.builder()
                .uri(uri())
                .prefix(name + ":")
                .clock(time)
                .withoutStartReport()
                .build();
    }
}
