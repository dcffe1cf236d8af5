// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionManager;
import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.JavaSerializationCodec;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.MemoryStore;
import dev.sojourn.testkit.CountingStore;
import dev.sojourn.testkit.SerializingStore;
import dev.sojourn.testkit.StoreVerb;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values are told before they are written as bytes, and after they were read. Servlet 6.1, 7.7.2. */
abstract class ActivationTests extends ServletFixture {
    private static final AttributeCodecs CODECS = AttributeCodecs.builder()
            .add(JavaSerializationCodec.builder().allow(Sleeper.class).build())
            .build();

    private final CountingStore bytes = new CountingStore(new SerializingStore(clock));
    private final List<SessionManager> managers = new ArrayList<>();

    @BeforeEach
    void pages() {
        Sleeper.take();
        servlet.on("/set", (request, response) -> {
            request.getSession().setAttribute("user", "ada");
            request.getSession().setAttribute("cart", new Sleeper("cart"));
        });
        servlet.on("/use", (request, response) -> response.getWriter()
                .print(cart(request.getSession()).use()));
        servlet.on("/look", (request, response) -> {
            assertSame(cart(request.getSession()), cart(request.getSession()));
            response.getWriter().print(cart(request.getSession()).isAsleep());
        });
        servlet.on("/user", (request, response) -> response.getWriter()
                .print(request.getSession().getAttribute("user")));
        servlet.on("/end", (request, response) -> request.getSession().invalidate());
    }

    @AfterEach
    void closeManagers() {
        managers.forEach(SessionManager::close);
    }

    private static Sleeper cart(HttpSession session) {
        return (Sleeper) session.getAttribute("cart");
    }

    private SessionManager manager(SessionStore over, AttributeCodecs codecs) {
        SessionManager made = SessionManager.builder(over)
                .codecs(codecs)
                .clock(clock)
                .withoutThreads()
                .build();
        managers.add(made);
        return made;
    }

    private Browser startOverBytes() {
        return start("", context -> SessionFilter.of(manager(bytes, CODECS)).addTo(context));
    }

    /** C21: activation listeners, once each: asleep when written, awake before the application has it, and asleep again at the end. */
    @Test
    void value_sleeps_before_it_is_written_and_wakes_after_it_was_read() {
        Browser browser = startOverBytes();
        browser.get("/set");
        assertEquals(List.of("cart sleeps"), Sleeper.take());
        assertEquals("1", browser.get("/use").body());
        assertEquals("2", browser.get("/use").body());
        assertEquals(List.of("cart wakes in ada", "cart sleeps", "cart wakes in ada", "cart sleeps"), Sleeper.take());
    }

    /** A page that does not ask for the value does not decode it. */
    @Test
    void value_that_nobody_asks_for_is_told_nothing() {
        Browser browser = startOverBytes();
        browser.get("/set");
        Sleeper.take();
        assertEquals("ada", browser.get("/user").body());
        assertEquals(List.of(), Sleeper.take());
    }

    /** To wake and to sleep again is no change. */
    @Test
    void page_that_only_looks_writes_nothing() {
        Browser browser = startOverBytes();
        browser.get("/set");
        long saves = bytes.calls(StoreVerb.SAVE);
        assertEquals("false", browser.get("/look").body());
        assertEquals(List.of("cart sleeps", "cart wakes in ada", "cart sleeps"), Sleeper.take());
        assertEquals(saves, bytes.calls(StoreVerb.SAVE));
    }

    /** A save in the middle of the request: what the application holds stays usable. */
    @Test
    void value_sleeps_during_a_save_only() {
        servlet.on("/flush", (request, response) -> {
            Sleeper cart = cart(request.getSession());
            cart.use();
            response.flushBuffer();
            response.getWriter().print(cart.use());
        });
        Browser browser = startOverBytes();
        browser.get("/set");
        Sleeper.take();
        assertEquals("2", browser.get("/flush").body());
        List<String> told = Sleeper.take();
        assertEquals("cart wakes in ada", told.get(0));
        assertEquals("cart sleeps", told.get(told.size() - 1));
        for (int i = 0; i < told.size(); i++) {
            assertEquals(i % 2 == 0 ? "cart wakes in ada" : "cart sleeps", told.get(i), told::toString);
        }
        assertEquals("3", browser.get("/use").body());
    }

    /** Another dispatch of the same request goes on with the same object. */
    @Test
    void value_wakes_again_for_the_page_that_an_asynchronous_dispatch_leads_to() {
        servlet.on("/async", (request, response) -> {
            cart(request.getSession()).use();
            request.startAsync().dispatch("/use");
        });
        Browser browser = startOverBytes();
        browser.get("/set");
        Sleeper.take();
        assertEquals("2", browser.get("/async").body());
        List<String> told = Sleeper.take();
        assertEquals("cart sleeps", told.get(told.size() - 1));
        assertEquals("3", browser.get("/use").body());
    }

    /** What is not in the session any more is the application's own business. */
    @Test
    void value_that_was_removed_or_replaced_does_not_sleep() {
        servlet.on("/replace", (request, response) -> {
            request.getSession().setAttribute("cart", new Sleeper("new cart"));
            request.getSession().setAttribute("same", request.getSession().getAttribute("cart"));
            request.getSession().setAttribute("gone", new Sleeper("gone"));
            request.getSession().removeAttribute("gone");
        });
        Browser browser = startOverBytes();
        browser.get("/set");
        Sleeper.take();
        browser.get("/replace");
        assertEquals(List.of("cart wakes in ada", "cart unbound", "gone unbound", "new cart sleeps"), Sleeper.take());
    }

    /** The session ends: its values are woken to be unbound, and never sleep. */
    @Test
    void value_is_awake_when_it_is_unbound() {
        Browser browser = startOverBytes();
        browser.get("/set");
        Sleeper.take();
        browser.get("/end");
        assertEquals(List.of("cart wakes in ada", "cart unbound"), Sleeper.take());
    }

    /** Also when nobody's request is there any more. */
    @Test
    void value_is_awake_when_its_session_runs_out() {
        Browser browser = startOverBytes();
        browser.get("/set");
        Sleeper.take();
        clock.advance(Duration.ofMinutes(31));
        managers.get(0).sweep();
        assertEquals(List.of("cart wakes in ada", "cart unbound"), Sleeper.take());
    }

    /** What a value throws is logged, and the session saved. */
    @Test
    void value_that_fails_does_not_fail_the_request() {
        servlet.on("/trouble", (request, response) -> {
            request.getSession().setAttribute("trouble", "yes");
            cart(request.getSession()).use();
        });
        Browser browser = startOverBytes();
        browser.get("/set");
        try (LogRecorder log = LogRecorder.of(SessionListeners.class.getName())) {
            assertOk(browser.get("/trouble"));
            assertTrue(log.messages().get(0).contains("Sleeper failed"), log.messages()::toString);
        }
        assertEquals("2", browser.get("/use").body());
    }

    /** A store in the heap keeps objects that no codec supports as they are: they never sleep. */
    @Test
    void live_object_is_told_nothing() {
        Browser browser = start();
        browser.get("/set");
        assertEquals("1", browser.get("/use").body());
        assertEquals("2", browser.get("/use").body());
        assertEquals(List.of(), Sleeper.take());
    }

    /** With a codec the same store keeps bytes, and the same holds as elsewhere. */
    @Test
    void value_with_a_codec_sleeps_in_the_heap_too() {
        MemoryStore heap = MemoryStore.builder().clock(clock).build();
        Browser browser =
                start("", context -> SessionFilter.of(manager(heap, CODECS)).addTo(context));
        browser.get("/set");
        assertEquals("1", browser.get("/use").body());
        assertEquals("2", browser.get("/use").body());
        assertEquals(
                List.of("cart sleeps", "cart wakes in ada", "cart sleeps", "cart wakes in ada", "cart sleeps"),
                Sleeper.take());
    }
}
