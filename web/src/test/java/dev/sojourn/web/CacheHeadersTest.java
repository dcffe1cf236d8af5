// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** W50: no cache gives one visitor's response to another. */
class CacheHeadersTest {

    private static List<String> vary(String... said) {
        FakeExchange exchange = FakeExchange.secure();
        List.of(said).forEach(line -> exchange.respond("Vary", line));
        CacheHeaders.vary(exchange, List.of("Cookie"));
        return exchange.responseHeaders("Vary");
    }

    private static List<String> cacheControl(String... said) {
        FakeExchange exchange = FakeExchange.secure();
        List.of(said).forEach(line -> exchange.respond("Cache-Control", line));
        CacheHeaders.keepPrivate(exchange);
        return exchange.responseHeaders("Cache-Control");
    }

    /** D1. */
    @Test
    void vary_is_merged_with_what_the_application_said() {
        assertEquals(List.of("Cookie"), vary());
        assertEquals(List.of("Accept-Encoding, Origin, Cookie"), vary("Accept-Encoding", "Origin"));
        assertEquals(List.of("Accept, cookie"), vary("Accept, cookie"));
        assertEquals(List.of("*"), vary("*"));
        assertEquals(List.of("X-Cookie, Cookie"), vary("X-Cookie"));
    }

    @Test
    void without_a_word_of_the_application_nothing_is_stored() {
        assertEquals(List.of("no-store"), cacheControl());
        assertEquals(List.of("no-store"), cacheControl(""));
    }

    @Test
    void what_is_strict_enough_stays() {
        assertEquals(List.of("no-store, max-age=0"), cacheControl("no-store, max-age=0"));
        assertEquals(List.of("Private, max-age=60"), cacheControl("Private, max-age=60"));
        assertEquals(List.of("max-age=60", "no-store"), cacheControl("max-age=60", "no-store"));
    }

    @Test
    void what_shared_caches_may_store_becomes_private() {
        assertEquals(List.of("max-age=3600, private"), cacheControl("public, max-age=3600, s-maxage=86400"));
        assertEquals(List.of("no-cache, private"), cacheControl("no-cache"));
        assertEquals(
                List.of("private=\"x, set-cookie\", max-age=5, private"),
                cacheControl("private=\"x, set-cookie\", max-age=5"));
    }
}
