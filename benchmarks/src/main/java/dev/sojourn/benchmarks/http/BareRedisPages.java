// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** The pages without a session system: each does the commands that it cannot do without, and decodes next to nothing. */
final class BareRedisPages {
    private static final int VALUE_BYTES = 200;
    private static final SetParams LIFE = SetParams.setParams().px(1_800_000);

    private BareRedisPages() {}

    static void addTo(ServletContextHandler context, String uri) {
        RedisClient redis = RedisClient.create(uri);
        Pages.add(context, "/create", (request, response) -> {
            String id = UUID.randomUUID().toString();
            redis.set(key(id), new byte[VALUE_BYTES], LIFE);
            BareVisitor.greet(response, id);
            return "created";
        });
        Pages.add(
                context,
                "/read",
                (request, response) -> Integer.toString(redis.get(key(BareVisitor.of(request))).length));
        Pages.add(context, "/write", (request, response) -> {
            byte[] key = key(BareVisitor.of(request));
            byte[] value = redis.get(key);
            ByteBuffer.wrap(value).putInt(0, ByteBuffer.wrap(value).getInt(0) + 1);
            redis.set(key, value, LIFE);
            return "written";
        });
    }

    private static byte[] key(String id) {
        return ("bare:" + id).getBytes(StandardCharsets.US_ASCII);
    }
}
