// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import dev.sojourn.SessionManager;
import dev.sojourn.servlet.SessionFilter;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.NearCache;
import dev.sojourn.store.redis.RedisStore;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;

/** The pages with Sojourn as it comes. */
final class SojournPages {
    private SojournPages() {}

    static void addTo(ServletContextHandler context, int redisPort, boolean nearCache) {
        RedisStore redis = RedisStore.connect("redis://127.0.0.1:" + redisPort);
        SessionStore store = nearCache ? NearCache.builder(redis).build() : redis;
        Pages.withSession(
                context, SessionFilter.of(SessionManager.builder(store).build()));
    }
}
