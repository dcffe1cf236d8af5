// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sojourn.SessionManager;
import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.JavaSerializationCodec;
import dev.sojourn.testkit.SerializingStore;
import jakarta.servlet.http.HttpSession;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.Test;

/** The accessor of Servlet 6.1: the session outside of its request. */
abstract class AccessorTests extends ServletFixture {

    /** C: Accessor (6.1): changes through it are saved and seen; it ends with the session and with its id. */
    @Test
    void accessor_reaches_the_session_after_its_request() {
        Deque<HttpSession.Accessor> kept = new ConcurrentLinkedDeque<>();
        Browser browser = serving("/make", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("a", "1");
            kept.add(session.getAccessor());
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession().getAttribute("a")));
        servlet.on("/change", (request, response) -> request.changeSessionId());
        servlet.on(
                "/again", (request, response) -> kept.add(request.getSession().getAccessor()));
        servlet.on("/end", (request, response) -> {
            HttpSession session = request.getSession();
            session.invalidate();
            assertThrows(IllegalStateException.class, session::getAccessor);
        });
        browser.get("/make");
        kept.getLast().access(session -> {
            assertEquals("1", session.getAttribute("a"));
            session.setAttribute("a", "2");
        });
        assertEquals("2", browser.get("/get").body());
        browser.get("/change");
        assertThrows(
                IllegalStateException.class, () -> kept.getLast().access(session -> session.setAttribute("a", "3")));
        browser.get("/again");
        kept.getLast().access(session -> session.setAttribute("a", "4"));
        assertEquals("4", browser.get("/get").body());
        browser.get("/end");
        assertThrows(
                IllegalStateException.class, () -> kept.getLast().access(session -> session.setAttribute("a", "5")));
    }

    /** C21: activation listeners, also outside of a request. */
    @Test
    void value_wakes_and_sleeps_in_the_accessor() {
        Sleeper.take();
        SessionManager bytes = SessionManager.builder(new SerializingStore(clock))
                .codecs(AttributeCodecs.builder()
                        .add(JavaSerializationCodec.builder()
                                .allow(Sleeper.class)
                                .build())
                        .build())
                .clock(clock)
                .withoutThreads()
                .build();
        Deque<HttpSession.Accessor> kept = new ConcurrentLinkedDeque<>();
        servlet.on("/make", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", new Sleeper("cart"));
            kept.add(session.getAccessor());
        });
        Browser browser = start("", context -> SessionFilter.of(bytes).addTo(context));
        browser.get("/make");
        Sleeper.take();
        kept.getLast().access(session -> assertEquals(1, ((Sleeper) session.getAttribute("cart")).use()));
        kept.getLast().access(session -> assertEquals(2, ((Sleeper) session.getAttribute("cart")).use()));
        assertEquals(List.of("cart wakes in null", "cart sleeps", "cart wakes in null", "cart sleeps"), Sleeper.take());
        bytes.close();
    }
}
