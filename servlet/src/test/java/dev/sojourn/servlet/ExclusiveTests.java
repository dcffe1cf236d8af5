// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.Session;
import dev.sojourn.SessionPolicy;
import dev.sojourn.web.RequestMatcher;
import jakarta.servlet.AsyncContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The policy EXCLUSIVE through a container: one request of a session at a time, but for those that need not wait. */
abstract class ExclusiveTests extends ServletFixture {
    private static final long PATIENCE_SECONDS = 20;
    private static final Duration RENEWAL = Duration.ofMinutes(10);

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger together = new AtomicInteger();
    private final AtomicInteger mostTogether = new AtomicInteger();

    /** ASVS 15.4.1, ASVS 15.4.2: requests at once run one after the other, and what they read and write back is not lost. */
    @Test
    void requests_at_once_run_one_after_the_other() throws Exception {
        Browser browser = exclusive(Duration.ofSeconds(PATIENCE_SECONDS));
        servlet.on("/add", (request, response) -> {
            Integer count = (Integer) request.getSession().getAttribute("count");
            mostTogether.accumulateAndGet(together.incrementAndGet(), Math::max);
            request.getSession().setAttribute("count", count + 1);
            together.decrementAndGet();
        });
        List<CompletableFuture<Browser.Reply>> replies = List.of(1, 2, 3, 4, 5, 6).stream()
                .map(number -> browser.getLater("/add"))
                .toList();
        for (CompletableFuture<Browser.Reply> reply : replies) {
            assertOk(reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        assertEquals(1, mostTogether.get());
        assertEquals("6", browser.get("/count").body());
    }

    /** ASVS 15.4.4: a route that only reads does not wait, and neither does one that does not ask for its session. */
    @Test
    void routes_that_only_read_do_not_wait() throws Exception {
        Browser browser = exclusive(Duration.ofSeconds(PATIENCE_SECONDS));
        servlet.on("/plain", (request, response) -> response.getWriter().print("plain"));
        CompletableFuture<Browser.Reply> slow = browser.getLater("/slow");
        assertTrue(inside.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        assertEquals("0", browser.get("/count").body());
        assertEquals("plain", browser.get("/plain").body());

        mayEnd.countDown();
        assertOk(slow.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals("7", browser.get("/count").body());
    }

    /** ASVS 15.4.3: who waits too long is told to come back, with the cookie left alone. */
    @Test
    void who_waits_too_long_is_told_to_come_back() throws Exception {
        Browser browser = exclusive(Duration.ofMillis(50));
        servlet.on("/other", (request, response) -> request.getSession().setAttribute("never", 1));
        CompletableFuture<Browser.Reply> slow = browser.getLater("/slow");
        assertTrue(inside.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        Browser.Reply busy = browser.get("/other");

        assertEquals(503, busy.status());
        assertEquals(List.of("1"), busy.headers("Retry-After"));
        assertEquals(List.of(), busy.setCookies());
        mayEnd.countDown();
        assertOk(slow.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertOk(browser.get("/other"));
    }

    /** A stream of events gives back its turn, and goes on. */
    @Test
    void a_stream_of_events_lets_others_go_on() throws Exception {
        Browser browser = exclusive(Duration.ofSeconds(PATIENCE_SECONDS));
        servlet.on("/events", (request, response) -> {
            Session session = SessionFilter.sessionOrCreate(request);
            session.set("count", 1);
            response.setContentType("text/event-stream");
            AsyncContext async = request.startAsync();
            response.getWriter().print("data: 1\n\n");
            response.flushBuffer();
            session.endTurn();
            async.start(() -> finish(async));
        });
        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(browser.open("/events").body(), StandardCharsets.UTF_8))) {
            assertEquals("data: 1", events.readLine());
            servlet.on("/add", (request, response) -> request.getSession().setAttribute("count", 2));
            assertOk(browser.get("/add"));
            mayEnd.countDown();
            assertEquals("", events.readLine());
            assertEquals("data: 2", events.readLine());
        }
        assertEquals("2", browser.get("/count").body());
    }

    /** A request that fails gives back its turn as well. */
    @Test
    void a_request_that_fails_gives_back_its_turn() {
        Browser browser = exclusive(Duration.ofSeconds(PATIENCE_SECONDS));
        servlet.on("/failing", (request, response) -> {
            request.getSession().setAttribute("count", 3);
            throw new IllegalStateException("on purpose");
        });
        servlet.on("/next", (request, response) -> request.getSession().setAttribute("count", 4));
        assertEquals(500, browser.get("/failing").status());

        assertOk(browser.get("/next"));

        assertEquals("4", browser.get("/count").body());
    }

    /** A request with two tokens of one session, as around a renewal, does not wait for itself. */
    @Test
    void two_tokens_of_one_session_have_one_turn() {
        Browser browser = exclusive(Duration.ofMillis(50));
        servlet.on("/add", (request, response) -> request.getSession().setAttribute("count", 5));
        String before = browser.cookie().orElseThrow();
        clock.advance(RENEWAL);
        assertOk(browser.get("/count"));
        String after = browser.cookie().orElseThrow();
        assertNotEquals(before, after);
        browser.cookie(before + "; " + after);

        assertOk(browser.get("/add"));

        browser.cookie(after);
        assertEquals("5", browser.get("/count").body());
    }

    /** A browser whose session has a count of 0; {@code /count} shows it without waiting, {@code /slow} keeps the turn. */
    private Browser exclusive(Duration wait) {
        policy = SessionPolicy.builder()
                .onConflict(ConflictPolicy.EXCLUSIVE)
                .exclusiveWait(wait)
                .renewEvery(RENEWAL)
                .build();
        servlet.on("/start", (request, response) -> request.getSession().setAttribute("count", 0));
        servlet.on("/count", (request, response) -> response.getWriter()
                .print(request.getSession().getAttribute("count")));
        servlet.on("/slow", (request, response) -> {
            request.getSession().setAttribute("count", 7);
            inside.countDown();
            assertTrue(mayEnd.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        });
        Browser browser = start("", context -> SessionFilter.builder(manager())
                .onConflict(RequestMatcher.paths("/count"), ConflictPolicy.MERGE)
                .build()
                .addTo(context));
        assertOk(browser.get("/start"));
        return browser;
    }

    private void finish(AsyncContext async) {
        try {
            if (mayEnd.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                async.getResponse().getWriter().print("data: 2\n\n");
            }
            async.complete();
        } catch (Exception problem) {
            throw new IllegalStateException(problem);
        }
    }
}
