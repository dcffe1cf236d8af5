// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.headers.ContentSecurityPolicy;
import dev.sojourn.web.headers.SecurityHeaders;
import dev.sojourn.web.headers.SecurityHeadersBuilder;
import dev.sojourn.web.headers.SecurityHeadersBuilder.Frames;
import dev.sojourn.web.headers.SecurityHeadersBuilder.OpenerPolicy;
import dev.sojourn.web.headers.SecurityHeadersBuilder.ReferrerPolicy;
import dev.sojourn.web.headers.SecurityHeadersBuilder.ResourcePolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Headers that protect pages, where the application wants them. */
final class SecurityHeadersTest {

    /** ASVS 3.4.1, 3.4.4, 3.4.5, 3.4.6, 3.4.8. T67: the obsolete header against XSS is not among them. */
    @Test
    void defaults_are_these() {
        FakeExchange exchange = headersOf(SecurityHeaders.defaults(), FakeExchange.secure());
        assertEquals(List.of("nosniff"), exchange.responseHeaders("X-Content-Type-Options"));
        assertEquals(List.of("DENY"), exchange.responseHeaders("X-Frame-Options"));
        assertEquals(List.of("frame-ancestors 'none'"), exchange.responseHeaders("Content-Security-Policy"));
        assertEquals(List.of("max-age=31536000"), exchange.responseHeaders("Strict-Transport-Security"));
        assertEquals(List.of("strict-origin-when-cross-origin"), exchange.responseHeaders("Referrer-Policy"));
        assertEquals(List.of("same-origin"), exchange.responseHeaders("Cross-Origin-Opener-Policy"));
        assertEquals(List.of("same-origin"), exchange.responseHeaders("Cross-Origin-Resource-Policy"));
        assertEquals(List.of(), exchange.responseHeaders("X-XSS-Protection"));
        assertEquals(7, exchange.responseHeaderCount());
    }

    /** T67: sessions alone set none of them. */
    @Test
    void without_the_guard_there_are_none() {
        try (Site site = new Site()) {
            assertEquals(
                    0, site.serve(FakeExchange.secure(), Site::touchNothing).responseHeaderCount());
        }
    }

    /** T66: seconds; only on secure connections; subdomains and preloading only where asked for. */
    @Test
    void hsts_is_in_seconds_and_only_for_secure_connections() {
        assertEquals(
                List.of(),
                headersOf(SecurityHeaders.defaults(), FakeExchange.plain())
                        .responseHeaders("Strict-Transport-Security"));
        assertEquals("max-age=86400", hsts(SecurityHeaders.builder().hsts(Duration.ofDays(1))));
        assertEquals("max-age=0", hsts(SecurityHeaders.builder().hsts(Duration.ZERO)));
        assertEquals(
                "max-age=31536000; includeSubDomains",
                hsts(SecurityHeaders.builder().hstsIncludeSubDomains()));
        assertEquals(
                "max-age=31536000; includeSubDomains; preload",
                hsts(SecurityHeaders.builder().hstsIncludeSubDomains().hstsPreload()));
    }

    /** T66: a proxy that ends TLS counts as a secure connection only if it is trusted. */
    @Test
    void hsts_follows_the_word_of_trusted_proxies_only() {
        for (boolean trusted : List.of(true, false)) {
            FakeExchange exchange = FakeExchange.plain().from("10.0.0.1").header("X-Forwarded-Proto", "https");
            TrustedProxies proxies = trusted ? TrustedProxies.of("10.0.0.1") : TrustedProxies.none();
            try (Site site =
                    new Site(settings -> settings.trustedProxies(proxies).guard(SecurityHeaders.defaults()))) {
                RequestSession unused = site.sessions.begin(exchange);
            }
            assertEquals(
                    trusted ? 1 : 0,
                    exchange.responseHeaders("Strict-Transport-Security").size());
        }
    }

    @Test
    void each_can_be_set_otherwise_or_left_away() {
        FakeExchange other = headersOf(
                SecurityHeaders.builder()
                        .frames(Frames.SAME_ORIGIN)
                        .referrerPolicy(ReferrerPolicy.SAME_ORIGIN)
                        .openerPolicy(OpenerPolicy.SAME_ORIGIN_ALLOW_POPUPS)
                        .resourcePolicy(ResourcePolicy.CROSS_ORIGIN)
                        .permissionsPolicy("camera=(), microphone=()")
                        .build(),
                FakeExchange.secure());
        assertEquals(List.of("SAMEORIGIN"), other.responseHeaders("X-Frame-Options"));
        assertEquals(List.of("frame-ancestors 'self'"), other.responseHeaders("Content-Security-Policy"));
        assertEquals(List.of("same-origin"), other.responseHeaders("Referrer-Policy"));
        assertEquals(List.of("same-origin-allow-popups"), other.responseHeaders("Cross-Origin-Opener-Policy"));
        assertEquals(List.of("cross-origin"), other.responseHeaders("Cross-Origin-Resource-Policy"));
        assertEquals(List.of("camera=(), microphone=()"), other.responseHeaders("Permissions-Policy"));
        FakeExchange none = headersOf(
                SecurityHeaders.builder()
                        .frames(Frames.NOT_SAID)
                        .withoutHsts()
                        .withoutNosniff()
                        .withoutReferrerPolicy()
                        .withoutOpenerPolicy()
                        .withoutResourcePolicy()
                        .build(),
                FakeExchange.secure());
        assertEquals(0, none.responseHeaderCount());
    }

    @Test
    void header_that_is_there_already_stays() {
        FakeExchange exchange = headersOf(
                SecurityHeaders.defaults(),
                FakeExchange.secure().respond("X-Frame-Options", "SAMEORIGIN").respond("Content-Security-Policy", "x"));
        assertEquals(List.of("SAMEORIGIN"), exchange.responseHeaders("X-Frame-Options"));
        assertEquals(List.of("x"), exchange.responseHeaders("Content-Security-Policy"));
    }

    @Test
    void route_has_its_own_headers_in_place_of_the_others() {
        SecurityHeaders widget =
                SecurityHeaders.builder().frames(Frames.NOT_SAID).build();
        SecurityHeaders all = SecurityHeaders.builder()
                .route(RequestMatcher.paths("/widget/*"), widget)
                .build();
        assertEquals(List.of(), headersOf(all, FakeExchange.secure("/widget/a")).responseHeaders("X-Frame-Options"));
        assertEquals(
                List.of("DENY"), headersOf(all, FakeExchange.secure("/page")).responseHeaders("X-Frame-Options"));
    }

    /** ASVS 3.4.3: a nonce of its own for each response, which the page gets. */
    @Test
    void policy_has_another_nonce_in_each_response() {
        SecurityHeaders headers = SecurityHeaders.builder()
                .contentSecurityPolicy(ContentSecurityPolicy.strict())
                .build();
        Set<String> nonces = new HashSet<>();
        try (Site site = new Site(settings -> settings.guard(headers))) {
            for (int i = 0; i < 100; i++) {
                FakeExchange exchange = FakeExchange.secure();
                GuardedRequest guarded = site.sessions.begin(exchange).guarded();
                String nonce = String.valueOf(guarded.exposed().get(SecurityHeaders.NONCE_ATTRIBUTE));
                assertEquals(24, nonce.length());
                assertEquals(
                        List.of("script-src 'nonce-" + nonce + "' 'strict-dynamic'; object-src 'none'; base-uri 'none';"
                                + " frame-ancestors 'none'"),
                        exchange.responseHeaders("Content-Security-Policy"));
                assertTrue(nonces.add(nonce));
            }
        }
    }

    @Test
    void policy_without_a_nonce_gives_pages_none() {
        ContentSecurityPolicy policy = ContentSecurityPolicy.builder()
                .directive("default-src", "'self'")
                .directive("frame-ancestors", "https://partner.example")
                .directive("upgrade-insecure-requests")
                .build();
        SecurityHeaders headers =
                SecurityHeaders.builder().contentSecurityPolicy(policy).build();
        FakeExchange exchange = FakeExchange.secure();
        try (Site site = new Site(settings -> settings.guard(headers))) {
            assertEquals(
                    Set.of(), site.sessions.begin(exchange).guarded().exposed().keySet());
        }
        assertEquals(
                List.of("default-src 'self'; frame-ancestors https://partner.example; upgrade-insecure-requests"),
                exchange.responseHeaders("Content-Security-Policy"));
    }

    /** Browsers obey frame-ancestors only in a policy that is enforced. */
    @Test
    void policy_that_only_reports_leaves_frames_forbidden() {
        ContentSecurityPolicy policy = ContentSecurityPolicy.builder()
                .directive("default-src", "'self'")
                .reportOnly()
                .build();
        FakeExchange exchange = headersOf(
                SecurityHeaders.builder().contentSecurityPolicy(policy).build(), FakeExchange.secure());
        assertEquals(List.of("default-src 'self'"), exchange.responseHeaders("Content-Security-Policy-Report-Only"));
        assertEquals(List.of("frame-ancestors 'none'"), exchange.responseHeaders("Content-Security-Policy"));
    }

    @Test
    void settings_that_cannot_stand_in_a_header_are_refused_all_at_once() {
        SecurityHeadersBuilder builder = SecurityHeaders.builder()
                .hsts(Duration.ofMillis(1500))
                .hstsPreload()
                .permissionsPolicy("camera=()\r\nSet-Cookie: a=b");
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
        assertTrue(message.contains("PT1.5S") && message.contains("hstsPreload") && message.contains("permissions"));
        ContentSecurityPolicy.Builder policy = ContentSecurityPolicy.builder()
                .directive("Default-Src", "'self'")
                .directive("img-src", "a;b")
                .directive("img-src", "a b");
        String problems = String.valueOf(
                assertThrows(IllegalArgumentException.class, policy::build).getMessage());
        assertEquals(2, problems.split("a source must", -1).length - 1, problems);
        assertTrue(problems.contains("was Default-Src"), problems);
        assertThrows(IllegalArgumentException.class, () -> ContentSecurityPolicy.builder()
                .build());
    }

    private static String hsts(SecurityHeadersBuilder builder) {
        return headersOf(builder.build(), FakeExchange.secure())
                .responseHeaders("Strict-Transport-Security")
                .get(0);
    }

    private static FakeExchange headersOf(SecurityHeaders headers, FakeExchange exchange) {
        try (Site site = new Site(settings -> settings.guard(headers))) {
            assertTrue(site.sessions.begin(exchange).guarded().answer().isEmpty());
            assertEquals(0, site.store.calls());
        }
        return exchange;
    }
}
