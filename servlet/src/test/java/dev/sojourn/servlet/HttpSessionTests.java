// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionPolicy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The session as applications know it: creation, identity, attributes, times, end, change of id. */
abstract class HttpSessionTests extends ServletFixture {

    /** C: {@code getSession()} creates; {@code getSession(false)} on a fresh request returns null and sends no cookie. */
    @Test
    void getSession_creates_and_getSession_false_does_not() {
        Browser browser = serving("/look", (request, response) -> assertNull(request.getSession(false)));
        servlet.on("/make", (request, response) -> assertNotNull(request.getSession()));
        servlet.on("/make-true", (request, response) -> assertNotNull(request.getSession(true)));

        Browser.Reply looked = browser.get("/look");
        assertOk(looked);
        assertEquals(List.of(), looked.setCookies());
        assertEquals(0, store.count());

        assertTrue(browser.get("/make").sessionCookie().isPresent());
        browser.forgetCookie();
        assertTrue(browser.get("/make-true").sessionCookie().isPresent());
        assertEquals(2, store.count(), "an empty session is kept, as in a container");
    }

    /** C: nothing is read or written when the application never touches the session, with and without a cookie. G21-154. */
    @Test
    void untouched_session_costs_nothing() {
        Browser browser =
                serving("/plain", (request, response) -> response.getWriter().print("hello"));
        servlet.on("/make", (request, response) -> assertNotNull(request.getSession()));

        Browser.Reply without = browser.get("/plain");
        assertEquals(0, store.calls());
        assertEquals(List.of(), without.headers("Vary"));
        browser.get("/make");
        store.reset();
        Browser.Reply with = browser.get("/plain");
        assertEquals("hello", with.body());
        assertEquals(0, store.calls());
        assertEquals(List.of(), with.setCookies());
        assertEquals(List.of(), with.headers("Vary"));
    }

    /** C: same object for repeated {@code getSession} in one request; id stable in the request. */
    @Test
    void one_request_sees_one_object() {
        Browser browser = serving("/", (request, response) -> {
            HttpSession session = request.getSession();
            String id = session.getId();
            assertSame(session, request.getSession());
            assertSame(session, request.getSession(false));
            assertEquals(id, request.getSession().getId());
        });
        assertOk(browser.get("/"));
        assertOk(browser.get("/"));
    }

    /** C: new session: {@code isNew} true, also on second call; following request false and no new cookie. */
    @Test
    void session_is_new_in_its_first_request_only() {
        Browser browser = serving("/", (request, response) -> {
            HttpSession session = request.getSession();
            response.getWriter().print(session.isNew() + " " + session.isNew());
        });
        assertEquals("true true", browser.get("/").body());
        Browser.Reply second = browser.get("/");
        assertEquals("false false", second.body());
        assertEquals(List.of(), second.setCookies());
    }

    /** C: request without cookie gets a different id. */
    @Test
    void visitors_without_cookie_get_different_sessions() {
        Browser browser = serving("/", (request, response) -> response.getWriter()
                .print(request.getSession().getId()));
        String first = browser.get("/").body();
        assertEquals(first, browser.get("/").body());
        browser.forgetCookie();
        assertNotEquals(first, browser.get("/").body());
    }

    /** C: unknown or malformed id is no session; a new session gets a new id, the client's is never adopted. W1. */
    @Test
    void id_of_the_clients_own_making_is_never_adopted() {
        Browser browser = serving("/look", (request, response) -> {
            response.getWriter().print(request.getSession(false) + " " + request.isRequestedSessionIdValid());
        });
        servlet.on("/make", (request, response) -> response.getWriter()
                .print(request.getSession().getId()));
        String good = makeAndTakeCookie(browser);
        for (String mine : List.of("abc", "A".repeat(64), "0".repeat(200), "sid", good.substring(4, 30))) {
            browser.cookie("sid=" + mine);
            assertEquals("null false", browser.get("/look").body());
            browser.cookie("sid=" + mine);
            Browser.Reply made = browser.get("/make");
            assertFalse(made.sessionCookie().orElseThrow().contains(mine + ";"));
            assertFalse(made.body().contains(mine));
        }
    }

    private static String makeAndTakeCookie(Browser browser) {
        assertOk(browser.get("/make"));
        return browser.cookie().orElseThrow();
    }

    /** C: {@code isRequestedSessionIdValid} reflects our store; {@code isRequestedSessionIdFromCookie/FromURL} truthful. */
    @Test
    void what_the_request_asked_for_is_told_truthfully() {
        Browser browser = serving("/", (request, response) -> {
            request.getSession(false);
            response.getWriter().print(asked(request));
        });
        servlet.on("/make", (request, response) -> response.getWriter()
                .print(request.getSession().getId()));
        servlet.on("/end", (request, response) -> {
            request.getSession().invalidate();
            response.getWriter().print(request.isRequestedSessionIdValid());
        });

        assertEquals("null valid=false cookie=false url=false", browser.get("/").body());
        String id = browser.get("/make").body();
        String held = browser.cookie().orElseThrow();
        assertEquals(id + " valid=true cookie=true url=false", browser.get("/").body());
        assertEquals("false", browser.get("/end").body());
        browser.cookie(held);
        String dead = browser.get("/").body();
        assertTrue(dead.endsWith(" valid=false cookie=true url=false"), dead);
        assertFalse(dead.startsWith("null"), "something was asked for");
        assertFalse(dead.contains(held.split("=", 2)[1]), "the token is never shown");
    }

    private static String asked(HttpServletRequest request) {
        return request.getRequestedSessionId()
                + " valid=" + request.isRequestedSessionIdValid()
                + " cookie=" + request.isRequestedSessionIdFromCookie()
                + " url=" + request.isRequestedSessionIdFromURL();
    }

    /** C: creating a session after the response is committed is an IllegalStateException. */
    @Test
    void session_cannot_be_created_after_the_response_has_left() {
        Browser browser = serving("/", (request, response) -> {
            response.getWriter().print("gone");
            response.flushBuffer();
            assertThrows(IllegalStateException.class, request::getSession);
            assertThrows(IllegalStateException.class, () -> request.getSession(true));
            assertNull(request.getSession(false));
        });
        assertEquals("gone", browser.get("/").body());
        assertEquals(0, store.count());
    }

    /** C: set, get, remove visible at once and in the next request; names enumeration exact. */
    @Test
    void attributes_are_seen_at_once_and_in_the_next_request() {
        Browser browser = serving("/set", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("a", "1");
            session.setAttribute("b", 2);
            session.setAttribute("c", "3");
            session.removeAttribute("c");
            assertEquals("1", session.getAttribute("a"));
            assertNull(session.getAttribute("c"));
            assertEquals(List.of("a", "b"), Collections.list(session.getAttributeNames()));
        });
        servlet.on("/get", (request, response) -> {
            HttpSession session = request.getSession(false);
            response.getWriter()
                    .print(session.getAttribute("a") + " " + session.getAttribute("b") + " " + session.getAttribute("c")
                            + " " + Collections.list(session.getAttributeNames()));
        });
        assertOk(browser.get("/set"));
        assertEquals("1 2 null [a, b]", browser.get("/get").body());
    }

    /** C: {@code getAttributeNames} is a copy: remove while iterating. */
    @Test
    void attributes_may_be_removed_while_going_through_their_names() {
        Browser browser = serving("/", (request, response) -> {
            HttpSession session = request.getSession();
            for (int i = 0; i < 10; i++) {
                session.setAttribute("n" + i, i);
            }
            Enumeration<String> names = session.getAttributeNames();
            int seen = 0;
            while (names.hasMoreElements()) {
                session.removeAttribute(names.nextElement());
                seen++;
            }
            assertEquals(10, seen);
            assertFalse(session.getAttributeNames().hasMoreElements());
        });
        assertOk(browser.get("/"));
    }

    /** C: {@code setAttribute(name, null)} is remove. C: null name rejected. */
    @Test
    void null_value_removes_and_null_name_is_refused() {
        Browser browser = serving("/", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("a", "1");
            session.setAttribute("a", null);
            assertNull(session.getAttribute("a"));
            assertFalse(session.getAttributeNames().hasMoreElements());
            assertThrows(IllegalArgumentException.class, () -> session.setAttribute(null, "1"));
            assertThrows(IllegalArgumentException.class, () -> session.setAttribute(null, null));
            assertThrows(IllegalArgumentException.class, () -> session.getAttribute(null));
            assertThrows(IllegalArgumentException.class, () -> session.removeAttribute(null));
        });
        assertOk(browser.get("/"));
    }

    /** C: creation time constant; last access at least creation, advanced by the next request, the previous request's. */
    @Test
    void times_are_those_of_creation_and_of_the_previous_request() {
        Browser browser = serving("/", (request, response) -> {
            HttpSession session = request.getSession();
            response.getWriter().print(session.getCreationTime() + " " + session.getLastAccessedTime());
        });
        long start = clock.millis();
        assertEquals(start + " " + start, browser.get("/").body());
        clock.advance(Duration.ofSeconds(10));
        assertEquals(start + " " + start, browser.get("/").body());
        clock.advance(Duration.ofSeconds(20));
        assertEquals(start + " " + (start + 10_000), browser.get("/").body());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(start + " " + (start + 30_000), browser.get("/").body());
    }

    /** C: last access never decreases, not even when the clock goes back. */
    @Test
    void last_access_never_decreases() {
        Browser browser = serving("/", (request, response) -> response.getWriter()
                .print(request.getSession().getLastAccessedTime()));
        browser.get("/");
        clock.advance(Duration.ofSeconds(30));
        browser.get("/");
        clock.advance(Duration.ofSeconds(-20));
        long before = Long.parseLong(browser.get("/").body());
        clock.advance(Duration.ofSeconds(1));
        assertTrue(Long.parseLong(browser.get("/").body()) >= before);
    }

    /** C: default 1800 s; override persists to the next request. */
    @Test
    void interval_is_half_an_hour_until_changed_for_good() {
        Browser browser = serving("/", (request, response) -> response.getWriter()
                .print(request.getSession().getMaxInactiveInterval()));
        servlet.on("/set", (request, response) -> {
            request.getSession().setMaxInactiveInterval(77);
            assertEquals(77, request.getSession().getMaxInactiveInterval());
        });
        assertEquals("1800", browser.get("/").body());
        assertOk(browser.get("/set"));
        assertEquals("77", browser.get("/").body());
    }

    /** C: expiry boundary: expired exactly at last access + interval, not 1 ms earlier. */
    @Test
    void session_expires_at_its_interval_and_not_a_millisecond_before() {
        Browser browser = serving("/", (request, response) -> {
            HttpSession session = request.getSession();
            session.setMaxInactiveInterval(60);
            response.getWriter().print(session.isNew());
        });
        assertEquals("true", browser.get("/").body());
        clock.advance(Duration.ofSeconds(60).minusMillis(1));
        assertEquals("false", browser.get("/").body());
        clock.advance(Duration.ofSeconds(60));
        assertEquals("true", browser.get("/").body());
    }

    /** C: negative never expires. C: zero = never (Servlet text). T18 means a cookie's age, not this. */
    @Test
    void zero_and_negative_intervals_mean_never() {
        policy = SessionPolicy.builder()
                .touchEvery(Duration.ZERO)
                .withoutAbsoluteTimeout()
                .build();
        for (int never : new int[] {0, -1, Integer.MIN_VALUE}) {
            Browser browser = serving("/", (request, response) -> {
                HttpSession session = request.getSession();
                session.setMaxInactiveInterval(never);
                response.getWriter().print(session.isNew());
            });
            servlet.on("/end", (request, response) -> request.getSession(false).invalidate());
            servlet.on("/interval", (request, response) -> response.getWriter()
                    .print(request.getSession(false).getMaxInactiveInterval() <= 0));
            assertEquals("true", browser.get("/").body());
            clock.advance(Duration.ofDays(5000));
            assertEquals("true", browser.get("/interval").body());
            assertEquals("false", browser.get("/").body());
            assertOk(browser.get("/end")); // C: never-expiring ones can still be invalidated
            assertEquals(0, store.count());
        }
    }

    /** C: second invalidate and all reading and writing methods are IllegalStateExceptions afterwards. */
    @Test
    void invalidated_session_refuses_what_the_specification_says() {
        Browser browser = serving("/", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("a", "1");
            session.invalidate();
            assertThrows(IllegalStateException.class, session::invalidate);
            assertThrows(IllegalStateException.class, session::getCreationTime);
            assertThrows(IllegalStateException.class, session::getLastAccessedTime);
            assertThrows(IllegalStateException.class, () -> session.getAttribute("a"));
            assertThrows(IllegalStateException.class, () -> session.setAttribute("a", "2"));
            assertThrows(IllegalStateException.class, () -> session.removeAttribute("a"));
            assertThrows(IllegalStateException.class, session::getAttributeNames);
            assertThrows(IllegalStateException.class, session::isNew);
        });
        assertOk(browser.get("/"));
    }

    /** C: getId, getServletContext, get/setMaxInactiveInterval do not throw after the end. */
    @Test
    void invalidated_session_still_answers_what_the_specification_says() {
        Browser browser = serving("/", (request, response) -> {
            HttpSession session = request.getSession();
            String id = session.getId();
            session.invalidate();
            assertEquals(id, session.getId());
            assertSame(request.getServletContext(), session.getServletContext());
            session.setMaxInactiveInterval(5);
            assertEquals(5, session.getMaxInactiveInterval());
        });
        assertOk(browser.get("/"));
    }

    /** C: invalidate then {@code getSession()} is a new session with only new attributes; old id gone from the store. T36. */
    @Test
    void session_after_invalidate_is_another_one() {
        Browser browser =
                serving("/set", (request, response) -> request.getSession().setAttribute("old", "1"));
        servlet.on("/swap", (request, response) -> {
            HttpSession old = request.getSession(false);
            old.invalidate();
            assertNull(request.getSession(false));
            HttpSession fresh = request.getSession();
            assertNotEquals(old.getId(), fresh.getId());
            assertTrue(fresh.isNew());
            assertFalse(fresh.getAttributeNames().hasMoreElements());
            fresh.setAttribute("new", "2");
        });
        servlet.on("/names", (request, response) -> {
            HttpSession session = request.getSession(false);
            response.getWriter()
                    .print(
                            session == null
                                    ? "none"
                                    : Collections.list(session.getAttributeNames())
                                            .toString());
        });
        browser.get("/set");
        String before = browser.cookie().orElseThrow();
        assertOk(browser.get("/swap"));
        assertEquals("[new]", browser.get("/names").body());
        assertEquals(1, store.count());
        browser.cookie(before);
        assertEquals("none", browser.get("/names").body());
    }

    /** C: the client is told of the end; no expiry signal when a request merely did not touch its session. T37, T38, G21-156. */
    @Test
    void client_is_told_of_the_end_and_only_then() {
        Browser browser = serving("/make", (request, response) -> assertNotNull(request.getSession()));
        servlet.on("/plain", (request, response) -> response.getWriter().print("x"));
        servlet.on("/end", (request, response) -> request.getSession().invalidate());
        String made = browser.get("/make").sessionCookie().orElseThrow();
        assertTrue(browser.get("/plain").sessionCookie().isEmpty());
        String removed = browser.get("/end").sessionCookie().orElseThrow();
        assertTrue(removed.startsWith("sid=;"), removed);
        assertTrue(removed.contains("Max-Age=0"), removed);
        for (String attribute : made.split("; ?", -1)) {
            if (!attribute.startsWith("sid=")) {
                assertTrue(removed.contains(attribute), "same attributes: " + made + " / " + removed);
            }
        }
        assertEquals(0, store.count());
    }

    /** C: returns new id; the object already held shows it; attributes survive; old id unknown; new cookie sent once. T39. */
    @Test
    void change_of_id_moves_the_session_to_another_token() {
        Browser browser = serving("/set", (request, response) -> {
            request.getSession().setAttribute("a", "1");
            response.getWriter().print(request.getSession().getId());
        });
        servlet.on("/change", (request, response) -> {
            HttpSession session = request.getSession(false);
            String before = session.getId();
            String after = request.changeSessionId();
            assertNotEquals(before, after);
            assertEquals(after, session.getId());
            assertSame(session, request.getSession());
            assertEquals("1", session.getAttribute("a"));
            response.getWriter().print(after);
        });
        servlet.on("/get", (request, response) -> {
            HttpSession session = request.getSession(false);
            response.getWriter().print(session == null ? "none" : session.getId() + session.getAttribute("a"));
        });
        browser.get("/set");
        String oldCookie = browser.cookie().orElseThrow();
        Browser.Reply changed = browser.get("/change");
        assertTrue(changed.sessionCookie().isPresent());
        assertNotEquals(oldCookie, browser.cookie().orElseThrow());
        Browser.Reply next = browser.get("/get");
        assertEquals(changed.body() + "1", next.body());
        assertTrue(next.sessionCookie().isEmpty(), "sent once");
        browser.cookie(oldCookie);
        assertEquals("none", browser.get("/get").body());
        assertEquals(1, store.count());
    }

    /** C: change of id without session is an IllegalStateException. */
    @Test
    void change_of_id_needs_a_session() {
        Browser browser = serving(
                "/", (request, response) -> assertThrows(IllegalStateException.class, request::changeSessionId));
        Browser.Reply reply = browser.get("/");
        assertOk(reply);
        assertEquals(List.of(), reply.setCookies());
    }

    /** C: change twice before save; change then set attribute; change on a new unsaved session. */
    @Test
    void id_can_change_twice_and_on_a_new_session_and_with_attributes() {
        Browser browser = serving("/", (request, response) -> {
            HttpSession session = request.getSession();
            request.changeSessionId();
            session.setAttribute("a", "1");
            request.changeSessionId();
            response.getWriter().print(session.getId());
        });
        servlet.on("/get", (request, response) -> {
            HttpSession session = request.getSession(false);
            response.getWriter().print(session.getId() + " " + session.getAttribute("a"));
        });
        String id = browser.get("/").body();
        assertEquals(id + " 1", browser.get("/get").body());
        String again = browser.get("/").body();
        assertNotEquals(id, again);
        assertEquals(again + " 1", browser.get("/get").body());
        assertEquals(1, store.count());
    }

    /** C: change of id while concurrently deleted: nothing comes back, the client is told. G21-147. */
    @Test
    void id_change_of_a_session_ended_meanwhile_brings_nothing_back() {
        Browser browser =
                serving("/make", (request, response) -> request.getSession().setAttribute("a", "1"));
        servlet.on("/change", (request, response) -> {
            HttpSession session = request.getSession(false);
            assertEquals("1", session.getAttribute("a"));
            assertTrue(
                    manager().end(manager().keyOf(SessionFilter.session(request).orElseThrow())));
            session.setAttribute("a", "2");
            request.changeSessionId();
        });
        browser.get("/make");
        Browser.Reply reply = browser.get("/change");
        assertOk(reply);
        assertEquals(0, store.count());
        assertTrue(reply.sessionCookie().orElseThrow().startsWith("sid=;"));
    }

    /** C: principal index follows the id; both views of the session share their state. */
    @Test
    void servlet_view_and_core_view_are_one_session() {
        Browser browser = serving("/", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("visits", 1);
            dev.sojourn.Session core = SessionFilter.session(request).orElseThrow();
            core.update("visits", 0, visits -> visits + 1);
            assertEquals(2, session.getAttribute("visits"));
            core.login("ada");
            assertEquals(core.id(), session.getId());
            core.flash().next("note", "placed");
        });
        servlet.on("/next", (request, response) -> {
            dev.sojourn.Session core = SessionFilter.session(request).orElseThrow();
            response.getWriter()
                    .print(core.principal().orElse("")
                            + core.flash().pop("note").orElse(""));
            assertEquals(
                    List.of("visits"), Collections.list(request.getSession().getAttributeNames()));
        });
        assertOk(browser.get("/"));
        assertEquals("adaplaced", browser.get("/next").body());
    }

    /** A session made through the core's own door leaves no trace if it stays empty. T65. */
    @Test
    void core_session_that_stays_empty_is_not_stored() {
        Browser browser = serving("/", (request, response) -> assertNotNull(SessionFilter.sessionOrCreate(request)));
        assertEquals(List.of(), browser.get("/").setCookies());
        assertEquals(0, store.count());
    }
}
