// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionManager;
import dev.sojourn.SessionSnapshot;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.redis.RedisStore;
import jakarta.servlet.AsyncContext;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An asynchronous request that nobody completes, with sessions in Redis. */
final class AsyncTimeoutOnRedisTest extends ServletFixture {
    private static final int TIMEOUT_MILLIS = 50;

    private final RedisServer server = SharedRedis.get();
    private final SessionManager node = node();

    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }

    @Override
    SessionManager manager() {
        return node;
    }

    @AfterEach
    void closeNode() {
        node.close();
    }

    /** Fault 41: its time is over, the visitor gets an error, and what it did by then is there for every node. */
    @Test
    void fault_41_what_was_done_before_a_timeout_is_kept_whole() {
        server.flush();
        servlet.on("/make", (request, response) -> request.getSession().setAttribute("made", 0));
        servlet.on("/never", (request, response) -> {
            request.getSession(false).setAttribute("made", 1);
            request.getSession(false).setAttribute("also", "this");
            AsyncContext async = request.startAsync();
            async.setTimeout(TIMEOUT_MILLIS);
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("made")));
        Browser browser = start();
        assertOk(browser.get("/make"));

        assertTrue(browser.get("/never").status() >= 500);

        try (SessionManager other = node()) {
            List<SessionSnapshot> stored = other.browse(Optional.empty(), 10).sessions();
            assertEquals(1, stored.size());
            assertEquals(Optional.of(1), stored.get(0).get("made"));
            assertEquals(Optional.of("this"), stored.get(0).get("also"));
        }
        assertEquals("1", browser.get("/get").body());
    }

    private SessionManager node() {
        return SessionManager.builder(RedisStore.builder()
                        .uri(server.uri())
                        .clock(clock)
                        .withoutStartReport()
                        .build())
                .withoutThreads()
                .build();
    }
}
