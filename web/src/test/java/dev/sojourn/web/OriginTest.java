// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** W56: origins are compared in scheme, host and port, and what is none is no origin. */
final class OriginTest {

    @Test
    void own_port_is_the_same_written_or_not() {
        assertEquals(Origin.parse("https://shop.example"), Origin.parse("HTTPS://Shop.Example:443"));
        assertEquals(Origin.parse("http://shop.example"), Origin.parse("http://shop.example:80"));
        assertEquals("https://shop.example", origin("https://SHOP.example:443").toString());
        assertEquals(
                "https://shop.example:8443", origin("https://shop.example:8443").toString());
    }

    @Test
    void scheme_host_and_port_each_make_another_origin() {
        Origin ours = origin("https://shop.example");
        for (String other : List.of(
                "http://shop.example",
                "https://shop.example:80",
                "https://shop.example:8443",
                "https://shop.example.",
                "https://www.shop.example",
                "https://shop.example.evil.test")) {
            assertNotEquals(ours, origin(other), other);
        }
    }

    @Test
    void address_of_version_6_is_a_host() {
        assertEquals(origin("http://[2001:DB8::1]:8080"), origin("http://[2001:db8::1]:8080"));
        assertNotEquals(origin("http://[::1]"), origin("http://[::1]:8080"));
    }

    @Test
    void other_schemes_have_no_port_of_their_own() {
        assertEquals(0, origin("capacitor://localhost").port());
        assertEquals("capacitor://localhost", origin("capacitor://localhost").toString());
    }

    @Test
    void anything_else_is_none() {
        for (String none : List.of(
                "null",
                "",
                "*",
                "https://",
                "https://good.example@evil.test",
                "https://good.example:x@evil.test",
                "https://shop.example/",
                "https://shop.example/path",
                "https://shop.example?q",
                "https://shop.example#f",
                "https://shop.example:",
                "https://shop.example:65536",
                "https://shop.example:999999",
                "https://shop.example:-1",
                "https://b\u00fccher.example",
                "https://shop.example evil.test",
                "https://a.example https://b.example",
                "https://shop.example\\.evil.test",
                "//shop.example",
                "shop.example",
                "https:shop.example")) {
            assertTrue(Origin.parse(none).isEmpty(), none);
        }
    }

    @Test
    void host_written_in_ascii_is_taken() {
        assertEquals(
                Optional.of("xn--bcher-kva.example"),
                Origin.parse("https://xn--bcher-kva.example").map(Origin::host));
    }

    private static Origin origin(String text) {
        return Origin.parse(text).orElseThrow();
    }
}
