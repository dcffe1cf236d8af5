// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionPolicy;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Session listeners are told once, of everything, wherever they were registered. */
abstract class ListenerTests extends ServletFixture {

    /** Registered with the container only, so that it must be found; the fixture's own listener is not used. */
    private Browser startListening() {
        servlet.on("/set", (request, response) -> {
            request.getSession().setAttribute("user", "ada");
            response.getWriter().print(request.getSession().getId());
        });
        servlet.on("/end", (request, response) -> request.getSession(false).invalidate());
        return start(
                "", listening(listener, context -> SessionFilter.of(manager()).addTo(context)));
    }

    /** C: container-registered listeners: creation, attributes, end, each once and in order. */
    @Test
    void listener_registered_with_the_container_is_told_once() {
        servlet.on("/change", (request, response) -> {
            HttpSession session = request.getSession(false);
            session.setAttribute("user", "bob");
            session.setAttribute("n", 1);
            session.removeAttribute("n");
            session.removeAttribute("absent");
        });
        Browser browser = startListening();
        browser.get("/set");
        assertEquals(List.of("created", "added user=ada"), listener.take());
        browser.get("/change");
        assertEquals(List.of("replaced user=ada", "added n=1", "removed n=1"), listener.take());
        browser.get("/end");
        assertEquals(List.of("destroyed with user bob", "removed user=bob"), listener.take());
        assertEquals(1, listener.ids.stream().distinct().count());
    }

    /** C: listeners registered by hand, or both ways, are told once. */
    @Test
    void listener_registered_twice_is_told_once() {
        servlet.on("/set", (request, response) -> request.getSession().setAttribute("user", "ada"));
        Browser browser = start("", listening(listener, context -> filter().addTo(context)));
        browser.get("/set");
        assertEquals(List.of("created", "added user=ada"), listener.take());
    }

    /** C: attribute, id and activation listeners: the id listener is told of each change, with the old id. */
    @Test
    void id_listener_is_told_of_each_change_once() {
        servlet.on("/change", (request, response) -> {
            String before = request.getSession(false).getId();
            String after = request.changeSessionId();
            assertEquals(List.of(before, after), listener.ids);
        });
        servlet.on("/login", (request, response) -> SessionFilter.session(request)
                .orElseThrow()
                .login("ada"));
        Browser browser = startListening();
        browser.get("/set");
        listener.take();
        listener.ids.clear();
        browser.get("/change");
        assertEquals(List.of("id changed"), listener.take());
        String changed = listener.ids.get(1);
        listener.ids.clear();
        browser.get("/login");
        assertEquals(List.of("id changed"), listener.take());
        assertEquals(changed, listener.ids.get(0));
        assertNotEquals(changed, listener.ids.get(1));
    }

    /** C: the id listener is told once of a renewal on the timer, with both ids, however many requests see it. */
    @Test
    void id_listener_is_told_of_a_renewal_on_the_timer() {
        policy = SessionPolicy.builder()
                .renewEvery(Duration.ofMinutes(10))
                .renewalGrace(Duration.ofSeconds(30))
                .build();
        servlet.on("/id", (request, response) -> response.getWriter()
                .print(request.getSession(false).getId()));
        Browser browser = startListening();
        String before = browser.get("/set").body();
        String old = browser.cookie().orElseThrow();
        listener.take();
        clock.advance(Duration.ofMinutes(10));
        browser.get("/id");
        assertNotEquals(old, browser.cookie().orElseThrow());
        assertEquals(List.of("id changed"), listener.take());
        String renewed = browser.get("/id").body();
        assertNotEquals(before, renewed);
        assertEquals(List.of(before, before, renewed), listener.ids, "told at the creation, and then of the change");
        String held = browser.cookie().orElseThrow();
        browser.cookie(old);
        browser.get("/id");
        assertEquals(held, browser.cookie().orElseThrow(), "a parallel request is led to the same token");
        assertEquals(List.of(), listener.take());
    }

    /** C: an id that changes before the session was stored is told once, and its creation once. */
    @Test
    void new_session_with_a_changed_id_is_created_once() {
        servlet.on("/both", (request, response) -> {
            request.getSession();
            request.changeSessionId();
            request.changeSessionId();
        });
        Browser browser = startListening();
        browser.get("/both");
        List<String> told = listener.take();
        assertEquals("created", told.get(0));
        assertEquals(1, told.stream().filter("created"::equals).count());
        assertTrue(told.stream().skip(1).allMatch("id changed"::equals), told::toString);
    }

    /** C: valueUnbound and sessionDestroyed on timeout; the destroyed session is still readable; each once. */
    @Test
    void timeout_is_told_once_with_a_readable_session() {
        Browser browser = startListening();
        browser.get("/set");
        listener.take();
        clock.advance(Duration.ofMinutes(31));
        manager().sweep();
        manager().sweep();
        browser.get("/set");
        manager().sweep();
        List<String> told = listener.take();
        assertEquals(
                List.of("destroyed with user ada", "removed user=ada"),
                told.stream()
                        .filter(line -> !line.equals("created") && !line.startsWith("added"))
                        .toList());
    }

    /** C: an ending from outside is told once, also while a request has the session open. */
    @Test
    void ending_from_outside_is_told_once() {
        servlet.on("/race", (request, response) -> {
            HttpSession session = request.getSession(false);
            assertEquals("ada", session.getAttribute("user"));
            assertTrue(
                    manager().end(manager().keyOf(SessionFilter.session(request).orElseThrow())));
            session.invalidate();
        });
        Browser browser = startListening();
        browser.get("/set");
        listener.take();
        browser.get("/race");
        manager().sweep();
        assertEquals(List.of("destroyed with user ada", "removed user=ada"), listener.take());
    }

    /** C: created and ended in one request, before anything was stored: told as in a container. */
    @Test
    void session_of_one_request_is_told_too() {
        servlet.on("/both", (request, response) -> {
            request.getSession().setAttribute("user", "eve");
            request.getSession().invalidate();
        });
        Browser browser = startListening();
        browser.get("/both");
        assertEquals(
                List.of("created", "added user=eve", "destroyed with user eve", "removed user=eve"), listener.take());
        assertEquals(0, store.count());
    }

    /** Sessions made through the core's door are told when they are stored, and never if they are not. */
    @Test
    void session_made_through_the_core_is_told_when_stored() {
        servlet.on("/empty", (request, response) -> SessionFilter.sessionOrCreate(request));
        servlet.on("/full", (request, response) -> SessionFilter.sessionOrCreate(request)
                .set("user", "ada"));
        Browser browser = startListening();
        browser.get("/empty");
        assertEquals(List.of(), listener.take());
        browser.get("/full");
        assertEquals(List.of("created"), listener.take());
        browser.get("/end");
        assertEquals(List.of("destroyed with user ada", "removed user=ada"), listener.take());
    }

    /** A value that wants to know where it is. */
    private static final class Bound implements HttpSessionBindingListener {
        private final String name;
        private final List<String> told;

        Bound(String name, List<String> told) {
            this.name = name;
            this.told = told;
        }

        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            told.add(name + " bound " + event.getName());
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            told.add(name + " unbound " + event.getName());
        }
    }

    /** C: valueBound on set; valueUnbound on remove and replace; same instance twice is one call; right objects. */
    @Test
    void bound_values_are_told_where_they_are() {
        List<String> told = new CopyOnWriteArrayList<>();
        Bound first = new Bound("first", told);
        Bound second = new Bound("second", told);
        Browser browser = serving("/set", (request, response) -> {
            request.getSession().setAttribute("v", first);
            request.getSession().setAttribute("v", first);
        });
        servlet.on("/replace", (request, response) -> {
            assertEquals(first, request.getSession().getAttribute("v"));
            request.getSession().setAttribute("v", second);
        });
        servlet.on("/remove", (request, response) -> request.getSession().removeAttribute("v"));
        browser.get("/set");
        assertEquals(List.of("first bound v"), told);
        browser.get("/replace");
        assertEquals(List.of("first bound v", "second bound v", "first unbound v"), told);
        told.clear();
        browser.get("/remove");
        assertEquals(List.of("second unbound v"), told);
    }

    /** C: valueUnbound on invalidate and timeout. */
    @Test
    void bound_values_are_told_of_the_end() {
        List<String> told = new CopyOnWriteArrayList<>();
        Browser browser = serving(
                "/set", (request, response) -> request.getSession().setAttribute("v", new Bound("value", told)));
        servlet.on("/end", (request, response) -> request.getSession(false).invalidate());
        browser.get("/set");
        browser.get("/end");
        assertEquals(List.of("value bound v", "value unbound v"), told);
        browser.get("/set");
        told.clear();
        clock.advance(Duration.ofMinutes(31));
        manager().sweep();
        assertEquals(List.of("value unbound v"), told);
    }

    /** Throws whatever it is told. */
    private static final class Failing
            implements HttpSessionListener,
                    HttpSessionAttributeListener,
                    HttpSessionIdListener,
                    HttpSessionBindingListener {
        private final boolean error;

        Failing(boolean error) {
            this.error = error;
        }

        private void fail() {
            if (error) {
                throw new StackOverflowError("as the test wants");
            }
            throw new IllegalArgumentException("as the test wants");
        }

        @Override
        public void sessionCreated(HttpSessionEvent event) {
            fail();
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            fail();
        }

        @Override
        public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
            fail();
        }

        @Override
        public void attributeAdded(HttpSessionBindingEvent event) {
            fail();
        }

        @Override
        public void attributeRemoved(HttpSessionBindingEvent event) {
            fail();
        }

        @Override
        public void attributeReplaced(HttpSessionBindingEvent event) {
            fail();
        }

        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            fail();
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            fail();
        }
    }

    /** C: exceptions from listeners do not break the call, nor stop other listeners or the ending. W15. */
    @Test
    void listeners_that_throw_exceptions_stop_nothing() {
        assertStopsNothing(false);
    }

    /** C: nor do errors. W15. */
    @Test
    void listeners_that_throw_errors_stop_nothing() {
        assertStopsNothing(true);
    }

    private void assertStopsNothing(boolean error) {
        servlet.on("/all", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("user", "ada");
            session.setAttribute("bound", new Failing(error));
            request.changeSessionId();
            session.removeAttribute("bound");
            session.setAttribute("bound", new Failing(error));
        });
        servlet.on("/end", (request, response) -> request.getSession(false).invalidate());
        Browser browser = start("", context -> SessionFilter.builder(manager())
                .listener(new Failing(error))
                .listener(listener)
                .listener(new Failing(error))
                .build()
                .addTo(context));
        assertOk(browser.get("/all"));
        assertEquals(1, store.count());
        assertOk(browser.get("/end"));
        assertEquals(0, store.count());
        assertEquals(
                1,
                listener.take().stream()
                        .filter("destroyed with user ada"::equals)
                        .count());
    }

    /** C: listeners run in order at the beginning and in reverse order at the end. */
    @Test
    void listeners_are_told_in_order_and_of_the_end_in_reverse() {
        List<String> told = new CopyOnWriteArrayList<>();
        Browser browser = start("", context -> {
            context.addListener(new Named("first", told));
            context.addListener(new Named("second", told));
            SessionFilter.of(manager()).addTo(context);
        });
        servlet.on("/both", (request, response) -> request.getSession().invalidate());
        browser.get("/both");
        assertEquals(List.of("first created", "second created", "second destroyed", "first destroyed"), told);
    }

    private record Named(String name, List<String> told) implements HttpSessionListener {
        @Override
        public void sessionCreated(HttpSessionEvent event) {
            told.add(name + " created");
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            told.add(name + " destroyed");
        }
    }
}
