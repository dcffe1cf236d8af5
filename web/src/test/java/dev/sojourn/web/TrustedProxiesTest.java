// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose word counts on a secure connection: T57, W48; ASVS 4.1.3. */
class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = TrustedProxies.of("10.0.0.0/8", "2001:db8::/32", "127.0.0.1");

    private static FakeExchange behind(String name, String value) {
        return FakeExchange.plain().from("10.1.2.3").header(name, value);
    }

    /** E23, G5-33. */
    @Test
    void a_trusted_proxy_says_https() {
        assertTrue(PROXIES.isSecure(behind("X-Forwarded-Proto", "https")));
        assertTrue(PROXIES.isSecure(behind("X-Forwarded-Proto", " HTTPS ")));
        assertTrue(PROXIES.isSecure(behind("Forwarded", "for=192.0.2.60;proto=https;by=203.0.113.43")));
        assertTrue(PROXIES.isSecure(behind("Forwarded", "For=\"[2001:db8::1]\" ; Proto=\"https\"")));
    }

    /** E23, G5-34: the first of a list is the visitor's side. */
    @Test
    void the_first_element_counts() {
        assertTrue(PROXIES.isSecure(behind("X-Forwarded-Proto", "https,http")));
        assertFalse(PROXIES.isSecure(behind("X-Forwarded-Proto", "http,https")));
        assertFalse(PROXIES.isSecure(behind("X-Forwarded-Proto", ",https")));
        assertTrue(PROXIES.isSecure(behind("Forwarded", "proto=https, proto=http")));
        assertFalse(PROXIES.isSecure(behind("Forwarded", "for=1.2.3.4, proto=https")));
        assertTrue(PROXIES.isSecure(behind("X-Forwarded-Proto", "https").header("X-Forwarded-Proto", "http")));
    }

    /** E23, G5-35. */
    @Test
    void a_trusted_proxy_that_says_nothing_means_the_connection_itself() {
        assertFalse(PROXIES.isSecure(FakeExchange.plain().from("10.1.2.3")));
        assertFalse(PROXIES.isSecure(behind("X-Forwarded-Proto", "")));
        assertTrue(PROXIES.isSecure(FakeExchange.secure().from("10.1.2.3")));
    }

    /** TLS between proxy and server says nothing about the visitor's side. */
    @Test
    void a_trusted_proxy_that_says_http_is_believed_too() {
        assertFalse(PROXIES.isSecure(FakeExchange.secure().from("10.1.2.3").header("X-Forwarded-Proto", "http")));
    }

    @Test
    void contradicting_headers_are_not_secure() {
        assertFalse(PROXIES.isSecure(behind("X-Forwarded-Proto", "https").header("Forwarded", "proto=http")));
        assertFalse(PROXIES.isSecure(behind("X-Forwarded-Proto", "http").header("Forwarded", "proto=https")));
        assertTrue(PROXIES.isSecure(behind("X-Forwarded-Proto", "https").header("Forwarded", "for=192.0.2.1")));
    }

    /** E24, E25, G5-36, G5-37, G5-38, G5-39: only TLS itself counts, whatever the headers. */
    @Test
    void from_anybody_else_only_tls_counts() {
        assertFalse(PROXIES.isSecure(FakeExchange.plain().header("X-Forwarded-Proto", "https")));
        assertTrue(PROXIES.isSecure(FakeExchange.secure().header("X-Forwarded-Proto", "http")));
        FakeExchange near = behind("X-Forwarded-Proto", "https");
        assertFalse(TrustedProxies.none().isSecure(near));
    }

    @Test
    void addresses_are_compared_bit_by_bit() {
        assertTrue(PROXIES.trusts("10.255.255.255"));
        assertFalse(PROXIES.trusts("11.0.0.0"));
        assertTrue(PROXIES.trusts("2001:db8:ffff::1"));
        assertFalse(PROXIES.trusts("2001:db9::1"));
        assertTrue(PROXIES.trusts("::ffff:10.0.0.1"), "IPv4 within IPv6");
        assertTrue(PROXIES.trusts("2001:db8::1%eth0"), "a zone does not matter");
        assertTrue(PROXIES.trusts("127.0.0.1"));
        assertFalse(PROXIES.trusts("127.0.0.2"));
        assertTrue(TrustedProxies.of("0.0.0.0/0").trusts("203.0.113.9"));
        assertFalse(TrustedProxies.of("0.0.0.0/0").trusts("2001:db8::1"));
        assertTrue(TrustedProxies.of("10.1.2.128/25").trusts("10.1.2.200"));
        assertFalse(TrustedProxies.of("10.1.2.128/25").trusts("10.1.2.100"));
    }

    /** Names are never looked up: nobody may become trusted through a name server. */
    @Test
    void what_is_no_address_is_not_trusted() {
        for (String text : List.of(
                "", "localhost", "10", "10.1", "010.0.0.1", "10.0.0.1:80", "unknown", "[::1]", "10.0.0.256", "::g")) {
            assertFalse(TrustedProxies.of("0.0.0.0/0", "::/0").trusts(text), text);
        }
    }

    @Test
    void bad_ranges_are_refused_together() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> TrustedProxies.of(
                                "10.0.0.0/8",
                                "10.0.0.1/8",
                                "proxy.example",
                                "10.0.0.0/33",
                                "::/129",
                                "10.0.0.0/-1",
                                "1/08"))
                .toString();
        assertTrue(
                message.endsWith("were [10.0.0.1/8, proxy.example, 10.0.0.0/33, ::/129, 10.0.0.0/-1, 1/08]"), message);
        assertEquals("TrustedProxies[3 ranges]", PROXIES.toString());
    }

    /** ASVS 4.1.3: the host, too, is believed only from a trusted proxy; if it names two, none counts. */
    @Test
    void origin_is_what_the_visitor_asked_for() {
        TrustedProxies proxies = TrustedProxies.of("10.0.0.1");
        assertEquals(
                Optional.of("https://shop.example"),
                originOf(proxies, FakeExchange.secure().header("Host", "shop.example:443")));
        assertEquals(
                Optional.of("http://shop.example:8080"),
                originOf(proxies, FakeExchange.plain().header("Host", "shop.example:8080")));
        assertEquals(Optional.empty(), originOf(proxies, FakeExchange.secure()));
        assertEquals(Optional.empty(), originOf(proxies, FakeExchange.secure().header("Host", "a@b")));
        assertEquals(
                Optional.of("http://backend"),
                originOf(proxies, proxied("198.51.100.7").header("X-Forwarded-Host", "shop.example")));
        assertEquals(
                Optional.of("http://shop.example"),
                originOf(proxies, proxied("10.0.0.1").header("X-Forwarded-Host", "shop.example, other.example")));
        assertEquals(
                Optional.of("https://shop.example:444"),
                originOf(proxies, proxied("10.0.0.1").header("Forwarded", "proto=https;host=\"shop.example:444\"")));
        assertEquals(
                Optional.empty(),
                originOf(
                        proxies,
                        proxied("10.0.0.1")
                                .header("X-Forwarded-Host", "shop.example")
                                .header("Forwarded", "host=other.example")));
        assertEquals(Optional.of("http://backend"), originOf(proxies, proxied("10.0.0.1")));
    }

    private static FakeExchange proxied(String peer) {
        return FakeExchange.plain().from(peer).header("Host", "backend");
    }

    private static Optional<String> originOf(TrustedProxies proxies, FakeExchange exchange) {
        return proxies.origin(exchange).map(Origin::toString);
    }
}
