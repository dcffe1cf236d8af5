// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.sojourn.SessionManager;
import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.JavaSerializationCodec;
import dev.sojourn.testkit.SerializingStore;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that want to know where they are, on a store that keeps bytes: each request has a copy of its own. */
abstract class ByteStoreTests extends ServletFixture {
    /** Static, as a copy that comes from bytes has no other way to this test. */
    private static final List<String> TOLD = new CopyOnWriteArrayList<>();

    private final SessionManager bytes = SessionManager.builder(new SerializingStore(clock))
            .codecs(AttributeCodecs.builder()
                    .add(JavaSerializationCodec.builder().allow(Bound.class).build())
                    .build())
            .clock(clock)
            .withoutThreads()
            .build();

    /** A value that wants to know where it is. */
    private record Bound(String name) implements HttpSessionBindingListener, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            TOLD.add(name + " bound " + event.getName());
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            TOLD.add(name + " unbound " + event.getName());
        }
    }

    @BeforeEach
    void forget() {
        TOLD.clear();
    }

    private Browser serve() {
        servlet.on("/set", (request, response) -> request.getSession().setAttribute("v", new Bound("first")));
        servlet.on("/read", (request, response) -> {
            Object value = request.getSession(false).getAttribute("v");
            response.getWriter().print(value);
        });
        servlet.on("/replace", (request, response) -> request.getSession(false).setAttribute("v", new Bound("second")));
        servlet.on("/remove", (request, response) -> request.getSession(false).removeAttribute("v"));
        servlet.on("/end", (request, response) -> request.getSession(false).invalidate());
        return start("", context -> SessionFilter.builder(bytes).build().addTo(context));
    }

    private static List<String> told() {
        List<String> all = List.copyOf(TOLD);
        TOLD.clear();
        return all;
    }

    /** C: valueBound and valueUnbound by set, replace and remove, each once, and not because bytes became a value again. */
    @Test
    void bound_values_are_told_of_sets_and_removals_and_not_of_reading() {
        Browser browser = serve();
        browser.get("/set");
        assertEquals(List.of("first bound v"), told());
        browser.get("/read");
        browser.get("/read");
        assertEquals(List.of(), told());
        browser.get("/replace");
        assertEquals(List.of("second bound v", "first unbound v"), told());
        browser.get("/remove");
        assertEquals(List.of("second unbound v"), told());
    }

    /** C: valueUnbound at the end of the session, by the application and by time, each once. */
    @Test
    void bound_values_are_told_of_the_end() {
        Browser browser = serve();
        browser.get("/set");
        browser.get("/end");
        assertEquals(List.of("first bound v", "first unbound v"), told());
        browser.get("/set");
        told();
        clock.advance(Duration.ofMinutes(31));
        bytes.sweep();
        bytes.sweep();
        assertEquals(List.of("first unbound v"), told());
    }

    /** What is told to unbind is the copy of that request, and not the object that was once set. */
    @Test
    void value_of_a_later_request_is_a_copy() {
        Bound original = new Bound("first");
        Browser browser = serve();
        servlet.on("/set", (request, response) -> request.getSession().setAttribute("v", original));
        servlet.on("/read", (request, response) -> {
            Object value = request.getSession(false).getAttribute("v");
            assertEquals(original, value);
            assertNotSame(original, value);
        });
        browser.get("/set");
        assertOk(browser.get("/read"));
    }
}
