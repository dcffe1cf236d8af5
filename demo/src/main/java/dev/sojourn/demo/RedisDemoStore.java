// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.NearCache;
import dev.sojourn.store.redis.RedisStore;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.TypeConversionException;

/**
 * In Redis or Valkey. It opens without its server, too, and waits for it.
 *
 * @param name its URI, as {@code RedisStore} understands it
 */
record RedisDemoStore(String name) implements DemoStore {
    private static final Set<String> SCHEMES = Set.of("redis", "rediss", "redis-sentinel", "redis-cluster");

    static boolean isNamedBy(String name) {
        int colon = name.indexOf("://");
        return colon > 0 && SCHEMES.contains(name.substring(0, colon).toLowerCase(Locale.ROOT));
    }

    static RedisDemoStore parse(String name) {
        try {
            RedisStore.builder().uri(name);
        } catch (IllegalArgumentException malformed) {
            throw new TypeConversionException(malformed.getMessage());
        }
        return new RedisDemoStore(name);
    }

    @Override
    public String label() {
        return name.replaceFirst("//.*@", "//");
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean tellsChanges() {
        return true;
    }

    @Override
    public SessionStore open(boolean nearCache) {
        RedisStore redis = RedisStore.connect(name);
        return nearCache ? NearCache.builder(redis).build() : redis;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return label();
    }
}
