// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.testkit.ManualClock;
import dev.sojourn.web.CookieTransport;
import dev.sojourn.web.SessionCookie;
import dev.sojourn.web.SessionCookie.SameSite;
import dev.sojourn.web.SessionTransport;
import dev.sojourn.web.TrustedProxies;
import dev.sojourn.web.WebExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Where the cookie goes and where it does not: secure connections, proxies, paths, mounts. */
abstract class ConnectionRules extends LifecycleRules {
    private static final String HTTPS = "X-Forwarded-Proto: https";
    private static final String HTTP = "X-Forwarded-Proto: http";

    /** G5-33, G7-45, G17-123, cookie input 48. */
    @Test
    public void a_trusted_proxy_that_says_https_makes_the_cookie_secure() {
        Site site = site().trustingTheProxy().start();
        site.browser().get("/add", HTTPS).assertCookieHas("Secure", "Path=/");
        assertEquals(1, site.sessions().size());
    }

    /** G5-34. */
    @Test
    public void of_a_list_of_protocols_the_first_counts() {
        Site site = site().trustingTheProxy().start();
        site.browser().get("/add", "X-Forwarded-Proto: https,http").assertCookieHas("Secure");
        site.browser().get("/add", "X-Forwarded-Proto: HTTPS , http").assertCookieHas("Secure");
        site.browser()
                .get("/add", "X-Forwarded-Proto: http,https")
                .expect("visits 1")
                .withoutSessionCookie();
    }

    /** G5-35. */
    @Test
    public void a_trusted_proxy_that_says_nothing_means_plain() {
        Site site = site().trustingTheProxy()
                .cookie(cookie -> cookie.secureAlways())
                .start();
        site.browser().get("/add").expect("visits 1").withoutSessionCookie();
        assertEquals(List.of(), site.sessions());
    }

    /** G5-36, G5-38, G7-46: whoever connects may write a header. */
    @Test
    public void a_header_from_somebody_untrusted_counts_for_nothing() {
        Site site = site().start();
        site.browser().get("/add", HTTPS).expect("visits 1").withoutSessionCookie();
        site.browser().get("/add", "Forwarded: proto=https").expect("visits 1").withoutSessionCookie();
        assertEquals(List.of(), site.sessions());
    }

    /** G5-37: with a trusted proxy its word counts, and the framework's flag, which is about this server, does not. */
    @Test
    public void the_frameworks_flag_does_not_overrule_a_trusted_proxy() {
        Site site = secureSite().trustingTheProxy().start();
        site.browser().get("/add", HTTP).expect("visits 1").withoutSessionCookie();
        assertEquals(List.of(), site.sessions());
    }

    /** G5-39, G7-47, G17-123. */
    @Test
    public void the_frameworks_flag_counts_where_no_proxy_is_trusted() {
        Site site = secureSite().start();
        Browser browser = site.browser();
        browser.get("/add").assertCookieHas("Secure");
        browser.get("/add").expect("visits 2");
        site.browser().get("/add", HTTP).assertCookieHas("Secure");
    }

    /** G7-47, cookie input 49: a developer's browser on the same machine, and nobody else on a plain connection. */
    @Test
    public void a_plain_connection_has_a_session_only_in_development() {
        Site site = site().start();
        site.browser().get("/add").assertCookieHasNo("Secure");
        WireClient client = site.client();
        client.start("GET", "/add", "shop.example", List.of())
                .response()
                .expect("visits 1")
                .withoutSessionCookie();
        assertEquals(1, site.sessions().size());
    }

    /** G17-124, G21-163, E32, cookie input 49. */
    @Test
    public void a_secure_cookie_on_a_plain_connection_is_logged_once_and_nothing_is_stored() {
        LogBook log = logBook();
        Site site = site().cookie(cookie -> cookie.secureAlways()).start();
        for (int i = 0; i < 20; i++) {
            site.browser().get("/add").expect("visits 1").withoutSessionCookie();
        }
        assertEquals(0, site.store().calls());
        assertEquals(1, log.from(Level.WARNING).size(), () -> "warnings " + log.from(Level.WARNING));
        assertTrue(log.from(Level.WARNING).get(0).contains("not secure"));
        site.advance(Duration.ofMinutes(1));
        site.browser().get("/add");
        assertEquals(2, log.from(Level.WARNING).size(), "one line per minute");
    }

    /** G6-40, G6-42, E27. */
    @Test
    public void the_cookies_path_is_where_sessions_are() {
        Site site = site().cookie(cookie -> cookie.path("/shop"))
                .page("/shop", exchange -> exchange.write("visits " + Pages.add(exchange.sessionOrCreate())))
                .page("/shop/cart", exchange -> exchange.write("visits " + Pages.add(exchange.sessionOrCreate())))
                .page("/shopping", exchange -> exchange.write(tryToUse(exchange)))
                .page("/elsewhere", exchange -> exchange.write(tryToUse(exchange)))
                .start();
        site.browser().get("/shop").expect("visits 1").assertCookieHas("Path=/shop");
        site.browser().get("/shop/cart").expect("visits 1").assertCookieHas("Path=/shop");
        int calls = site.store().calls();
        for (String outside : List.of("/elsewhere", "/shopping")) {
            site.browser().get(outside).expect("none, refused").withoutSessionCookie();
        }
        assertEquals(calls, site.store().calls());
    }

    /** Asks for a session where there can be none. */
    private static String tryToUse(ContractExchange exchange) {
        String found = exchange.session().isPresent() ? "some" : "none";
        assertThrows(IllegalStateException.class, exchange::sessionOrCreate);
        return found + ", refused";
    }

    /** G6-41. */
    @Test
    public void an_odd_host_does_not_fool_the_path() {
        Site site = site().cookie(cookie -> cookie.path("/shop"))
                .page("*", exchange -> exchange.write(exchange.session().isPresent() ? "some" : "none"))
                .start();
        for (String host : List.of("localhost/shop", "/shop", "localhost?/shop", "localhost#/shop")) {
            WireResponse response =
                    site.client().start("GET", "/elsewhere", host, List.of()).response();
            response.withoutSessionCookie();
            assertTrue(response.status() == 400 || response.body().equals("none"), () -> host + ": " + response);
        }
    }

    /** G6-43. */
    @Test
    public void below_a_mount_the_whole_path_counts() {
        ContractApplication count = exchange -> exchange.write("visits " + Pages.add(exchange.sessionOrCreate()));
        Site site = mountedSite("/shop")
                .cookie(cookie -> cookie.path("/shop/cart"))
                .page("*", count)
                .start();
        site.browser().get("/shop/cart/1").expect("visits 1").assertCookieHas("Path=/shop/cart");
    }

    /** G6-44. */
    @Test
    public void a_doubled_prefix_does_not_match() {
        Site site = mountedSite("/shop")
                .cookie(cookie -> cookie.path("/shop/shop"))
                .page("*", exchange -> exchange.write(tryToUse(exchange)))
                .start();
        site.browser().get("/shop/cart").expect("none, refused").withoutSessionCookie();
    }

    /** G7-48, G7-49: what a function of the request decides is a transport here. */
    @Test
    public void a_transport_may_choose_the_cookie_by_the_request() {
        Site site = site().web(builder -> builder.transport(new ByHeader()))
                .tokensInCookie("two")
                .start();
        site.browser().get("/add", "X-Shop: one").assertCookieHas("Path=/", "SameSite=Lax");
        WireResponse other = site.browser().get("/add", "X-Shop: two");
        assertEquals(1, other.setCookies("two").size());
        assertTrue(other.setCookies("two").get(0).contains("SameSite=Strict"));
        other.withoutSessionCookie();
    }

    /** G7-50, G7-52, G7-55, G7-59. */
    @Test
    public void same_site_none_is_written_on_a_secure_connection() {
        for (boolean always : new boolean[] {true, false}) {
            Site site = site().trustingTheProxy()
                    .cookie(cookie -> (always ? cookie.secureAlways() : cookie.secureAuto()).sameSite(SameSite.NONE))
                    .start();
            site.browser().get("/add", HTTPS).assertCookieHas("Secure", "SameSite=None");
        }
    }

    /** G7-51, G7-56: on a developer's plain connection, where browsers would refuse None. */
    @Test
    public void same_site_none_is_lax_where_the_cookie_is_not_secure() {
        Site site = site().cookie(cookie -> cookie.sameSite(SameSite.NONE)).start();
        WireResponse response = site.browser().get("/add");
        response.assertCookieHas("SameSite=Lax");
        response.assertCookieHasNo("Secure");
    }

    /** G7-53, G7-54, G7-60. */
    @Test
    public void same_site_none_is_not_written_where_the_proxy_says_http_or_is_not_trusted() {
        Site trusting = site().trustingTheProxy()
                .cookie(cookie -> cookie.sameSite(SameSite.NONE))
                .start();
        trusting.browser().get("/add", HTTP).expect("visits 1").withoutSessionCookie();
        Site not = site().cookie(cookie -> cookie.sameSite(SameSite.NONE)).start();
        not.browser().get("/add", HTTPS).expect("visits 1").withoutSessionCookie();
        Site always = site().cookie(cookie -> cookie.secureAlways().sameSite(SameSite.NONE))
                .start();
        always.browser().get("/add").expect("visits 1").withoutSessionCookie();
    }

    /** G7-57, G7-58, G21-157: what browsers would refuse is refused at the start. */
    @Test
    public void impossible_cookies_are_refused_at_the_start() {
        List<Runnable> impossible = List.of(
                () -> SessionCookie.builder()
                        .insecureAllowPlainHttp()
                        .sameSite(SameSite.NONE)
                        .build(),
                () -> SessionCookie.builder()
                        .insecureAllowPlainHttp()
                        .partitioned()
                        .build(),
                () -> SessionCookie.builder()
                        .name("__Host-a")
                        .domain("example.com")
                        .build(),
                () -> SessionCookie.builder().name("__Host-a").path("/shop").build(),
                () -> SessionCookie.builder()
                        .name("__Host-a")
                        .insecureAllowPlainHttp()
                        .build(),
                () -> SessionCookie.builder()
                        .name("__Secure-a")
                        .insecureAllowPlainHttp()
                        .build(),
                () -> SessionCookie.builder().name("__Http-a").httpOnly(false).build());
        impossible.forEach(cookie -> assertThrows(IllegalArgumentException.class, cookie::run));
    }

    /** The second cookie for requests that say so, the first for all others. */
    private static final class ByHeader implements SessionTransport {
        private final List<CookieTransport> transports = new ArrayList<>();

        ByHeader() {
            ManualClock clock = ManualClock.create();
            transports.add(CookieTransport.of(SessionCookie.defaults(), TrustedProxies.none(), clock));
            SessionCookie strict = SessionCookie.builder()
                    .name("two")
                    .sameSite(SameSite.STRICT)
                    .build();
            transports.add(CookieTransport.of(strict, TrustedProxies.none(), clock));
        }

        private CookieTransport chosen(WebExchange exchange) {
            return transports.get(exchange.requestHeaders("X-Shop").contains("two") ? 1 : 0);
        }

        @Override
        public List<String> tokens(WebExchange exchange) {
            return chosen(exchange).tokens(exchange);
        }

        @Override
        public boolean canSend(WebExchange exchange) {
            return chosen(exchange).canSend(exchange);
        }

        @Override
        public void send(WebExchange exchange, String token, Optional<Duration> timeToLive) {
            chosen(exchange).send(exchange, token, timeToLive);
        }

        @Override
        public void remove(WebExchange exchange) {
            chosen(exchange).remove(exchange);
        }

        @Override
        public List<String> variesOn() {
            return List.of("Cookie", "X-Shop");
        }
    }
}
