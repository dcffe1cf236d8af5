// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.clients;

import java.nio.charset.StandardCharsets;

/** The two calls that a session store makes most, blocking, through one client. Thread-safe. */
interface RedisCaller extends AutoCloseable {
    /** A conditional save as the store does it: compares 8 bytes of the value, then replaces it and its time to live. */
    byte[] SAVE_SCRIPT = """
            local stored = redis.call('GET', KEYS[1])
            if not stored then return 0 end
            if string.sub(stored, 2, 9) ~= ARGV[1] then return stored end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1
            """.getBytes(StandardCharsets.UTF_8);

    byte[] TTL_MILLIS = "1800000".getBytes(StandardCharsets.UTF_8);

    /** Stores a value. */
    void set(byte[] key, byte[] value);

    /** One GET. */
    byte[] get(byte[] key);

    /** One EVALSHA of {@link #SAVE_SCRIPT}, which was loaded before. */
    Object save(byte[] key, byte[] expectedVersion, byte[] value);

    /** Loads the script; returns its SHA-1. */
    String load();

    @Override
    void close();
}
