// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import dev.sojourn.SessionEvent;
import dev.sojourn.StaleAuthenticationException;
import dev.sojourn.web.CountsAsUse;
import dev.sojourn.web.binding.BindingGuard;
import dev.sojourn.web.binding.BindingReaction;
import dev.sojourn.web.binding.UserAgent;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A session's cookie that comes from another client, in a container. */
abstract class BindingTests extends ServletFixture {
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String CHROME =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/140.0.0.0 Safari/537.36";

    private final AtomicInteger runs = new AtomicInteger();
    private BindingGuard guard = BindingGuard.defaults();
    private UnaryOperator<SessionFilterBuilder> settings = builder -> builder;

    @Override
    SessionFilter filter() {
        return settings.apply(
                        SessionFilter.builder(manager()).listener(listener).guard(guard))
                .build();
    }

    /** T61, W54, ASVS 8.2.4: a stolen cookie opens no page that asks for a fresh login; the owner gets it as ever. */
    @Test
    void stolen_cookie_is_not_fresh() {
        Browser browser = loggedIn();
        assertEquals("stale", get(browser, "/sensitive", CHROME).body());
        assertEquals("fresh", get(browser, "/sensitive", FIREFOX).body());
        assertEquals("anna", get(browser, "/who", CHROME).body());
    }

    /** T62, W70: refused is each request of the other client, with 403 and the cookie left alone; the owner goes on. */
    @Test
    void refused_request_leaves_session_and_cookie_to_the_owner() {
        guard = refusing();
        Browser browser = loggedIn();
        runs.set(0);
        store.reset();
        for (int i = 0; i < 2; i++) {
            Browser.Reply reply = get(browser, "/who", CHROME);
            assertEquals(403, reply.status());
            assertEquals(List.of(), reply.setCookies());
            assertEquals(List.of("no-store"), reply.headers("Cache-Control"));
            assertTrue(reply.body().contains("Request refused"), reply.body());
            assertFalse(reply.body().contains("Chrome"), reply.body());
        }
        assertEquals(0, runs.get());
        assertEquals(2, store.calls(), "one look-up for each, and no use counted");
        assertEquals("anna", get(browser, "/who", FIREFOX).body());
    }

    /** T62: the other client is nobody and may log in; the owner's session is untouched. */
    @Test
    void withheld_session_leaves_the_other_client_to_log_in() {
        guard = BindingGuard.builder().react(BindingReaction.WITHHOLD, 50).build();
        Browser browser = loggedIn();
        String cookie = browser.cookie().orElseThrow();
        Browser.Reply reply = get(browser, "/who", CHROME);
        assertEquals("nobody", reply.body());
        assertEquals(List.of(), reply.setCookies());
        assertOk(get(browser, "/login", CHROME));
        clock.advance(Duration.ofSeconds(1));
        assertEquals("fresh", get(browser, "/sensitive", CHROME).body());
        browser.cookie(cookie);
        assertEquals("anna", get(browser, "/who", FIREFOX).body());
    }

    /** A request that asks for JSON gets it, a page that wraps the refusal or writes over it does not get through. */
    @Test
    void refusal_cannot_be_swallowed() {
        guard = refusing();
        servlet.on("/wraps", (request, response) -> {
            try {
                boolean unused = request.getSession() == null;
            } catch (RuntimeException refused) {
                throw new ServletException("wrapped", refused);
            }
        });
        servlet.on("/swallows", (request, response) -> {
            response.getWriter().print("secret");
            try {
                boolean unused = request.getSession(false) == null;
            } catch (RuntimeException refused) {
                response.getWriter().print(" and more");
            }
        });
        Browser browser = loggedIn();
        for (String path : List.of("/wraps", "/swallows")) {
            Browser.Reply reply = browser.send(browser.request(path)
                    .header("User-Agent", CHROME)
                    .header("Accept", "application/json")
                    .GET()
                    .build());
            assertEquals(403, reply.status(), path);
            assertEquals("{\"error\":\"refused\"}\n", reply.body(), path);
            assertEquals(List.of(), reply.setCookies(), path);
        }
    }

    /** T65: what does not use its session is not compared, and costs nothing; unless each request counts as use. */
    @Test
    void request_without_use_of_the_session_costs_nothing() {
        guard = refusing();
        servlet.on("/static", (request, response) -> response.getWriter().print("file"));
        Browser browser = loggedIn();
        store.reset();
        assertOk(get(browser, "/static", CHROME));
        assertEquals(0, store.calls());
        assertOk(get(browser, "/who", FIREFOX));
        assertEquals(1, store.reads.get());
    }

    @Test
    void request_that_counts_as_use_is_compared_before_the_application() {
        guard = refusing();
        settings = builder -> builder.countsAsUse(CountsAsUse.ON_REQUEST);
        servlet.on("/static", (request, response) -> response.getWriter().print("file"));
        Browser browser = loggedIn();
        store.reset();
        assertEquals(403, get(browser, "/static", CHROME).status());
        assertEquals(0, store.writes.get());
        assertOk(get(browser, "/static", FIREFOX));
    }

    @Test
    void proof_binds_to_the_new_client() {
        servlet.on("/confirm", (request, response) -> {
            SessionFilter.sessionOrCreate(request).reauthenticated();
            response.getWriter().print("confirmed");
        });
        Browser browser = loggedIn();
        assertOk(get(browser, "/confirm", CHROME));
        clock.advance(Duration.ofSeconds(1));
        assertEquals("fresh", get(browser, "/sensitive", CHROME).body());
        assertEquals("stale", get(browser, "/sensitive", FIREFOX).body());
    }

    /** The binding is none of the application's attributes; a device list can have a name. */
    @Test
    void binding_is_not_listed() {
        guard = BindingGuard.builder().describeClients().build();
        servlet.on("/names", (request, response) -> response.getWriter()
                .print(Collections.list(request.getSession().getAttributeNames())));
        servlet.on("/device", (request, response) -> response.getWriter()
                .print(SessionFilter.session(request).flatMap(Session::client).orElse("none") + ", now "
                        + UserAgent.parse(request.getHeader("User-Agent")).describe()));
        Browser browser = loggedIn();
        assertEquals("[]", get(browser, "/names", FIREFOX).body());
        assertEquals(
                "Firefox on Linux, now Chrome on Windows",
                get(browser, "/device", CHROME).body());
    }

    /** ASVS 16.3.3: listeners of the manager are told once, those of guards of each refusal. */
    @Test
    void change_of_client_is_told() {
        guard = refusing();
        AtomicInteger refusals = new AtomicInteger();
        AtomicInteger events = new AtomicInteger();
        settings = builder -> builder.guardListener(refused -> refusals.incrementAndGet());
        manager().addInlineListener(event -> {
            if (event instanceof SessionEvent.BindingBroken) {
                events.incrementAndGet();
            }
        });
        Browser browser = loggedIn();
        assertEquals(403, get(browser, "/who", CHROME).status());
        assertEquals(403, get(browser, "/who", CHROME).status());
        assertEquals(2, refusals.get());
        assertEquals(1, events.get());
    }

    private static BindingGuard refusing() {
        return BindingGuard.builder().react(BindingReaction.REFUSE, 50).build();
    }

    /** Anna with Firefox, a second after her login. */
    private Browser loggedIn() {
        servlet.on("/login", (request, response) -> SessionFilter.sessionOrCreate(request)
                .login("anna"));
        servlet.on("/who", (request, response) -> {
            String who =
                    SessionFilter.session(request).flatMap(Session::principal).orElse("nobody");
            int unused = runs.incrementAndGet();
            response.getWriter().print(who);
        });
        servlet.on("/sensitive", (request, response) -> response.getWriter()
                .print(freshness(SessionFilter.sessionOrCreate(request))));
        Browser browser = start();
        assertOk(get(browser, "/login", FIREFOX));
        clock.advance(Duration.ofSeconds(1));
        return browser;
    }

    private static String freshness(Session session) {
        try {
            session.requireFresh(Duration.ofMinutes(5));
            return "fresh";
        } catch (StaleAuthenticationException stale) {
            return "stale";
        }
    }

    private static Browser.Reply get(Browser browser, String path, String userAgent) {
        return browser.send(
                browser.request(path).header("User-Agent", userAgent).GET().build());
    }
}
