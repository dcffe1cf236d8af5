// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.LimitAction;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.testkit.SerializingStore;
import dev.sojourn.web.RequestMatcher;
import dev.sojourn.web.SessionCookie;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the context says and what we say; registration; a store that fails. */
abstract class SettingsTests extends ServletFixture {

    private void makingPage() {
        servlet.on("/make", (request, response) -> response.getWriter()
                .print(request.getSession().getMaxInactiveInterval()));
    }

    /** C: defaults: name, HttpOnly, SameSite=Lax, path, session cookie. */
    @Test
    void cookie_is_the_default_one_where_nobody_says_otherwise() {
        makingPage();
        Browser browser = start();
        assertEquals("sid", name(browser.get("/make")));
        browser.forgetCookie();
        String line = browser.get("/make").sessionCookie().orElseThrow();
        assertTrue(line.contains("; HttpOnly"), line);
        assertTrue(line.contains("; SameSite=Lax"), line);
        assertTrue(line.contains("; Path=/") && !line.contains("; Path=/;x"), line);
        assertFalse(line.contains("Max-Age") || line.contains("Expires") || line.contains("Domain"), line);
    }

    private static String name(Browser.Reply reply) {
        return reply.sessionCookie().orElseThrow().split("=", 2)[0];
    }

    /** C: path = context path. G6. */
    @Test
    void cookie_has_the_path_of_its_context() {
        makingPage();
        Browser browser = start("/shop", context -> filter().addTo(context));
        String line = browser.get("/shop/make").sessionCookie().orElseThrow();
        assertTrue(line.contains("; Path=/shop;") || line.endsWith("; Path=/shop"), line);
        assertTrue(browser.get("/shop/make").sessionCookie().isEmpty());
    }

    /** C: overrides by SessionCookieConfig: name, path, domain, max-age, httpOnly off, SameSite, other attributes. */
    @Test
    void cookie_config_of_the_context_is_honoured() {
        makingPage();
        Browser browser = start("", context -> {
            var config = context.getSessionCookieConfig();
            config.setName("shop");
            config.setPath("/");
            config.setDomain("shop.example");
            config.setMaxAge(600);
            config.setHttpOnly(true);
            config.setAttribute("SameSite", "Strict");
            config.setAttribute("Priority", "High");
            filter().addTo(context);
        });
        String line = browser.get("/make").sessionCookie().orElseThrow();
        for (String part :
                List.of("shop=", "; Domain=shop.example", "; Max-Age=600", "; SameSite=Strict", "; HttpOnly")) {
            assertTrue(line.contains(part), line);
        }
    }

    /** C: secure both ways: a context that wants Secure gets no session on a plain connection. E32, G21-163. */
    @Test
    void secure_context_has_no_session_on_a_plain_connection() {
        makingPage();
        Browser browser = start("", context -> {
            context.getSessionCookieConfig().setSecure(true);
            filter().addTo(context);
        });
        Browser.Reply reply = browser.get("/make");
        assertOk(reply);
        assertEquals(List.of(), reply.setCookies());
        assertEquals(0, store.count());
    }

    /** Our own cookie counts, whatever the context says. */
    @Test
    void own_cookie_counts_before_that_of_the_context() {
        makingPage();
        Browser browser = start("", context -> {
            context.getSessionCookieConfig().setName("theirs");
            SessionFilter.builder(manager())
                    .cookie(SessionCookie.builder().name("ours").build())
                    .build()
                    .addTo(context);
        });
        assertEquals("ours", name(browser.get("/make")));
    }

    /** C: the context's session timeout is honoured where our policy is at its default, and only there. */
    @Test
    void timeout_of_the_context_counts_unless_the_policy_says_otherwise() {
        makingPage();
        Browser browser = start("", context -> {
            context.setSessionTimeout(7);
            filter().addTo(context);
        });
        assertEquals("420", browser.get("/make").body());
        Browser without = start("", context -> {
            context.setSessionTimeout(7);
            SessionFilter.builder(manager()).withoutContextTimeout().build().addTo(context);
        });
        assertEquals("1800", without.get("/make").body());
        SessionManager own = SessionManager.builder(store)
                .policy(SessionPolicy.builder()
                        .idleTimeout(Duration.ofMinutes(3))
                        .build())
                .clock(clock)
                .withoutThreads()
                .build();
        Browser ours = start("", context -> {
            context.setSessionTimeout(7);
            SessionFilter.of(own).addTo(context);
        });
        assertEquals("180", ours.get("/make").body());
    }

    /** Registered as web.xml does it: by class name, with the manager in a context attribute. */
    @Test
    void filter_made_by_the_container_takes_its_manager_from_the_context() {
        makingPage();
        Browser browser = start("", context -> {
            context.setAttribute(SessionFilter.ATTRIBUTE, manager());
            FilterRegistration.Dynamic registration = context.addFilter("sojourn", SessionFilter.class.getName());
            registration.setAsyncSupported(true);
            registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        });
        assertEquals("sid", name(browser.get("/make")));
    }

    /** Registered by an initializer, which also closes the manager. */
    @Test
    void initializer_registers_all() {
        makingPage();
        Browser browser = start(
                "",
                context -> new SessionInitializer() {
                    @Override
                    protected SessionManager manager(ServletContext servletContext) {
                        return SettingsTests.this.manager();
                    }
                }.onStartup(Set.of(), context));
        assertEquals("sid", name(browser.get("/make")));
    }

    /** Wrong settings are refused where they are made. */
    @Test
    void builder_refuses_what_has_no_effect() {
        assertThrows(IllegalArgumentException.class, () -> SessionFilter.builder(manager())
                .listener(new java.util.EventListener() {}));
        dev.sojourn.web.WebSessions sessions =
                dev.sojourn.web.WebSessions.builder(manager()).build();
        assertThrows(IllegalArgumentException.class, () -> SessionFilter.builder(sessions)
                .cookie(SessionCookie.defaults())
                .build());
    }

    /** A store that is down is 503 with Retry-After; the cookie is left alone, and nothing is told. T3, G4, G21-164. */
    @Test
    void store_that_is_down_makes_the_answer_503() {
        Browser browser = serving("/read", (request, response) -> {
            response.setContentType("text/html");
            response.getWriter().print("<p>half a page " + request.getSession().getAttribute("a"));
        });
        servlet.on("/swallow", (request, response) -> {
            try {
                request.getSession().setAttribute("a", "2");
            } catch (RuntimeException swallowed) {
                response.getWriter().print("carried on");
            }
            response.getWriter().print("as if nothing had happened");
        });
        servlet.on("/redirect", (request, response) -> {
            request.getSession().setAttribute("a", clock.millis());
            response.sendRedirect("/read");
        });
        servlet.on("/plain", (request, response) -> response.getWriter().print("plain"));
        servlet.on("/async", (request, response) -> {
            request.getSession().setAttribute("a", clock.millis());
            var async = request.startAsync();
            async.start(async::complete);
        });
        browser.get("/read");
        String held = browser.cookie().orElseThrow();
        store.readOnly.set(true);
        for (String path : List.of("/redirect", "/async", "/swallow")) {
            clock.advance(Duration.ofSeconds(1));
            assertUnavailable(browser.get(path));
        }
        store.down.set(true);
        assertUnavailable(browser.get("/read"));
        assertEquals("plain", browser.get("/plain").body());
        assertEquals(held, browser.cookie().orElseThrow());
        store.down.set(false);
        store.readOnly.set(false);
        assertOk(browser.get("/read"));
        assertEquals(1, store.count());
    }

    private static void assertUnavailable(Browser.Reply reply) {
        assertEquals(503, reply.status(), reply::body);
        assertEquals(List.of("5"), reply.headers("Retry-After"));
        assertEquals(List.of(), reply.setCookies());
        assertEquals("Sessions are unavailable for the moment.\n", reply.body());
    }

    /** A conflict under the policy FAIL is 409. G21-150. */
    @Test
    void conflict_that_is_not_merged_is_409() throws Exception {
        policy = SessionPolicy.builder()
                .touchEvery(Duration.ZERO)
                .onConflict(ConflictPolicy.FAIL)
                .build();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Browser browser =
                serving("/set", (request, response) -> request.getSession().setAttribute("a", clock.millis()));
        servlet.on("/slow", (request, response) -> {
            HttpSession session = request.getSession(false);
            session.setAttribute("a", -1);
            inside.countDown();
            assertTrue(goOn.await(20, TimeUnit.SECONDS));
        });
        browser.get("/set");
        CompletableFuture<Browser.Reply> slow = browser.getLater("/slow");
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        clock.advance(Duration.ofSeconds(1));
        assertOk(browser.get("/set"));
        goOn.countDown();
        assertEquals(409, slow.get(20, TimeUnit.SECONDS).status());
    }

    /** When the filter is built, and not with the first request. */
    @Test
    void a_conflict_policy_that_the_store_cannot_keep_is_refused() {
        try (SessionManager withoutLeases =
                SessionManager.builder(new SerializingStore(clock)).build()) {
            SessionFilterBuilder filter = SessionFilter.builder(withoutLeases)
                    .onConflict(RequestMatcher.paths("/checkout/*"), ConflictPolicy.EXCLUSIVE);
            assertThrows(IllegalArgumentException.class, filter::build);
        }
    }

    /** ASVS 7.1.2: a login beyond the limit that the page does not catch is 409, says why, and changes nothing. */
    @Test
    void login_beyond_the_limit_is_409() {
        policy = SessionPolicy.builder()
                .sessionsPerPrincipal(1, LimitAction.REFUSE_NEW)
                .build();
        Browser browser = serving("/login", (request, response) -> {
            request.getSession().setAttribute("a", 1);
            SessionFilter.sessionOrCreate(request).login("anna");
            response.getWriter().print("welcome");
        });
        servlet.on("/who", (request, response) -> response.getWriter()
                .print(SessionFilter.session(request)
                        .flatMap(Session::principal)
                        .orElse("nobody")));
        assertOk(browser.get("/login"));
        Browser another = new Browser(browser.port());
        Browser.Reply refused = another.get("/login");
        assertEquals(409, refused.status());
        assertEquals(
                "You are signed in as often as is allowed. Sign out somewhere else, then sign in again.\n",
                refused.body());
        assertEquals(List.of("no-store"), refused.headers("Cache-Control"));
        assertEquals("nobody", another.get("/who").body());
        assertEquals("anna", browser.get("/who").body());
    }
}
