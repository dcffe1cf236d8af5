// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One server for all tests of this JVM that leave it as they found it. Tests that kill, freeze or configure a server start
 * their own. Thread-safe.
 */
public final class SharedRedis {

    private static final Map<RedisBinary, RedisServer> RUNNING = new ConcurrentHashMap<>();

    private SharedRedis() {}

    /** The bundled server, with whatever keys the test before left: call {@link RedisServer#flush()} if that matters. */
    public static RedisServer get() {
        return get(RedisBinary.bundled());
    }

    /** The same for another program. */
    public static RedisServer get(RedisBinary binary) {
        return RUNNING.computeIfAbsent(
                binary, program -> RedisServer.builder().binary(program).start());
    }
}
