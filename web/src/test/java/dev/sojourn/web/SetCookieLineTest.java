// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.SessionCookie.Priority;
import dev.sojourn.web.SessionCookie.SameSite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** The exact bytes of Set-Cookie. */
class SetCookieLineTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static String keep(SessionCookieBuilder builder) {
        SessionCookie cookie = builder.build();
        return new SetCookieLine(cookie, true).keep("V", cookie.maxAge(), NOW);
    }

    private static SessionCookieBuilder cookie() {
        return SessionCookie.builder();
    }

    /** Also E26 and G17-114: no expiry, so until the browser closes. */
    @Test
    void cookie_input_37_exact_bytes() {
        assertEquals("__Host-sid=V; Path=/; Secure; HttpOnly; SameSite=Lax", keep(cookie()));
    }

    /** E36, G17-116, G17-134, G20-146, C36. */
    @Test
    void all_attributes() {
        assertEquals(
                "__Secure-x=V; Path=/app; Domain=example.com; Max-Age=60; Expires=Sun, 01 Mar 2026 12:01:00 GMT;"
                        + " Secure; HttpOnly; SameSite=None; Partitioned; Priority=High",
                keep(cookie().name("__Secure-x")
                        .path("/app")
                        .domain("example.com")
                        .persistent(Duration.ofMinutes(1))
                        .sameSite(SameSite.NONE)
                        .partitioned()
                        .priority(Priority.HIGH)));
    }

    /** G17-132, G17-133: absent unless asked for. */
    @Test
    void attributes_are_absent_unless_asked_for() {
        assertEquals(
                "sid=V; Path=/; SameSite=Strict",
                keep(cookie().insecureAllowPlainHttp().httpOnly(false).sameSite(SameSite.STRICT)));
        assertTrue(keep(cookie().priority(Priority.LOW)).endsWith("; Priority=Low"));
        assertTrue(keep(cookie().priority(Priority.MEDIUM)).endsWith("; Priority=Medium"));
    }

    /** Also W49, T56, T66, E28, G17-125, G17-127: seconds, both forms, never beyond 400 days, no overflow. */
    @Test
    void cookie_input_43_ages() {
        assertTrue(keep(cookie().persistent(Duration.ofSeconds(1)))
                .contains("; Max-Age=1; Expires=Sun, 01 Mar 2026 12:00:01 GMT;"));
        String longest = "; Max-Age=34560000; Expires=Mon, 05 Apr 2027 12:00:00 GMT;";
        assertTrue(keep(cookie().persistent(Duration.ofDays(400))).contains(longest));
        assertTrue(keep(cookie().persistent(Duration.ofSeconds(34_560_001))).contains(longest));
        assertTrue(keep(cookie().persistent(Duration.ofSeconds(Long.MAX_VALUE))).contains(longest));
    }

    /** S2, T19: up, so that the browser never drops the cookie before the session ends. */
    @Test
    void cookie_input_43_ages_are_rounded_up_to_seconds_and_never_negative() {
        SetCookieLine line = new SetCookieLine(SessionCookie.defaults(), true);
        assertTrue(line.keep("V", Optional.of(Duration.ofMillis(1)), NOW).contains("; Max-Age=1;"));
        assertTrue(line.keep("V", Optional.of(Duration.ofMillis(1001)), NOW).contains("; Max-Age=2;"));
        assertTrue(line.keep("V", Optional.of(Duration.ZERO), NOW).contains("; Max-Age=0;"));
        assertTrue(line.keep("V", Optional.of(Duration.ofSeconds(-5)), NOW).contains("; Max-Age=0;"));
    }

    @Test
    void cookie_input_46_size() {
        SetCookieLine line = new SetCookieLine(SessionCookie.defaults(), true);
        int room = 4096 - "__Host-sid".length();
        assertTrue(line.keep("x".repeat(room), Optional.empty(), NOW).startsWith("__Host-sid=xxx"));
        IllegalStateException tooLong =
                assertThrows(IllegalStateException.class, () -> line.keep("x".repeat(room + 1), Optional.empty(), NOW));
        assertTrue(tooLong.toString().contains("4097"));
    }

    /** W47, C40. */
    @Test
    void values_that_would_break_out_are_refused_and_not_repeated() {
        SetCookieLine line = new SetCookieLine(SessionCookie.defaults(), true);
        for (String value :
                List.of("V\r\nX: y", "V; Domain=evil", "V ", "V,W", "\"V\"", "V\\", "V\u0000", "\u00E9", "V\u007F")) {
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> line.keep(value, Optional.empty(), NOW));
            assertFalse(refused.toString().contains(value));
        }
    }

    @Test
    void cookie_input_47_dates_in_any_locale_and_time_zone() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            for (String tag : List.of(
                    "th-TH-u-ca-buddhist-nu-thai",
                    "ar-SA-u-nu-arab",
                    "ja-JP-u-ca-japanese",
                    "de-DE",
                    "hi-IN-u-nu-deva")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
                assertEquals("Thu, 01 Jan 1970 00:00:00 GMT", SetCookieLine.httpDate(Instant.EPOCH), tag);
                assertEquals(
                        "Wed, 09 Sep 2026 08:07:06 GMT",
                        SetCookieLine.httpDate(Instant.parse("2026-09-09T08:07:06.9Z")),
                        tag);
                assertTrue(
                        keep(cookie().persistent(Duration.ofDays(1)))
                                .contains("; Max-Age=86400; Expires=Mon, 02 Mar 2026 12:00:00 GMT;"),
                        tag);
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    /** G21-156, T38, D1: the removal repeats every attribute, or the browser keeps the cookie. */
    @Test
    void removal_has_the_same_attributes() {
        List<SessionCookieBuilder> all = List.of(
                cookie(),
                cookie().path("/app").domain("example.com").sameSite(SameSite.STRICT),
                cookie().sameSite(SameSite.NONE).partitioned().priority(Priority.HIGH),
                cookie().insecureAllowPlainHttp().httpOnly(false));
        for (SessionCookieBuilder builder : all) {
            SetCookieLine line = new SetCookieLine(builder.build(), true);
            String kept = line.keep("", Optional.of(Duration.ZERO), Instant.EPOCH);
            assertEquals(kept, line.remove());
            assertTrue(kept.contains("; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"));
        }
        assertEquals(
                "__Host-sid=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; HttpOnly; SameSite=Lax",
                new SetCookieLine(SessionCookie.defaults(), true).remove());
    }

    /** E34, G7-51, G7-56: what needs Secure is left out in development on a plain connection, never sent without it. */
    @Test
    void on_a_plain_connection_what_needs_secure_is_left_out() {
        SessionCookie cookie = cookie().sameSite(SameSite.NONE).partitioned().build();
        assertEquals(
                "sid=V; Path=/; HttpOnly; SameSite=Lax",
                new SetCookieLine(cookie, false).keep("V", Optional.empty(), NOW));
        assertEquals(
                "__Host-sid=V; Path=/; Secure; HttpOnly; SameSite=None; Partitioned",
                new SetCookieLine(cookie, true).keep("V", Optional.empty(), NOW),
                "G7-50, G7-55");
    }
}
