// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.testkit.StoreVerb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What clients may send in place of an honest cookie, as raw field lines through the server's own parser.
 *
 * <p>A server may refuse an odd request as a whole; what it lets through must be understood as said here.
 */
abstract class CookieInputRules extends CookieRules {
    private static final String NAME = "__Host-id";

    /** Cookie inputs 1 to 8, and 22 to 24. */
    @Test
    public void honest_cookies_are_found_wherever_they_stand() {
        Visit visit = new Visit();
        String ours = NAME + "=" + visit.token;
        visit.finds("Cookie: " + ours);
        visit.finds("Cookie: a=1; " + ours + "; b=2");
        visit.finds("Cookie: a=1", "Cookie: " + ours);
        visit.finds(Stream.concat(
                        IntStream.range(0, 19).mapToObj(i -> "Cookie: c" + i + "=" + i), Stream.of("Cookie: " + ours))
                .toArray(String[]::new));
        visit.finds("Cookie: a=1;" + ours);
        visit.finds("Cookie: a=1 ;  " + NAME + " = " + visit.token + " ");
        visit.finds("Cookie: " + NAME + "\t=\t" + visit.token);
        visit.finds("Cookie: ;" + ours + ";");
        visit.finds("Cookie: ;;;" + ours + ";;;");
        visit.finds("Cookie: $Version=1; " + ours + "; $Path=/");
        visit.finds("Cookie: " + ours + "; " + ours);
    }

    /** Cookie inputs 19, 20 and 21: quotes do not hold pairs together. */
    @Test
    public void quotes_hide_nothing() {
        Visit visit = new Visit();
        String ours = NAME + "=" + visit.token;
        visit.finds("Cookie: x=\"unterminated; " + ours);
        visit.finds("Cookie: x=\\\"; " + ours);
        visit.finds("Cookie: x=\"a; " + ours + "; b\"");
        visit.findsNone("Cookie: x=\"a; " + NAME + "=EVIL; b\"");
    }

    /** Cookie inputs 9 to 17, and 22: and no store is asked. */
    @Test
    public void other_names_are_other_cookies() {
        Visit visit = new Visit();
        String token = visit.token;
        visit.asksNobody();
        visit.asksNobody("Cookie:");
        visit.asksNobody("Cookie:    ");
        visit.asksNobody("Cookie: " + NAME);
        visit.asksNobody("Cookie: =" + NAME + "=" + token);
        visit.asksNobody("Cookie: ==" + token);
        visit.asksNobody("Cookie: " + NAME + "=");
        visit.asksNobody("Cookie: " + NAME + "==" + token);
        visit.asksNobody("Cookie: __host-id=" + token);
        visit.asksNobody("Cookie: __HOST-ID=" + token);
        visit.asksNobody("Cookie: __Host-ID=" + token);
        visit.asksNobody("Cookie: __%48ost-id=" + token);
        visit.asksNobody("Cookie: %5f%5fHost-id=" + token);
        visit.asksNobody("Cookie: __Host-id\u00a0=" + token);
        visit.asksNobody("Cookie: __Host-\u00efd=" + token);
        visit.asksNobody("Cookie: id=" + token);
        visit.asksNobody("Cookie: x=a," + NAME + "=" + token);
    }

    /** Cookie inputs 18, 29, 31, 32 and 33: what is no token costs no look-up. */
    @Test
    public void other_values_are_no_tokens() {
        Visit visit = new Visit();
        String token = visit.token;
        String shorter = token.substring(1);
        List<String> values = List.of(
                "\"" + token + "\"",
                shorter,
                token + "A",
                "A".repeat(4097),
                "+" + shorter,
                "/" + shorter,
                token + "%20",
                token + "\u007f",
                token + "\u0080",
                "\u00e9" + shorter,
                "../../etc",
                "*",
                "{tag}",
                "' OR 1=1",
                "${jndi:ldap://example.com/a}",
                "#{7*7}",
                token + "=",
                token + "==",
                "%" + token,
                "null",
                "undefined");
        values.forEach(value -> visit.asksNobody("Cookie: " + NAME + "=" + value));
        visit.asksNobody("Cookie: " + NAME + "=" + token.substring(0, 32) + "\0" + token.substring(32));
        visit.asksNobody("Cookie: " + NAME + "=" + token + "\r\n Folded: b");
    }

    /** Cookie input 30: another case is another token. */
    @Test
    public void letters_of_another_case_are_other_letters() {
        Visit visit = new Visit();
        visit.findsNone("Cookie: " + NAME + "=" + visit.token.toUpperCase(java.util.Locale.ROOT));
        visit.findsNone("Cookie: " + NAME + "=" + visit.token.toLowerCase(java.util.Locale.ROOT));
    }

    /** Cookie input 25. */
    @Test
    public void garbage_beside_the_token_does_not_hide_it() {
        Visit visit = new Visit();
        String ours = NAME + "=" + visit.token;
        String garbage = NAME + "=garbage";
        visit.finds("Cookie: " + ours + "; " + garbage);
        visit.finds("Cookie: " + garbage + "; " + ours);
        visit.finds("Cookie: " + garbage, "Cookie: " + ours);
    }

    /** Cookie input 26: somebody planted one of them. */
    @Test
    public void two_live_sessions_are_none() {
        LogBook log = logBook();
        Visit visit = new Visit();
        Browser other = visit.site.browser();
        other.get("/add");
        visit.findsNone("Cookie: " + NAME + "=" + visit.token + "; " + other.cookieHeader());
        assertEquals(1, log.from(Level.WARNING).size());
        assertFalse(log.from(Level.WARNING).get(0).contains(visit.token.substring(0, 20)));
    }

    /** Cookie input 27. */
    @Test
    public void five_tokens_are_none_and_few_look_ups() {
        Visit visit = new Visit();
        List<String> five = new ArrayList<>(List.of(visit.token));
        for (char last : new char[] {'A', 'B', 'C', 'D'}) {
            five.add(visit.token.substring(0, 60) + "AAA" + last);
        }
        visit.site.store().forgetCounts();
        visit.findsNone(
                "Cookie: " + five.stream().map(token -> NAME + "=" + token).collect(Collectors.joining("; ")));
        assertTrue(visit.site.store().calls(StoreVerb.FIND) <= 4);
    }

    /** Cookie input 28: refused or understood, and the server goes on. */
    @Test
    public void very_many_cookies_do_no_harm() {
        Visit visit = new Visit();
        String ours = NAME + "=" + visit.token;
        for (int pairs : new int[] {150, 10_000, 100_000}) {
            String many =
                    IntStream.range(0, pairs).mapToObj(i -> "c" + i + "=v").collect(Collectors.joining("; "));
            visit.survives("Cookie: " + many + "; " + ours);
        }
        visit.finds("Cookie: " + ours);
    }

    /** Cookie inputs 34 and 35. */
    @Test
    public void a_token_in_another_place_is_ignored() {
        Visit visit = new Visit();
        String token = visit.token;
        for (String target : List.of("/look?" + NAME + "=" + token, "/look?jsessionid=" + token + "&sid=" + token)) {
            visit.site.client().get(target, Visit.HTTPS).expect("none");
        }
        WireResponse inPath = visit.site.client().get("/look;jsessionid=" + token, Visit.HTTPS);
        assertFalse(inPath.body().contains("some"), inPath::toString);
        visit.asksNobody("Authorization: Bearer " + token);
        visit.asksNobody("X-Session-Id: " + token, "Cookie2: " + NAME + "=" + token);
        visit.asksNobody("Cookie: JSESSIONID=" + token + "; sid=" + token + "; __Host-other=" + token);
    }

    /** A site behind TLS with one live session. */
    private final class Visit {
        private static final String HTTPS = "X-Forwarded-Proto: https";
        private final AtomicInteger reached = new AtomicInteger();
        private final Site site = site().behindTls()
                .serverMayRepeatRequests()
                .cookie(cookie -> cookie.name(NAME))
                .page("/look", exchange -> {
                    reached.incrementAndGet();
                    exchange.write(exchange.session().isPresent() ? "some" : "none");
                })
                .start();
        private final String token;

        Visit() {
            Browser browser = site.browser();
            browser.get("/add").expect("visits 1");
            token = browser.token();
        }

        void finds(String... lines) {
            look(lines).expect("some");
        }

        /** A session is not found: the application says so, or the server refused the request before it came there. */
        void findsNone(String... lines) {
            int before = reached.get();
            WireResponse response = look(lines);
            if (reached.get() > before || response.status() < 400) {
                response.expect("none").withoutSessionCookie();
            }
        }

        void asksNobody(String... lines) {
            site.store().forgetCounts();
            findsNone(lines);
            assertEquals(0, site.store().calls(), () -> "look-ups for " + Arrays.toString(lines));
        }

        void survives(String... lines) {
            int before = reached.get();
            WireClient.Call call = call(lines);
            try {
                WireResponse response = call.response();
                assertTrue(response.status() < 400 || reached.get() == before, () -> "status " + response.status());
            } catch (java.io.UncheckedIOException closed) {
                call.close(); // the server did not even want to read it, and its answer was lost with the connection
            }
        }

        private WireResponse look(String... lines) {
            return call(lines).response();
        }

        private WireClient.Call call(String... lines) {
            List<String> all = new ArrayList<>(List.of(HTTPS));
            all.addAll(List.of(lines));
            return site.client().start("GET", "/look", "shop.example", all);
        }
    }
}
