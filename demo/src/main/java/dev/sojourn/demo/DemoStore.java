// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.MemoryStore;
import dev.sojourn.store.memory.NearCache;
import dev.sojourn.store.redis.RedisStore;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.TypeConversionException;

/**
 * Which store the demo keeps its sessions in, as {@code --store} names it.
 *
 * @param name what was typed; may hold a password, so it is not for showing
 */
record DemoStore(String name) {
    static final DemoStore MEMORY = new DemoStore("memory");

    private static final Set<String> REDIS_SCHEMES = Set.of("redis", "rediss", "redis-sentinel", "redis-cluster");
    private static final String WHAT_THERE_IS =
            "memory, redis://HOST:PORT, redis-sentinel://HOST:PORT,…#MASTER, redis-cluster://HOST:PORT,…";

    static DemoStore parse(String name) {
        DemoStore store = new DemoStore(name);
        if (!store.isMemory() && !REDIS_SCHEMES.contains(store.scheme())) {
            throw new TypeConversionException(
                    "there is no store \"" + store.label() + "\"; there is: " + WHAT_THERE_IS);
        }
        if (store.isShared()) {
            checkUri(name);
        }
        return store;
    }

    private static void checkUri(String uri) {
        try {
            RedisStore.builder().uri(uri);
        } catch (IllegalArgumentException malformed) {
            throw new TypeConversionException(malformed.getMessage());
        }
    }

    /** Whether several servers can use it at once. */
    boolean isShared() {
        return !isMemory();
    }

    /** What can be shown: the name without user and password. */
    String label() {
        return name.replaceFirst("//.*@", "//");
    }

    /** Opens it, with a near cache before it if wanted. */
    SessionStore open(boolean nearCache) {
        if (isMemory()) {
            return MemoryStore.create();
        }
        RedisStore redis = RedisStore.connect(name);
        return nearCache ? NearCache.builder(redis).build() : redis;
    }

    private boolean isMemory() {
        return name.equals(MEMORY.name);
    }

    private String scheme() {
        int colon = name.indexOf("://");
        return colon < 0 ? "" : name.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DemoStore[" + label() + "]";
    }
}
