// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.ConflictPolicy;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Which requests have a session, which count as use, and with which transport. */
class WebSessionsTest {

    /** R3, R7, T12, T13: no session there, reading is empty, creating is a clear error. */
    @Test
    void skipped_requests_have_no_session() {
        try (Site site = new Site(settings -> settings.skip(RequestMatcher.paths("/static/*", "*.css"))
                .skip(RequestMatcher.methods("OPTIONS"), exchange -> exchange.path()
                        .equals("/health")))) {
            String token = site.token("ann");
            int calls = site.store.calls();
            List<FakeExchange> skipped = List.of(
                    FakeExchange.secure("/static/logo.png"),
                    FakeExchange.secure("/theme.css"),
                    FakeExchange.secure("/").method("OPTIONS"),
                    FakeExchange.secure("/health"));
            for (FakeExchange exchange : skipped) {
                site.serve(exchange.cookies("__Host-sid=" + token), request -> {
                    assertTrue(request.session().isEmpty());
                    assertFalse(request.tokenPresented());
                    assertTrue(request.requestedSessionId().isEmpty());
                    String problem = assertThrows(IllegalStateException.class, request::sessionOrCreate)
                            .toString();
                    assertTrue(problem.contains("skipped by configuration"), problem);
                });
                assertEquals(0, exchange.responseHeaderCount());
            }
            assertEquals(calls, site.store.calls());
            assertEquals("ann", site.userOf(Site.with(token)));
        }
    }

    /** The first rule that matches says under which policy a request works, and the manager's policy where none does. */
    @Test
    void the_first_rule_decides_the_conflict_policy() {
        try (Site site = new Site(settings -> settings.onConflict(RequestMatcher.paths("/a/*"), ConflictPolicy.FAIL)
                .onConflict(RequestMatcher.methods("POST"), ConflictPolicy.MERGE)
                .onConflict(RequestMatcher.paths("/b"), ConflictPolicy.FAIL))) {
            String token = site.token("ann");
            assertEquals(
                    ConflictPolicy.FAIL,
                    policy(site, FakeExchange.secure("/a/x").method("POST"), token));
            assertEquals(ConflictPolicy.FAIL, policy(site, FakeExchange.secure("/b"), token));
            assertEquals(
                    ConflictPolicy.MERGE, policy(site, FakeExchange.secure("/b").method("POST"), token));
            assertEquals(ConflictPolicy.MERGE, policy(site, FakeExchange.secure("/c"), token));
        }
    }

    /** Before the first request, and not with it. */
    @Test
    void a_rule_that_the_store_cannot_keep_is_refused() {
        assertEquals(
                "onConflict: a rule says EXCLUSIVE, for which the store has no leases",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Site(
                                        settings -> settings.onConflict(RequestMatcher.paths("/a"), ConflictPolicy.FAIL)
                                                .onConflict(RequestMatcher.paths("/b"), ConflictPolicy.EXCLUSIVE)))
                        .getMessage());
    }

    private static ConflictPolicy policy(Site site, FakeExchange exchange, String token) {
        AtomicReference<ConflictPolicy> found = new AtomicReference<>(ConflictPolicy.EXCLUSIVE);
        site.serve(
                exchange.cookies("__Host-sid=" + token),
                request -> found.set(request.session().orElseThrow().conflictPolicy()));
        return requireNonNull(found.get());
    }

    /** A page left open that only fetches what does not look at the session keeps nobody logged in. */
    @Test
    void on_use_only_requests_that_ask_count() {
        try (Site site = new Site()) {
            String token = site.token("ann");
            for (int i = 0; i < 4; i++) {
                site.clock.advance(Duration.ofMinutes(10));
                site.serve(Site.with(token), Site::touchNothing);
            }
            assertEquals("nobody", site.userOf(Site.with(token)));
        }
    }

    /** The Servlet specification, 7.6: any request that carries the cookie. */
    @Test
    void on_request_all_with_the_token_count() {
        try (Site site = new Site(settings -> settings.countsAsUse(CountsAsUse.ON_REQUEST))) {
            String token = site.token("ann");
            for (int i = 0; i < 4; i++) {
                site.clock.advance(Duration.ofMinutes(10));
                FakeExchange exchange = site.serve(Site.with(token), Site::touchNothing);
                assertEquals(List.of(), exchange.responseHeaders("Vary"), "the response does not depend on it");
            }
            assertEquals("ann", site.userOf(Site.with(token)));
            assertEquals(4, site.store.touches.get());
            int calls = site.store.calls();
            site.serve(FakeExchange.secure(), Site::touchNothing);
            site.serve(Site.with("garbage"), Site::touchNothing);
            assertEquals(calls, site.store.calls());
        }
    }

    /** fault 1: who did not ask for the session does not need the store. */
    @Test
    void on_request_a_store_that_is_down_does_not_fail_requests_that_do_not_ask() {
        try (Site site = new Site(settings -> settings.countsAsUse(CountsAsUse.ON_REQUEST));
                LogRecorder log = new LogRecorder()) {
            String token = site.token("ann");
            site.store.down = true;
            FakeExchange exchange = site.serve(Site.with(token), Site::touchNothing);
            assertEquals(0, exchange.responseHeaderCount());
            site.store.down = false;
            site.clock.advance(Duration.ofMinutes(5));
            RequestSession request = site.sessions.begin(Site.with(token));
            site.store.down = true;
            request.commit();
            request.complete();
            assertEquals(2, log.messages(Level.WARNING).size());
            assertFalse(log.text().contains(token));
        }
    }

    /** C42: also C25 for a header, which is blank at the end. */
    @Test
    void a_composite_reads_and_writes_all_ways() {
        try (Site site = new Site()) {
            SessionTransport both = CompositeTransport.of(
                    CookieTransport.of(SessionCookie.defaults(), TrustedProxies.none(), site.clock),
                    HeaderTransport.named("X-Session-Token"));
            WebSessions sessions =
                    WebSessions.builder(site.manager).transport(both).build();
            FakeExchange first = FakeExchange.secure();
            RequestSession creating = sessions.begin(first);
            creating.sessionOrCreate().set("user", "ann");
            creating.complete();
            String token = Site.value(first.setCookies().get(0));
            assertEquals(List.of(token), first.responseHeaders("X-Session-Token"));
            assertEquals(List.of("Cookie, X-Session-Token"), first.responseHeaders("Vary"));

            FakeExchange second =
                    FakeExchange.secure().cookies("__Host-sid=" + token).header("X-Session-Token", token);
            site.store.finds.set(0);
            RequestSession ending = sessions.begin(second);
            assertTrue(ending.tokenFromCookie());
            ending.session().orElseThrow().invalidate();
            ending.complete();
            assertEquals(1, site.store.finds.get());
            assertTrue(second.setCookies().get(0).startsWith("__Host-sid=; "));
            assertEquals(List.of(""), second.responseHeaders("X-Session-Token"));
        }
    }

    /** Over a plain connection the header still works, and the cookie is not sent with it. */
    @Test
    void a_composite_sends_where_it_can() {
        try (Site site = new Site()) {
            CompositeTransport both = CompositeTransport.of(
                    HeaderTransport.named("X-Session-Token"),
                    CookieTransport.of(
                            SessionCookie.builder().path("/app").rolling().build(), TrustedProxies.none(), site.clock));
            assertTrue(both.covers(FakeExchange.plain()) && both.canSend(FakeExchange.plain()) && both.rolling());
            FakeExchange exchange = FakeExchange.plain();
            both.send(exchange, "V", java.util.Optional.empty());
            assertEquals(List.of("V"), exchange.responseHeaders("X-Session-Token"));
            assertEquals(List.of(), exchange.setCookies());
            assertThrows(IllegalArgumentException.class, CompositeTransport::of);
        }
    }

    /** C25: a header that is blank when the session ends. */
    @Test
    void a_header_carries_the_token_both_ways() {
        try (Site site =
                new Site(settings -> settings.transport(HeaderTransport.named("X-Session-Token", "X-New-Token")))) {
            FakeExchange first = site.serve(
                    FakeExchange.secure(), request -> request.sessionOrCreate().set("user", "ann"));
            assertEquals(List.of(), first.setCookies());
            assertEquals(List.of("no-store"), first.responseHeaders("Cache-Control"));
            String token = first.responseHeaders("X-New-Token").get(0);
            assertEquals("ann", site.userOf(FakeExchange.secure().header("x-session-token", " " + token + "\t")));
            assertEquals("nobody", site.userOf(Site.with(token)), "a cookie is not looked at");
            FakeExchange last = site.serve(FakeExchange.secure().header("X-Session-Token", token), request -> {
                assertFalse(request.tokenFromCookie());
                Site.end(request);
            });
            assertEquals(List.of(""), last.responseHeaders("X-New-Token"));
            assertEquals(List.of("X-Session-Token"), last.responseHeaders("Vary"));
        }
    }

    /** W47. */
    @Test
    void headers_have_names_and_values_that_break_nothing() {
        assertThrows(IllegalArgumentException.class, () -> HeaderTransport.named("X Session"));
        assertThrows(IllegalArgumentException.class, () -> HeaderTransport.named("X-A", "X-B\r\nX-C: d"));
        HeaderTransport transport = HeaderTransport.named("X-Session-Token");
        assertThrows(
                IllegalStateException.class,
                () -> transport.send(FakeExchange.secure(), "V\r\nX: y", java.util.Optional.empty()));
        FakeExchange many = FakeExchange.secure().header("X-Session-Token", "");
        for (int i = 0; i < 10; i++) {
            many.header("X-Session-Token", "t" + i % 7);
        }
        assertEquals(List.of("t0", "t1", "t2", "t3", "t4"), transport.tokens(many));
    }

    @Test
    void a_transport_excludes_cookie_settings() {
        try (Site site = new Site()) {
            WebSessions.Builder builder = WebSessions.builder(site.manager)
                    .transport(HeaderTransport.named("X-Session-Token"))
                    .trustedProxies(TrustedProxies.of("10.0.0.1"));
            assertThrows(IllegalArgumentException.class, builder::build);
        }
    }

    /** W48: cookie settings reach the cookie, also behind a proxy; nothing configured elsewhere changes it. */
    @Test
    void settings_reach_the_cookie() {
        try (Site site = new Site(settings -> settings.cookie(
                        SessionCookie.builder().name("__Host-shop").build())
                .trustedProxies(TrustedProxies.of("10.0.0.1")))) {
            FakeExchange exchange = FakeExchange.plain().from("10.0.0.1").header("X-Forwarded-Proto", "https");
            site.serve(exchange, request -> request.sessionOrCreate().keep());
            assertTrue(exchange.setCookies()
                    .get(0)
                    .matches("__Host-shop=[\\w-]{64}; Path=/; Secure; HttpOnly; SameSite=Lax"));
            assertSameManager(site);
        }
    }

    private static void assertSameManager(Site site) {
        assertEquals(site.manager, site.sessions.manager());
        assertTrue(site.sessions.transport() instanceof CookieTransport cookies
                && cookies.cookie().name().equals("__Host-shop"));
    }

    /** W51; ASVS 14.2.1, ASVS 16.2.5: nothing that is printed has a token in it. */
    @Test
    void nothing_prints_a_token() {
        try (Site site = new Site();
                LogRecorder log = new LogRecorder()) {
            String token = site.token("ann");
            RequestSession request = site.sessions.begin(Site.with(token));
            String printed = "" + request.session() + request.requestedSessionId() + site.events;
            request.complete();
            assertFalse(printed.contains(token) || printed.contains(token.substring(0, 22)), "a token was printed");
            assertFalse(log.text().contains(token));
            assertEquals(
                    "Opened[id]",
                    new PresentedTokens.Opened(token, "id", request.session().orElseThrow()).toString());
        }
    }
}
