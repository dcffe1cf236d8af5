// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.SessionCookie;
import jakarta.servlet.ServletException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The container's own login, which knows one user, beside our session. */
abstract class LoginTests extends ServletFixture {
    static final String USER = "ada";
    static final String PASSWORD = "difference";

    private static final String THEIRS = "appcontainer";

    /** Whether the container's {@code login} cannot do without a session of its own. */
    boolean loginMakesTheContainersSession() {
        return false;
    }

    /** The container's own session would have a name of its own, so that it can be told from ours. */
    private Browser startBesideTheirs() {
        return start("", context -> {
            context.getSessionCookieConfig().setName(THEIRS);
            SessionFilter.builder(manager())
                    .cookie(SessionCookie.builder().name("sid").build())
                    .listener(listener)
                    .build()
                    .addTo(context);
        });
    }

    private static boolean hasTheirs(Browser.Reply reply) {
        return reply.setCookies().stream().anyMatch(line -> line.startsWith(THEIRS));
    }

    private void pages() {
        servlet.on("/set", (request, response) -> {
            request.getSession().setAttribute("a", "1");
            response.getWriter().print(request.getSession().getId());
        });
        servlet.on("/who", (request, response) -> response.getWriter().print(request.getRemoteUser()));
        servlet.on("/get", (request, response) -> {
            var session = request.getSession(false);
            response.getWriter()
                    .print(session == null ? "none" : session.getId() + Collections.list(session.getAttributeNames()));
        });
    }

    /** W5, W6, C: login by the container changes the id, keeps the attributes, kills the old token; a refused one does nothing. */
    @Test
    void login_changes_the_id() {
        pages();
        servlet.on("/login", (request, response) -> {
            assertThrows(ServletException.class, () -> request.login(USER, "wrong"));
            String before = request.getSession(false).getId();
            request.login(USER, PASSWORD);
            assertEquals(USER, request.getRemoteUser());
            assertNotEquals(before, request.getSession(false).getId());
            response.getWriter().print(request.getSession(false).getId());
        });
        Browser browser = startBesideTheirs();
        browser.get("/set");
        String old = browser.cookie().orElseThrow();
        Browser.Reply login = browser.get("/login");
        assertOk(login);
        assertTrue(login.sessionCookie().isPresent());
        assertEquals(loginMakesTheContainersSession(), hasTheirs(login));
        assertEquals(login.body() + "[a]", browser.get("/get").body());
        assertEquals("null", browser.get("/who").body(), "the user was logged in for that request");
        browser.cookie(old);
        assertEquals("none", browser.get("/get").body());
        assertEquals(1, store.count());
    }

    /** A login without a session makes none of ours. */
    @Test
    void login_without_a_session_makes_none() {
        servlet.on("/login", (request, response) -> {
            request.login(USER, PASSWORD);
            response.getWriter().print(request.getRemoteUser() + request.getSession(false));
        });
        Browser browser = startBesideTheirs();
        Browser.Reply login = browser.get("/login");
        assertEquals(USER + "null", login.body());
        assertEquals(loginMakesTheContainersSession(), hasTheirs(login));
        assertEquals(0, store.calls());
    }

    /** Logout by the container is about its user: the session stays what it is, with its id. */
    @Test
    void logout_leaves_the_session_alone() {
        pages();
        servlet.on("/logout", (request, response) -> {
            request.login(USER, PASSWORD);
            String id = request.getSession(false).getId();
            request.logout();
            assertEquals(null, request.getRemoteUser());
            assertEquals(id, request.getSession(false).getId());
            response.getWriter().print(id);
        });
        Browser browser = startBesideTheirs();
        browser.get("/set");
        assertEquals(browser.get("/logout").body() + "[a]", browser.get("/get").body());
    }

    /** W6: authenticate, if it logs somebody in, changes the id once, and not again at each request that says who it is. */
    @Test
    void authenticate_changes_the_id_once() {
        pages();
        servlet.on("/auth", (request, response) -> {
            if (request.authenticate(response)) {
                response.getWriter()
                        .print(request.getRemoteUser()
                                + request.getSession(false).getId());
            }
        });
        Browser browser = startBesideTheirs();
        String first = browser.get("/set").body();
        Browser.Reply challenge = browser.get("/auth");
        assertEquals(401, challenge.status());
        assertEquals(first + "[a]", browser.get("/get").body(), "a challenge changes nothing");
        String known = authenticated(browser).body();
        assertTrue(known.startsWith(USER), known);
        assertNotEquals(USER + first, known);
        Browser.Reply again = authenticated(browser);
        assertFalse(hasTheirs(again));
        assertEquals(known, again.body(), "parallel requests of one user must not kill each other's token");
        assertTrue(again.sessionCookie().isEmpty());
        assertEquals(known.substring(USER.length()) + "[a]", browser.get("/get").body());
    }

    /** W6: after a logout the next login changes the id again; listeners never hear of what the session keeps of it. */
    @Test
    void login_after_logout_changes_the_id_again() {
        pages();
        servlet.on("/auth", (request, response) -> {
            assertTrue(request.authenticate(response));
            response.getWriter().print(request.getSession(false).getId());
        });
        servlet.on("/logout", (request, response) -> request.logout());
        servlet.on("/end", (request, response) -> request.getSession(false).invalidate());
        Browser browser = startBesideTheirs();
        browser.get("/set");
        String first = authenticated(browser).body();
        browser.get("/logout");
        String second = authenticated(browser).body();
        assertNotEquals(first, second);
        browser.get("/end");
        assertEquals(
                List.of("created", "added a=1", "id changed", "id changed", "destroyed with user null", "removed a=1"),
                listener.take());
    }

    private static Browser.Reply authenticated(Browser browser) {
        String pair = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return browser.send(browser.request("/auth")
                .header("Authorization", "Basic " + pair)
                .GET()
                .build());
    }
}
