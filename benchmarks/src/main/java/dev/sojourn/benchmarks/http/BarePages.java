// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** The pages without a session system: each does the commands that it cannot do without, and decodes next to nothing. */
final class BarePages {
    private static final String COOKIE = "bare";
    private static final int VALUE_BYTES = 200;
    private static final SetParams LIFE = SetParams.setParams().px(1_800_000);

    private BarePages() {}

    static void addTo(ServletContextHandler context, int redisPort) {
        RedisClient redis = RedisClient.create("127.0.0.1", redisPort);
        Pages.add(context, "/create", (request, response) -> {
            String id = UUID.randomUUID().toString();
            redis.set(key(id), new byte[VALUE_BYTES], LIFE);
            response.addCookie(new Cookie(COOKIE, id));
            return "created";
        });
        Pages.add(context, "/read", (request, response) -> Integer.toString(redis.get(key(id(request))).length));
        Pages.add(context, "/write", (request, response) -> {
            byte[] key = key(id(request));
            byte[] value = redis.get(key);
            ByteBuffer.wrap(value).putInt(0, ByteBuffer.wrap(value).getInt(0) + 1);
            redis.set(key, value, LIFE);
            return "written";
        });
    }

    private static String id(HttpServletRequest request) {
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals(COOKIE)) {
                return cookie.getValue();
            }
        }
        throw new IllegalStateException("every visitor has a cookie");
    }

    private static byte[] key(String id) {
        return ("bare:" + id).getBytes(StandardCharsets.US_ASCII);
    }
}
