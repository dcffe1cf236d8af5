// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.servers.CountedStatements;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.jdbc.JdbcStore;
import dev.sojourn.store.redis.RedisStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a request over HTTP costs: commands as Redis itself shows them, statements as they pass to a database. */
final class RequestCostTest {
    private static final String TABLE = "priced";

    private final TestClock clock = new TestClock();

    /** Issue 3: a read is one command and a write two; a login enters the principal into its index as well. */
    @Test
    void on_redis() {
        onRedis(false, 1);
    }

    /** Issue 3, fault 33: what a copy answers costs nothing, and a write is one command. */
    @Test
    void on_redis_behind_a_near_cache() {
        onRedis(true, 0);
    }

    /** Issue 4: a read is one statement and a write two. */
    @Test
    void on_h2() {
        onDatabase(TestDatabase.h2(), false, 1);
    }

    /** Issue 4. */
    @Test
    void on_postgres() {
        onDatabase(TestDatabase.postgres(), false, 1);
    }

    /** Issue 4. */
    @Test
    void on_maria_db() {
        onDatabase(TestDatabase.mariaDb(), false, 1);
    }

    /** Issue 4, fault 33: what a copy answers costs nothing, and a write is one statement. */
    @Test
    void on_postgres_behind_a_near_cache() {
        onDatabase(TestDatabase.postgres(), true, 0);
    }

    private void onRedis(boolean nearCache, int lookUp) {
        try (RedisServer server = RedisServer.start();
                RedisMonitor monitor = new RedisMonitor(server)) {
            SessionStore store = RedisStore.builder()
                    .uri(server.uri())
                    .clock(clock)
                    .withoutStartReport()
                    .build();
            try (PricedSite site = new PricedSite(store, clock, monitor::taken, nearCache)) {
                settle(site);
                // The filter wants to hear of ends, so a new session is entered where its end is looked for: in one
                // round trip.
                assertCosts(site, lookUp, 2, lookUp + 2);
            }
        }
    }

    private void onDatabase(TestDatabase database, boolean nearCache, int lookUp) {
        CountedStatements statements = new CountedStatements(database.dataSource());
        JdbcStore.Builder settings = JdbcStore.builder(statements.dataSource())
                .table(database.table(TABLE))
                .clock(clock)
                .withoutStartReport();
        SessionStore store = (nearCache ? settings.changeFeed() : settings).build();
        try (PricedSite site = new PricedSite(store, clock, statements::taken, nearCache)) {
            settle(site);
            assertCosts(site, lookUp, 1, lookUp + 1);
        }
    }

    /**
     * Makes each kind of request and looks at its price.
     *
     * @param lookUp what it costs to find a session that was used just now
     * @param create what a request costs that makes a session
     * @param login what a request costs that logs in
     */
    private void assertCosts(PricedSite site, int lookUp, int create, int login) {
        site.assertCost(0, "/plain");
        site.assertCost(create, "/one");
        site.assertCost(0, "/plain");
        site.warm();
        for (int reading = 0; reading < 3; reading++) {
            site.assertCost(lookUp, "/read");
        }
        site.assertCost(1, "/one"); // It is 1 already; where a copy says so, the store is asked.
        site.assertCost(lookUp + 1, "/two");
        site.warm();
        site.assertCost(login, "/login");
        site.warm();
        site.assertCost(lookUp, "/read");
        clock.advance(PricedSite.TOUCH_EVERY);
        site.assertCost(2, "/read"); // The use is due to be written, and no copy is so old.
        site.warm();
        site.assertCost(lookUp + 1, "/logout");
    }

    /** Makes what is done once done: the server is told each script, the store looks at its table. */
    private void settle(PricedSite site) {
        for (String path : List.of("/one", "/login", "/read", "/logout")) {
            site.prepare(path);
            clock.advance(PricedSite.TOUCH_EVERY);
        }
    }
}
