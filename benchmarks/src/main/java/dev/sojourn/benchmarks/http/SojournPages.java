// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.SessionManager;
import dev.sojourn.benchmarks.DatabasePool;
import dev.sojourn.servlet.SessionFilter;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.jdbc.JdbcSchema;
import dev.sojourn.store.jdbc.JdbcStore;
import dev.sojourn.store.memory.NearCache;
import dev.sojourn.store.redis.RedisStore;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;

/** The pages with Sojourn as it comes. */
final class SojournPages {
    private static final String TABLE_WITH_FEED = "sojourn_near";

    private SojournPages() {}

    static void onRedis(ServletContextHandler context, String uri) {
        add(context, RedisStore.connect(uri));
    }

    static void onRedisNear(ServletContextHandler context, String uri) {
        add(context, NearCache.builder(RedisStore.connect(uri)).build());
    }

    static void onJdbc(ServletContextHandler context, String url) {
        HikariDataSource pool = DatabasePool.open(url, Load.CONNECTIONS);
        JdbcSchema.create(pool);
        add(context, JdbcStore.builder(pool).build());
    }

    /** A table of its own: whoever writes to a table with a change feed has to tell. */
    static void onJdbcNear(ServletContextHandler context, String url) {
        HikariDataSource pool = DatabasePool.open(url, Load.CONNECTIONS);
        JdbcSchema.create(pool, TABLE_WITH_FEED);
        JdbcStore store =
                JdbcStore.builder(pool).table(TABLE_WITH_FEED).changeFeed().build();
        add(context, NearCache.builder(store).build());
    }

    private static void add(ServletContextHandler context, SessionStore store) {
        Pages.withSession(
                context, SessionFilter.of(SessionManager.builder(store).build()));
    }
}
