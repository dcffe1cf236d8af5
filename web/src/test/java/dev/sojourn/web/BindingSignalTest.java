// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static dev.sojourn.web.BindingSite.CHROME;
import static dev.sojourn.web.BindingSite.FIREFOX;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.web.binding.BindingReaction;
import dev.sojourn.web.binding.BindingSignal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** T61, ASVS 8.2.4: signals are compared by what they mean. */
final class BindingSignalTest {
    private static final String HOME = "198.51.100.7";
    private static final String GERMAN = "de-AT,de;q=0.8,en;q=0.5";

    /** T61: an update of the browser, another order of languages or another address of the same network are no change. */
    @Test
    void same_meaning_is_no_difference() {
        assertScore("", FIREFOX.replace("140", "141"), GERMAN, HOME);
        assertScore("", FIREFOX, "en;q=0.9, de-DE;q=0.1", HOME);
        assertScore("", FIREFOX, "DE,EN-US,*;q=0", HOME);
        assertScore("", FIREFOX, GERMAN, "198.51.100.250");
        assertScore("", FIREFOX + " (a word more)", GERMAN, HOME);
    }

    @Test
    void another_family_or_system_is_a_difference() {
        assertScore("browser 50", FIREFOX.replace("Firefox/", "SeaMonkey/"), GERMAN, HOME);
        assertScore("platform 50", FIREFOX.replace("X11; Linux x86_64", "Windows NT 10.0"), GERMAN, HOME);
        assertScore("browser+platform 100", CHROME, GERMAN, HOME);
    }

    @Test
    void languages_differ_by_the_share_they_do_not_have_in_common() {
        assertScore("language 20", FIREFOX, "ru,uk", HOME);
        assertScore("language 13", FIREFOX, "en,ru", HOME);
        assertScore("language 10", FIREFOX, "en", HOME);
        assertScore("language 10", FIREFOX, "de-CH", HOME);
    }

    /** T61: weak, since phones change networks; IPv6 privacy addresses stay within their network. */
    @Test
    void networks_differ_by_their_prefix() {
        assertScore("network 10", FIREFOX, GERMAN, "198.51.101.7");
        assertScore("network 10", FIREFOX, GERMAN, "2001:db8:1::1");
        try (BindingSite site = observing()) {
            String token = site.login(BindingSite.client(FIREFOX, GERMAN, "2001:db8:1:2::a"));
            site.standing(BindingSite.client(FIREFOX, GERMAN, "2001:db8:1:ffff:1:2:3:4"), token);
            assertEquals(List.of(), site.reported());
            site.standing(BindingSite.client(FIREFOX, GERMAN, "2001:db8:2:2::a"), token);
            assertEquals(List.of("network 10 observe"), site.reported());
        }
    }

    /** T63: the proxy's own address binds nobody, and what a client claims does not count. */
    @Test
    void network_is_that_of_the_visitor_behind_trusted_proxies() {
        try (BindingSite site = new BindingSite(
                guard -> guard.react(BindingReaction.OBSERVE, 1),
                web -> web.trustedProxies(TrustedProxies.of("10.0.0.0/8")))) {
            String token = site.login(proxied("10.0.0.1", "198.51.100.7"));
            site.standing(proxied("10.99.0.1", "198.51.100.8"), token);
            assertEquals(List.of(), site.reported());
            site.standing(proxied("10.0.0.1", "198.51.100.7, 203.0.113.66"), token);
            assertEquals(List.of("network 10 observe"), site.reported());
        }
    }

    private static FakeExchange proxied(String proxy, String forwardedFor) {
        return BindingSite.client(FIREFOX, GERMAN, proxy).header("X-Forwarded-For", forwardedFor);
    }

    /** A browser that stops to send something is weaker evidence than one that sends something else. */
    @Test
    void missing_value_weighs_half() {
        try (BindingSite site = observing()) {
            String token = site.login(BindingSite.owner());
            site.standing(FakeExchange.secure().header("User-Agent", FIREFOX).from(HOME), token);
            site.standing(FakeExchange.secure().from("a socket"), token);
            assertEquals(
                    List.of("language 10 observe", "browser+platform+language+network 65 observe"), site.reported());
        }
    }

    /** A header that a proxy adds, or anything else that an application knows of a request. */
    @Test
    void signals_of_ones_own_count_too() {
        BindingSignal tls = BindingSignal.header("tls", "X-JA4", 30);
        BindingSignal path = new BindingSignal(
                "path", 7, request -> Set.of(request.exchange().path()));
        try (BindingSite site =
                new BindingSite(guard -> guard.signals(tls, path).react(BindingReaction.OBSERVE, 1))) {
            String token = site.login(FakeExchange.secure().header("X-JA4", "t13d1516h2_8daaf6152771_02713d6af862"));
            site.standing(FakeExchange.secure().header("X-JA4", "t13d1516h2_8daaf6152771_02713d6af862"), token);
            assertEquals(List.of(), site.reported());
            site.standing(FakeExchange.secure("/x").header("X-JA4", "t13d190900_9dc949149365_97f8aa674fd9"), token);
            assertEquals(List.of("tls+path 37 observe"), site.reported());
        }
    }

    /** Cookie input: text without end, controls and markup are a change at most, and never an error. */
    @Test
    void hostile_headers_are_only_different() {
        for (String hostile : List.of("\r\n", "\u001b[2J", "<b>", "x".repeat(1 << 20), "\u202e", ",;=\"")) {
            assertScore("browser+platform+language+network 65", hostile, hostile, hostile);
        }
    }

    private static BindingSite observing() {
        return new BindingSite(guard -> guard.react(BindingReaction.OBSERVE, 1));
    }

    private static void assertScore(String expected, String userAgent, String language, String address) {
        try (BindingSite site = observing()) {
            String token = site.login(BindingSite.client(FIREFOX, GERMAN, HOME));
            site.standing(BindingSite.client(userAgent, language, address), token);
            assertEquals(expected.isEmpty() ? List.of() : List.of(expected + " observe"), site.reported());
        }
    }
}
