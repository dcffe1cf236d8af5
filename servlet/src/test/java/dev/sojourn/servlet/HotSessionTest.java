// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.store.redis.RedisStore;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One session that gets all the requests, over HTTP and with a real Redis, whose commands are counted. */
final class HotSessionTest {
    private static final int AT_ONCE = 100;
    private static final int WAVES = 5;

    private final TestClock clock = new TestClock();
    private final RedisServer server = RedisServer.start();
    private final RedisMonitor monitor = new RedisMonitor(server);

    @AfterEach
    void stop() {
        monitor.close();
        server.close();
    }

    /** Fault 33: reads write nothing until a use is due to be written, and then once, however many come at the same moment. */
    @Test
    void fault_33_reads_of_a_hot_session_write_once_in_a_window() {
        try (PricedSite site = site(false)) {
            site.prepare("/one");
            clock.advance(PricedSite.TOUCH_EVERY);
            site.prepare("/read");
            for (int wave = 0; wave < WAVES; wave++) {
                assertEquals(Collections.nCopies(AT_ONCE, "GET"), site.visitAtOnce(AT_ONCE, "/read"));
            }
            clock.advance(PricedSite.TOUCH_EVERY);
            List<String> due = site.visitAtOnce(AT_ONCE, "/read");
            assertEquals(AT_ONCE, Collections.frequency(due, "GET"));
            assertEquals(1, due.stream().filter(name -> name.startsWith("EVAL")).count(), due::toString);
            assertEquals(Collections.nCopies(AT_ONCE, "GET"), site.visitAtOnce(AT_ONCE, "/read"));
        }
    }

    /** Fault 33: behind a near cache they do not even travel. */
    @Test
    void fault_33_behind_a_near_cache_reads_of_a_hot_session_do_not_travel() {
        try (PricedSite site = site(true)) {
            site.prepare("/one");
            site.warm();
            for (int wave = 0; wave < WAVES; wave++) {
                assertEquals(List.of(), site.visitAtOnce(AT_ONCE, "/read"));
            }
        }
    }

    /** Fault 32: on a node without copies, as after a start, all who want the session at once ask the server once. */
    @Test
    void fault_32_a_cold_near_cache_asks_once_for_all_who_come_at_once() {
        try (PricedSite site = site(true)) {
            site.prepare("/one");
            site.awaitChangesTold();
            assertEquals(List.of("GET"), site.visitAtOnce(AT_ONCE, "/read"));
        }
    }

    private PricedSite site(boolean nearCache) {
        RedisStore store = RedisStore.builder()
                .uri(server.uri())
                .clock(clock)
                .withoutStartReport()
                .build();
        return new PricedSite(store, clock, monitor::taken, nearCache);
    }
}
