// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What clients are called, by what they say of themselves. */
final class UserAgentTest {
    private static final String CHROME = "(KHTML, like Gecko) Chrome/140.0.0.0 ";

    @Test
    void browsers_and_systems_have_the_names_that_people_know() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux");
        expected.put(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 " + CHROME + "Safari/537.36",
                "Chrome on Windows");
        expected.put(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 " + CHROME
                        + "Safari/537.36 Edg/140.0.0.0",
                "Edge on Windows");
        expected.put(
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 " + CHROME
                        + "Safari/537.36 OPR/120.0.0.0",
                "Opera on macOS");
        expected.put(
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5"
                        + " Safari/605.1.15",
                "Safari on macOS");
        expected.put(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                        + " Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari on iOS");
        expected.put(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                        + " CriOS/140.0.0.0 Mobile/15E148 Safari/604.1",
                "Chrome on iOS");
        expected.put(
                "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0"
                        + " Mobile/15E148 Safari/605.1.15",
                "Firefox on iPadOS");
        expected.put("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox on Android");
        expected.put(
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0"
                        + " Chrome/130.0.0.0 Mobile Safari/537.36",
                "Samsung Internet on Android");
        expected.put(
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 " + CHROME + "Safari/537.36",
                "Chrome on ChromeOS");
        expected.put(
                "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
                "Internet Explorer on Windows");
        expected.put("curl/8.14.1", "curl");
        expected.put("Java-http-client/17.0.15", "Java");
        expected.put("Mozilla/5.0 (FreeBSD) Unheard/1.0", "unknown browser on FreeBSD");
        expected.put("", "unknown browser");
        expected.put("NotFirefox/1.0", "unknown browser");
        Map<String, String> found = new LinkedHashMap<>();
        expected.keySet().forEach(text -> found.put(text, UserAgent.parse(text).describe()));
        assertEquals(expected, found);
    }

    /** An update is no other client, also of a program that nobody knows. */
    @Test
    void versions_are_no_part_of_the_family() {
        for (String browser : List.of("Firefox/%s", "Chrome/%s Safari/537.36", "Unheard-Of/%s (Linux)", "Reader/%s")) {
            assertEquals(
                    UserAgent.parse(browser.formatted("1.0")).family(),
                    UserAgent.parse(browser.formatted("140.0.7")).family());
        }
        assertEquals("unheard-of", UserAgent.parse("Unheard-Of/1 (Linux)").family());
        assertEquals(Optional.empty(), UserAgent.parse("Unheard-Of/1").browser());
    }

    /** ASVS 16.4.1: whatever is said, what comes out is one of our own names. */
    @Test
    void hostile_text_comes_to_nothing() {
        for (String hostile : List.of(
                "<script>alert(1)</script>",
                "\r\nSet-Cookie: a=b",
                "\u001b[2J\u001b]0;owned\u0007",
                "\u202egnp.exe",
                "=HYPERLINK(\"https://evil.test\")",
                "/".repeat(10_000),
                "'; DROP TABLE sessions; --")) {
            assertEquals("unknown browser", UserAgent.parse(hostile).describe(), hostile);
            assertTrue(UserAgent.parse(hostile).family().isEmpty(), hostile);
        }
    }

    @Test
    void only_the_beginning_of_a_long_text_counts() {
        assertEquals(
                "unknown browser",
                UserAgent.parse(" (".repeat(1 << 19) + "Firefox/140.0").describe());
        assertEquals(
                "Firefox",
                UserAgent.parse("Firefox/140.0" + " x".repeat(1 << 19)).describe());
        assertEquals("", UserAgent.parse("a".repeat(1 << 20)).family());
    }
}
