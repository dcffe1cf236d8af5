// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.SessionCookie.Persistence;
import dev.sojourn.web.SessionCookie.Priority;
import dev.sojourn.web.SessionCookie.SameSite;
import dev.sojourn.web.SessionCookie.SecureMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Settings that are refused before anything is served: T55 and E38. */
class SessionCookieTest {

    private static SessionCookieBuilder cookie() {
        return SessionCookie.builder();
    }

    private static String refused(SessionCookieBuilder builder) {
        return assertThrows(IllegalArgumentException.class, builder::build).toString();
    }

    /** E1, E26, G20-141; ASVS 3.3.1, ASVS 3.3.2, ASVS 3.3.4: safe and generic without any setting. */
    @Test
    void the_defaults_are_safe() {
        SessionCookie cookie = SessionCookie.defaults();
        assertEquals("__Host-sid", cookie.name());
        assertEquals(SecureMode.AUTO, cookie.secure());
        assertTrue(cookie.httpOnly());
        assertEquals(SameSite.LAX, cookie.sameSite());
        assertEquals("/", cookie.path());
        assertEquals(Optional.empty(), cookie.domain());
        assertEquals(Persistence.BROWSER_SESSION, cookie.persistence());
        assertFalse(cookie.rolling());
        assertFalse(cookie.partitioned());
        assertEquals(Optional.empty(), cookie.priority());
    }

    /** The best prefix that browsers accept with the other settings. */
    @Test
    void the_default_name_follows_the_settings() {
        assertEquals("__Secure-sid", cookie().path("/app").build().name());
        assertEquals("__Secure-sid", cookie().domain("example.com").build().name());
        assertEquals("sid", cookie().insecureAllowPlainHttp().build().name());
        assertEquals("__Host-sid", cookie().secureAlways().build().name());
    }

    /** G9-65, G9-66: the name as given, also without a prefix. */
    @Test
    void a_name_is_taken_as_it_is() {
        assertEquals("JSESSIONID", cookie().name("JSESSIONID").build().name());
        assertEquals("__Host-shop", cookie().name("__Host-shop").build().name());
        assertEquals("shop", cookie().name("__Host-shop").build().name(false));
        assertEquals("x", cookie().name("__Host-Http-x").build().name(false));
    }

    /** G21-157 and W46: also in other cases, as browsers compare prefixes without case. */
    @Test
    void prefixes_are_held_to_their_rules() {
        for (String name : List.of("__Host-id", "__HOST-id", "__Host-Http-id", "__host-http-id")) {
            assertTrue(refused(cookie().name(name).domain("example.com")).contains("no domain"), name);
            assertTrue(refused(cookie().name(name).path("/app")).contains("the path /"), name);
            assertTrue(refused(cookie().name(name).insecureAllowPlainHttp()).contains("Secure"), name);
        }
        assertTrue(
                refused(cookie().name("__Secure-id").insecureAllowPlainHttp()).contains("Secure"));
        assertTrue(refused(cookie().name("__Http-id").insecureAllowPlainHttp()).contains("Secure"));
        assertTrue(refused(cookie().name("__Http-id").httpOnly(false)).contains("HttpOnly"));
        assertTrue(refused(cookie().name("__Host-Http-id").httpOnly(false)).contains("HttpOnly"));
        assertDoesNotThrow(() ->
                cookie().name("__Secure-id").path("/app").domain("example.com").build());
        assertDoesNotThrow(() -> cookie().name("__Http-id").path("/app").build());
        assertDoesNotThrow(() -> cookie().name("__Host-id").httpOnly(false).build());
    }

    /** W47: nothing that could end the name and begin something else. */
    @Test
    void names_are_tokens() {
        for (String name : List.of("", "a b", "a=b", "a;b", "a,b", "a\r\nb", "\u00E9", "\"a\"", "a\u0000", "__Host-")) {
            assertTrue(refused(cookie().name(name)).contains("name must be letters"), name);
        }
        assertTrue(refused(cookie().name("x".repeat(3841))).contains("must leave 256"));
        assertDoesNotThrow(() -> cookie().name("x".repeat(3840)).build());
    }

    /** E34, G7-57, G7-58, G21-157. */
    @Test
    void same_site_none_without_secure_is_refused() {
        assertTrue(refused(cookie().sameSite(SameSite.NONE).insecureAllowPlainHttp())
                .contains("NONE needs Secure"));
        assertDoesNotThrow(() -> cookie().sameSite(SameSite.NONE).build());
    }

    /** G21-157. */
    @Test
    void partitioned_without_secure_is_refused() {
        assertTrue(refused(cookie().partitioned().insecureAllowPlainHttp()).contains("partitioned needs Secure"));
        assertDoesNotThrow(() -> cookie().partitioned().sameSite(SameSite.NONE).build());
    }

    @Test
    void cookie_input_44_domains() {
        for (String domain : List.of(
                ".example.com",
                "b\u00FCcher.example",
                "192.0.2.1",
                "2001:db8::1",
                "[::1]",
                "localhost",
                "app.localhost",
                "com",
                "",
                "example.com.",
                "a..b",
                "-a.example",
                "example.com;x",
                "example.com\r\nX: y",
                "a b.example")) {
            assertTrue(refused(cookie().domain(domain)).contains("domain must"), domain);
        }
        assertDoesNotThrow(() -> cookie().domain("example.com").build());
        assertDoesNotThrow(() -> cookie().domain("xn--bcher-kva.example").build());
        assertDoesNotThrow(() -> cookie().domain("3.example.com").build());
    }

    /** Also W47. */
    @Test
    void cookie_input_45_paths() {
        for (String path :
                List.of("", "app", "/a;b", "/a\r\nSet-Cookie: x=y", "/\u00E9", "/a\u0000", "/" + "x".repeat(1024))) {
            assertTrue(refused(cookie().path(path)).contains("path must"), path);
        }
        assertDoesNotThrow(() -> cookie().path("/" + "x".repeat(1023)).build());
    }

    /** T18, E28, G20-145: an age of nothing is a mistake, not a cookie for a day. */
    @Test
    void cookie_input_43_an_age_below_a_second_is_refused() {
        assertTrue(refused(cookie().persistent(Duration.ZERO)).contains("at least PT1S, was PT0S"));
        assertTrue(refused(cookie().persistent(Duration.ofDays(-1))).contains("was PT-24H"));
        assertDoesNotThrow(
                () -> cookie().persistent(Duration.ofSeconds(Long.MAX_VALUE)).build());
    }

    @Test
    void all_problems_are_reported_together() {
        String message = refused(cookie().name("a b")
                .path("x")
                .domain(".example.com")
                .persistent(Duration.ZERO)
                .sameSite(SameSite.NONE)
                .partitioned()
                .insecureAllowPlainHttp());
        assertEquals(6, message.split("; ").length, message);
    }

    /** T4: what is in effect can be seen. */
    @Test
    void the_settings_in_effect_are_visible() {
        String text = cookie().persistent(Duration.ofDays(1))
                .priority(Priority.HIGH)
                .build()
                .toString();
        assertTrue(text.contains("__Host-sid") && text.contains("FIXED PT24H") && text.contains("HIGH"), text);
    }
}
