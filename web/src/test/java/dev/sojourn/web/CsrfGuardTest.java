// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.csrf.CsrfGuard;
import dev.sojourn.web.csrf.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The guard against forged requests: who made a request, by what the browser says of it. */
final class CsrfGuardTest {
    private static final String HOST = "shop.example";
    private static final String FRIEND = "https://friend.example:8443";

    /** W57: the whole matrix of Sec-Fetch-Site, with garbage and other case; only the two exact words pass. */
    @Test
    void fetch_site_passes_only_for_the_site_itself_and_the_visitor() {
        for (String passing : List.of("same-origin", "none", " none ")) {
            assertPasses(post().header("Sec-Fetch-Site", passing));
        }
        for (String refused : List.of(
                "same-site",
                "cross-site",
                "",
                "Same-Origin",
                "SAME-ORIGIN",
                "None",
                "sameorigin",
                "same-origin;x",
                "?1")) {
            assertRefused(RefusalReason.CROSS_SITE, post().header("Sec-Fetch-Site", refused));
        }
    }

    /** W57: two values are none, also when both are good, and also with a trusted origin. */
    @Test
    void repeated_headers_are_refused() {
        assertRefused(
                RefusalReason.REPEATED_HEADER,
                post().header("Sec-Fetch-Site", "same-origin").header("Sec-Fetch-Site", "same-origin"));
        for (String joined : List.of("same-origin, same-origin", "same-origin,cross-site", "none,")) {
            assertRefused(
                    RefusalReason.REPEATED_HEADER,
                    post().header("Sec-Fetch-Site", joined).header("Origin", FRIEND));
        }
        assertRefused(
                RefusalReason.REPEATED_HEADER,
                post().header("Origin", "https://" + HOST).header("Origin", "https://" + HOST));
        assertRefused(
                RefusalReason.REPEATED_HEADER,
                post().header("Referer", "https://" + HOST + "/").header("Referer", "https://" + HOST + "/"));
    }

    /** Also the site's own origin does not help where the browser says that another site made the request. */
    @Test
    void foreign_fetch_site_passes_only_with_a_trusted_origin() {
        for (String site : List.of("cross-site", "same-site")) {
            assertPasses(post().header("Sec-Fetch-Site", site).header("Origin", FRIEND));
            for (String other : List.of(
                    "https://" + HOST,
                    "http://friend.example:8443",
                    "https://friend.example",
                    "https://friend.example:8443.evil.test",
                    "https://friend.example:8443@evil.test",
                    "null")) {
                assertRefused(
                        RefusalReason.CROSS_SITE,
                        post().header("Sec-Fetch-Site", site).header("Origin", other));
            }
        }
    }

    /** W56: without Sec-Fetch-Site the origin counts, with its scheme and its port. */
    @Test
    void origin_must_be_this_servers_in_scheme_host_and_port() {
        for (String passing : List.of("https://shop.example", "https://SHOP.example:443", FRIEND)) {
            assertPasses(post().header("Origin", passing));
        }
        for (String refused : List.of(
                "null",
                "",
                "http://shop.example",
                "https://shop.example:8443",
                "https://shop.example.",
                "https://www.shop.example",
                "https://shop.example.evil.test",
                "https://evil.test",
                "https://shop.example@evil.test",
                "https://shop.example/",
                "https://b\u00fccher.example")) {
            assertRefused(RefusalReason.FOREIGN_ORIGIN, post().header("Origin", refused));
        }
    }

    @Test
    void origin_by_address_of_version_6_is_compared_too() {
        FakeExchange ours = FakeExchange.plain("/").method("POST").header("Host", "[2001:db8::1]:8080");
        assertPasses(ours.header("Origin", "http://[2001:DB8::1]:8080"));
        FakeExchange other = FakeExchange.plain("/").method("POST").header("Host", "[2001:db8::1]:8080");
        assertRefused(RefusalReason.FOREIGN_ORIGIN, other.header("Origin", "http://[2001:db8::2]:8080"));
    }

    /** A page of plain HTTP has no Sec-Fetch-Site; an attacker between can be on it, but not on https of the same host. */
    @Test
    void origin_of_a_plain_page_is_refused_by_the_secure_site() {
        assertRefused(RefusalReason.FOREIGN_ORIGIN, post().header("Origin", "http://" + HOST));
    }

    @Test
    void referer_counts_where_there_is_nothing_better() {
        for (String passing : List.of("https://shop.example/a?b#c", "https://shop.example", FRIEND + "/page")) {
            assertPasses(post().header("Referer", passing));
        }
        for (String refused : List.of(
                "https://evil.test/https://shop.example/",
                "https://shop.example@evil.test/",
                "http://shop.example/",
                "about:blank",
                "")) {
            assertRefused(RefusalReason.FOREIGN_REFERER, post().header("Referer", refused));
        }
        assertRefused(
                RefusalReason.FOREIGN_ORIGIN,
                post().header("Origin", "null").header("Referer", "https://shop.example/"));
    }

    /** The strict rule: a session cookie of which nobody says who sent it. Programs without cookies are not held up. */
    @Test
    void silent_request_passes_only_without_the_session_cookie() {
        assertPasses(post());
        assertPasses(post().cookies("other=1"));
        assertRefused(RefusalReason.UNKNOWN_ORIGIN, post().cookies(Site.NAME + "=anything"));
        FakeExchange legacy = post().cookies(Site.NAME + "=anything");
        assertEquals(Optional.empty(), reason(legacy, CsrfGuard.Builder::allowLegacyClients));
    }

    /** W58: HEAD is as GET in all rules; TRACE and methods nobody knows are not. */
    @Test
    void safe_methods_pass_and_all_others_are_judged() {
        for (String safe : List.of("GET", "HEAD", "OPTIONS")) {
            FakeExchange exchange = foreign(safe);
            assertPasses(exchange);
            assertEquals(0, exchange.responseHeaderCount(), "nothing was decided by a header");
        }
        for (String unsafe :
                List.of("POST", "PUT", "PATCH", "DELETE", "get", "Head", "CONNECT", "PROPFIND", "QUERY", "")) {
            assertRefused(RefusalReason.CROSS_SITE, foreign(unsafe));
        }
        assertRefused(
                RefusalReason.TRACE, FakeExchange.secure().method("TRACE").header("Sec-Fetch-Site", "same-origin"));
    }

    /** Frameworks that let a field name the method read it behind us: the method on the wire is what counts. */
    @Test
    void field_that_names_another_method_makes_nothing_safe() {
        assertRefused(
                RefusalReason.CROSS_SITE,
                foreign("POST").field("_method", "GET").header("X-HTTP-Method-Override", "GET"));
    }

    /** ASVS 4.4.2: a WebSocket is opened by GET, and is judged all the same. */
    @Test
    void opening_a_websocket_is_not_safe() {
        for (String upgrade : List.of("websocket", "WebSocket", "h2c, websocket")) {
            FakeExchange handshake = FakeExchange.secure().header("Host", HOST).header("Upgrade", upgrade);
            assertRefused(RefusalReason.FOREIGN_ORIGIN, handshake.header("Origin", "https://evil.test"));
            FakeExchange own = FakeExchange.secure().header("Host", HOST).header("Upgrade", upgrade);
            assertPasses(own.header("Origin", "https://" + HOST));
        }
        assertRefused(RefusalReason.CROSS_SITE, foreign("HEAD").header("Upgrade", "websocket"));
        assertPasses(foreign("GET").header("Upgrade", "h2c"));
    }

    /** Whoever writes the Host header is no browser of a victim; but a proxy's word counts only if it is trusted. */
    @Test
    void forwarded_host_counts_only_from_a_trusted_proxy() {
        UnaryOperator<WebSessions.Builder> proxied =
                settings -> settings.trustedProxies(TrustedProxies.of("10.0.0.0/8"));
        try (Site site = new Site(settings -> proxied.apply(settings).guard(guard(builder -> builder)))) {
            assertTrue(answer(site, forwarded("10.1.2.3")).isEmpty());
            assertTrue(answer(site, forwarded("198.51.100.7")).isPresent());
        }
    }

    private static FakeExchange forwarded(String peer) {
        return FakeExchange.plain("/")
                .method("POST")
                .from(peer)
                .header("Host", "backend:8080")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "shop.example")
                .header("Origin", "https://shop.example");
    }

    @Test
    void host_that_is_missing_or_repeated_is_nobodys_origin() {
        FakeExchange none = FakeExchange.secure().method("POST").header("Origin", "https://" + HOST);
        assertRefused(RefusalReason.FOREIGN_ORIGIN, none);
        assertRefused(
                RefusalReason.FOREIGN_ORIGIN, post().header("Host", "evil.test").header("Origin", "https://evil.test"));
        assertPasses(FakeExchange.secure().method("POST").header("Origin", FRIEND));
    }

    @Test
    void exempt_path_is_exempt_only_as_it_is_written() {
        UnaryOperator<CsrfGuard.Builder> exempting = builder -> builder.exemptPaths("/app/callback");
        assertEquals(Optional.empty(), reason(foreignTo("/app/callback"), exempting));
        for (String other : List.of(
                "/app/callback/",
                "/app/callback/../transfer",
                "/app/callback;x=1",
                "/app/callback%2f..%2ftransfer",
                "/app/%63allback",
                "/app//callback",
                "/APP/callback",
                "/app/callbacks",
                "/x/app/callback",
                "/callback")) {
            assertEquals(Optional.of("cross-site"), reason(foreignTo(other), exempting), other);
        }
    }

    @Test
    void settings_that_would_not_work_are_refused_all_at_once() {
        CsrfGuard.Builder builder = CsrfGuard.builder()
                .trustedOrigins(
                        "https://good.example", "good.example", "https://*.example", "null", "https://a.example/")
                .exemptPaths(
                        "/good", "relative", "/a/*", "/a/../b", "/a/./b", "/a;b", "/a%20b", "/a//b", "/a?b", "/..");
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
        assertEquals(4, message.split("a trusted origin", -1).length - 1, message);
        assertEquals(9, message.split("an exempt path", -1).length - 1, message);
    }

    /** ASVS 16.3.3: what is refused is counted and told for its reason; to try it out, nothing is refused. */
    @Test
    void log_only_refuses_nothing_and_counts_all_the_same() {
        List<String> told = new ArrayList<>();
        CsrfGuard trying = guard(CsrfGuard.Builder::logOnly);
        try (Site site = new Site(settings -> settings.guard(trying)
                .guardListener(refused -> told.add(refused.refusal().reason())))) {
            assertTrue(answer(site, foreign("POST")).isEmpty());
            assertTrue(answer(site, post().header("Origin", "null")).isEmpty());
        }
        assertEquals(List.of("cross-site", "foreign-origin"), told);
        assertEquals(1, trying.refusals().get(RefusalReason.CROSS_SITE));
        assertEquals(1, trying.refusals().get(RefusalReason.FOREIGN_ORIGIN));
        assertEquals(0, trying.refusals().get(RefusalReason.UNKNOWN_ORIGIN));
    }

    @Test
    void answer_varies_on_what_decided() {
        for (FakeExchange judged : List.of(post().header("Sec-Fetch-Site", "same-origin"), foreign("POST"))) {
            Optional<String> unused = reason(judged, builder -> builder);
            assertEquals(List.of("Sec-Fetch-Site, Origin"), judged.responseHeaders("Vary"));
        }
    }

    /** W59: nothing is asked of the store for the guard's sake, whatever it decides. */
    @Test
    void guard_asks_no_store() {
        try (Site site = new Site(settings -> settings.guard(CsrfGuard.defaults()))) {
            for (FakeExchange exchange : List.of(
                    Site.with("a.token").header("Sec-Fetch-Site", "cross-site"),
                    Site.with("a.token").method("POST"),
                    Site.with("a.token").method("POST").header("Sec-Fetch-Site", "same-origin"))) {
                RequestSession request = site.sessions.begin(exchange);
                request.complete();
                assertEquals(List.of(), exchange.setCookies());
            }
            assertEquals(0, site.store.calls());
        }
    }

    /** W61: a refusal leads nowhere: no address of the request is in the answer, and it is no redirect. */
    @Test
    void refusal_never_redirects_to_what_the_request_names() {
        FakeExchange exchange =
                post().header("Origin", "https://evil.test").header("Referer", "https://evil.test/login");
        try (Site site = new Site(settings -> settings.guard(CsrfGuard.defaults()))) {
            GuardAnswer answer = answer(site, exchange).orElseThrow();
            assertEquals(403, answer.status());
            assertTrue(!answer.body().contains("evil"), answer.body());
            assertEquals(List.of(), exchange.responseHeaders("Location"));
            assertEquals(List.of(), exchange.responseHeaders("Refresh"));
        }
    }

    private static FakeExchange post() {
        return FakeExchange.secure().method("POST").header("Host", HOST);
    }

    private static FakeExchange foreign(String method) {
        return FakeExchange.secure().method(method).header("Host", HOST).header("Sec-Fetch-Site", "cross-site");
    }

    private static FakeExchange foreignTo(String path) {
        return FakeExchange.secure(path).method("POST").header("Host", HOST).header("Sec-Fetch-Site", "cross-site");
    }

    private static CsrfGuard guard(UnaryOperator<CsrfGuard.Builder> settings) {
        return settings.apply(CsrfGuard.builder().trustedOrigins(FRIEND)).build();
    }

    private static Optional<GuardAnswer> answer(Site site, FakeExchange exchange) {
        return site.sessions.begin(exchange).guarded().answer();
    }

    /** Why the guard refuses the request, in a word. */
    private static Optional<String> reason(FakeExchange exchange, UnaryOperator<CsrfGuard.Builder> settings) {
        List<String> told = new ArrayList<>();
        try (Site site = new Site(with -> with.guard(guard(settings))
                .guardListener(refused -> told.add(refused.refusal().reason())))) {
            assertEquals(answer(site, exchange).isPresent(), !told.isEmpty());
        }
        return told.stream().findFirst();
    }

    private static void assertPasses(FakeExchange exchange) {
        assertEquals(Optional.empty(), reason(exchange, builder -> builder), exchange.method());
    }

    private static void assertRefused(RefusalReason expected, FakeExchange exchange) {
        assertEquals(Optional.of(expected.word()), reason(exchange, builder -> builder), exchange.method());
    }
}
