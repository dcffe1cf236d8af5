// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.NoSessionReason;
import dev.sojourn.SessionEvent;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What requests with all sorts of cookies get: the session, or none, and how often the store is asked. */
class CookieInputsTest {
    private final Site site = new Site();
    private final LogRecorder log = new LogRecorder();
    private final String good = site.token("ann");

    @AfterEach
    void close() {
        log.close();
        site.close();
    }

    private String userOf(String... lines) {
        FakeExchange exchange = FakeExchange.secure();
        List.of(lines).forEach(exchange::cookies);
        site.store.finds.set(0);
        return site.userOf(exchange);
    }

    @Test
    void cookie_inputs_1_to_7_open_the_session() {
        assertEquals("ann", userOf("__Host-sid=" + good));
        assertEquals("ann", userOf("a=1; __Host-sid=" + good + "; b=2"));
        assertEquals("ann", userOf("a=1", "__Host-sid=" + good));
        assertEquals("ann", userOf("a=1;__Host-sid=" + good));
        assertEquals("ann", userOf("a=1 ;  __Host-sid = " + good + " "));
        assertEquals("ann", userOf("__Host-sid\t=\t" + good));
    }

    @Test
    void cookie_inputs_9_to_13_have_no_session_and_ask_no_store() {
        for (String line : List.of(
                "", "  ", "__Host-sid", "=__Host-sid=" + good, "==" + good, "__Host-sid=", "__Host-sid=; a=1")) {
            assertEquals("nobody", userOf(line), line.replace(good, "V"));
            assertEquals(0, site.store.finds.get());
        }
    }

    @Test
    void cookie_inputs_14_to_18_have_no_session_and_ask_no_store() {
        for (String line : List.of(
                "__Host-sid==" + good,
                "__host-sid=" + good,
                "__HOST-SID=" + good,
                "__%48ost-sid=" + good,
                "%5f%5fHost-sid=" + good,
                "__Host-s\u0131d=" + good,
                "__Host-sid=\"" + good + "\"")) {
            assertEquals("nobody", userOf(line), line.replace(good, "V"));
            assertEquals(0, site.store.finds.get());
        }
    }

    /** Also W45: the cookie between the quotes counts, and beside the real one it makes none count. */
    @Test
    void cookie_inputs_19_to_23_quotes_hide_nothing() {
        String evil = site.token("eve");
        assertEquals("eve", userOf("x=\"a; __Host-sid=" + evil + "; b\""));
        assertEquals("nobody", userOf("x=\"a; __Host-sid=" + evil + "; b\"; __Host-sid=" + good));
        assertEquals("ann", userOf("x=\"unterminated; __Host-sid=" + good));
        assertEquals("ann", userOf("x=\\\"; __Host-sid=" + good));
        assertEquals("nobody", userOf("x=a,__Host-sid=" + good));
        assertEquals("ann", userOf("$Version=1; __Host-sid=" + good + "; $Path=/"));
    }

    @Test
    void cookie_input_24_identical_values_are_one_and_cost_one_look_up() {
        String pair = "__Host-sid=" + good;
        assertEquals("ann", userOf(pair + "; " + pair, pair, pair, pair, pair));
        assertEquals(1, site.store.finds.get());
    }

    /** C7: each is tried in order until one is valid. */
    @Test
    void cookie_input_25_one_good_and_one_bad_in_both_orders() {
        assertEquals("ann", userOf("__Host-sid=garbage; __Host-sid=" + good));
        assertEquals("ann", userOf("__Host-sid=" + good + "; __Host-sid=garbage"));
        assertTrue(site.events.stream()
                .anyMatch(event -> event instanceof SessionEvent.TokenRefused refused
                        && refused.reason() == NoSessionReason.MALFORMED));
    }

    @Test
    void cookie_input_26_two_live_sessions_are_none_and_a_warning() {
        String other = site.token("eve");
        assertEquals("nobody", userOf("__Host-sid=" + good + "; __Host-sid=" + other));
        assertEquals("nobody", userOf("__Host-sid=" + other + "; __Host-sid=" + good));
        List<String> warnings = log.messages(Level.WARNING);
        assertEquals(1, warnings.size(), "one per minute");
        assertTrue(warnings.get(0).contains("two different live sessions"));
    }

    @Test
    void cookie_input_26_two_tokens_of_one_session_are_that_session() {
        try (Site renewing =
                new Site(policy -> policy.renewEvery(java.time.Duration.ofMinutes(1)), settings -> settings)) {
            String first = renewing.token("ann");
            renewing.clock.advance(java.time.Duration.ofMinutes(2));
            String second = Site.value(renewing.serve(Site.with(first), RequestSession::session)
                    .setCookies()
                    .get(0));
            assertFalse(first.equals(second));
            assertEquals("ann", renewing.userOf(Site.with(first).cookies("__Host-sid=" + second)));
        }
    }

    /** Four are tried, five are too many: then none is. */
    @Test
    void cookie_input_27_five_different_values_are_none() {
        String four = "__Host-sid=1; __Host-sid=2; __Host-sid=3; ";
        assertEquals("ann", userOf(four + "__Host-sid=" + good));
        assertEquals("nobody", userOf(four + "__Host-sid=4; __Host-sid=" + good));
        assertEquals("nobody", userOf("__Host-sid=" + good + "; " + four + "__Host-sid=4"));
        assertEquals(0, site.store.finds.get());
        assertEquals(1, log.messages(Level.WARNING).size());
    }

    @Test
    void cookie_input_27_no_more_than_four_look_ups() {
        String gone =
                site.token("one") + " " + site.token("two") + " " + site.token("three") + " " + site.token("four");
        site.store.records.clear();
        assertEquals("nobody", userOf("__Host-sid=" + gone.replace(" ", "; __Host-sid=")));
        assertEquals(4, site.store.finds.get());
    }

    /** Also T52 and W28: not a token, so no store is asked, nothing is set or echoed, and no log shows it. */
    @Test
    void cookie_input_29_values_that_are_no_token() {
        List<String> values = List.of(
                good.substring(1),
                good + "A",
                "x".repeat(4097),
                "x".repeat(64).replace('x', '!'),
                good + "%20",
                good + "\u0000",
                good + "\r\n",
                good + "\u007F",
                good + "\u0080",
                "\u00E9".repeat(64),
                "../../etc/passwd",
                "*",
                "{tag}",
                "' OR 1=1",
                "${jndi:ldap://x}",
                "#{7*7}");
        for (String value : values) {
            FakeExchange exchange = FakeExchange.secure().cookies("__Host-sid=" + value);
            site.store.finds.set(0);
            assertEquals("nobody", site.userOf(exchange));
            assertEquals(0, site.store.finds.get());
            assertEquals(List.of(), exchange.setCookies());
            assertFalse(log.text().contains(value), "the log shows " + value.length() + " characters of it");
        }
        assertTrue(log.messages(Level.DEBUG).size() >= values.size() - 1, "each refusal has its masked line");
        assertEquals(List.of(), log.messages(Level.WARNING));
    }

    @Test
    void cookie_input_30_case_matters() {
        assertEquals("nobody", userOf("__Host-sid=" + good.toUpperCase(Locale.ROOT)));
        assertEquals("nobody", userOf("__Host-sid=" + good.toLowerCase(Locale.ROOT)));
    }

    /** In the cookie a space at the end is no part of the value; within a token it is refused. */
    @Test
    void cookie_input_31_trailing_space() {
        assertEquals("ann", userOf("__Host-sid=" + good + " "));
        assertTrue(site.manager.open(good + " ").session().isEmpty());
    }

    /** 48 bytes fill 64 characters, so there are no spare bits: each other text is another token. */
    @Test
    void cookie_input_32_there_is_one_spelling_only() {
        char last = good.charAt(good.length() - 1);
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/".toCharArray()) {
            String expected = c == last ? "ann" : "nobody";
            assertEquals(expected, userOf("__Host-sid=" + good.substring(0, good.length() - 1) + c));
        }
    }

    @Test
    void cookie_input_33_padding_is_refused() {
        assertEquals("nobody", userOf("__Host-sid=" + good + "="));
        assertEquals("nobody", userOf("__Host-sid=" + good + "%3D"));
        assertEquals(0, site.store.finds.get());
    }

    /** Also T51, W3 and W4: a token anywhere but in the cookie is not looked at. */
    @Test
    void cookie_input_34_tokens_elsewhere_are_ignored() {
        FakeExchange exchange = FakeExchange.secure("/;jsessionid=" + good + "/page;__Host-sid=" + good)
                .header("Authorization", "Bearer " + good)
                .header("X-Session-Token", good)
                .header("Cookie2", "__Host-sid=" + good)
                .header("Set-Cookie", "__Host-sid=" + good);
        site.store.finds.set(0);
        assertEquals("nobody", site.userOf(exchange));
        assertEquals("nobody", site.userOf(FakeExchange.secure("/?__Host-sid=" + good)));
        assertEquals(0, site.store.finds.get());
    }

    /** A cookie under another application's name is not ours, though its value is a good token. */
    @Test
    void cookie_input_35_another_applications_cookie() {
        assertEquals("nobody", userOf("__Host-admin=" + good + "; sid=" + good + "; __Secure-sid=" + good));
    }

    /** E2: also W31: two applications on one host (ports do not separate cookies) keep apart by their names. */
    @Test
    void cookie_input_50_two_applications_with_two_names() {
        try (Site shop = new Site(settings ->
                settings.cookie(SessionCookie.builder().name("__Host-shop").build()))) {
            String token = shop.token("bob");
            String both = "__Host-sid=" + good + "; __Host-shop=" + token;
            assertEquals("ann", userOf(both));
            assertEquals("bob", shop.userOf(FakeExchange.secure().cookies(both)));
        }
    }

    /** With the same name each has the other's cookie before it: it opens nothing and is left alone. */
    @Test
    void cookie_input_50_two_applications_with_one_name_do_not_remove_each_others_cookie() {
        try (Site other = new Site()) {
            FakeExchange exchange = Site.with(good);
            assertEquals("nobody", other.userOf(exchange));
            assertEquals(List.of(), exchange.setCookies());
        }
    }
}
