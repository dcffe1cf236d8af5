// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The visitor's address behind proxies. */
final class ClientAddressTest {
    private static final TrustedProxies PROXIES = TrustedProxies.of("10.0.0.0/8", "2001:db8:ffff::/48");

    /** T63, ASVS 15.3.4: what anybody can write does not count. */
    @Test
    void from_anybody_else_the_connection_counts() {
        FakeExchange direct = FakeExchange.secure()
                .from("203.0.113.9")
                .header("X-Forwarded-For", "192.0.2.1")
                .header("Forwarded", "for=192.0.2.2");
        assertAddress("203.0.113.9", direct);
        assertEquals("203.0.113.9", addressOf(direct, TrustedProxies.none()));
    }

    /** T63: the last that is no trusted proxy; what a client put before it does not count. */
    @Test
    void behind_trusted_proxies_the_last_stranger_counts() {
        assertAddress("198.51.100.1", behind("X-Forwarded-For", "198.51.100.1"));
        assertAddress("198.51.100.1", behind("X-Forwarded-For", "192.0.2.66, 198.51.100.1, 10.2.3.4"));
        assertAddress(
                "198.51.100.1",
                behind("X-Forwarded-For", "192.0.2.66").header("X-Forwarded-For", "198.51.100.1 ,10.2.3.4"));
        assertAddress("2001:db8:0:0:0:0:0:7", behind("X-Forwarded-For", "2001:db8::7, 2001:db8:ffff::1"));
        assertAddress("198.51.100.1", behind("X-Forwarded-For", "198.51.100.1:4711"));
        assertAddress(
                "198.51.100.1", behind("Forwarded", "for=192.0.2.66, for=198.51.100.1;proto=https, For=10.1.1.1"));
        assertAddress("2001:db8:0:0:0:0:0:7", behind("Forwarded", "proto=https; for=\"[2001:db8::7]:4711\""));
        assertAddress("198.51.100.1", behind("X-Forwarded-For", "::ffff:198.51.100.1"));
    }

    @Test
    void what_cannot_be_told_is_not_guessed() {
        for (String odd : List.of(
                "",
                "unknown",
                "_hidden",
                "198.51.100.1, unknown",
                "localhost",
                "[2001:db8::7",
                "10.1.1.1",
                "1.2.3",
                "198.51.100.1,",
                "x".repeat(1 << 20),
                "10.1.1.1,".repeat(100) + "10.1.1.1")) {
            assertAddress("none", behind("X-Forwarded-For", odd));
        }
        assertAddress("none", behind("X-Any", "thing"));
        assertAddress("none", behind("Forwarded", "proto=https"));
        assertAddress("none", behind("X-Forwarded-For", "198.51.100.1").header("Forwarded", "for=198.51.100.2"));
        assertAddress("none", FakeExchange.secure().from("a socket"));
    }

    private static FakeExchange behind(String name, String value) {
        return FakeExchange.secure().from("10.0.0.1").header(name, value);
    }

    private static void assertAddress(String expected, FakeExchange exchange) {
        assertEquals(expected, addressOf(exchange, PROXIES));
    }

    private static String addressOf(FakeExchange exchange, TrustedProxies proxies) {
        return proxies.clientAddress(exchange).map(InetAddress::getHostAddress).orElse("none");
    }
}
