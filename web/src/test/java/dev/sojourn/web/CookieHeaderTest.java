// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The parser alone: what it finds in the lines. What becomes of that is in {@link CookieInputsTest}. */
class CookieHeaderTest {
    private static final String NAME = "__Host-id";

    private static List<String> values(String... lines) {
        return CookieHeader.values(List.of(lines), NAME, 5);
    }

    @Test
    void cookie_input_1_one_pair() {
        assertEquals(List.of("V"), values("__Host-id=V"));
    }

    @Test
    void cookie_input_2_among_others() {
        assertEquals(List.of("V"), values("a=1; __Host-id=V; b=2"));
    }

    @Test
    void cookie_input_3_in_the_second_line() {
        assertEquals(List.of("V"), values("a=1", "__Host-id=V"));
    }

    @Test
    void cookie_input_4_twenty_lines_of_one_pair() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            lines.add("c" + i + "=" + i);
        }
        lines.add(13, "__Host-id=V");
        assertEquals(List.of("V"), CookieHeader.values(lines, NAME, 5));
    }

    @Test
    void cookie_input_5_no_space_between() {
        assertEquals(List.of("V"), values("a=1;__Host-id=V"));
    }

    @Test
    void cookie_input_6_spaces_around_everything() {
        assertEquals(List.of("V"), values("a=1 ;  __Host-id = V "));
    }

    @Test
    void cookie_input_7_tabs_around_the_equals_sign() {
        assertEquals(List.of("V"), values("__Host-id\t=\tV"));
    }

    @Test
    void cookie_input_8_stray_semicolons() {
        assertEquals(List.of("V"), values("__Host-id=V;"));
        assertEquals(List.of("V"), values(";__Host-id=V"));
        assertEquals(List.of("V"), values(";;;__Host-id=V;;;"));
        assertEquals(List.of(), values(";;;"));
    }

    @Test
    void cookie_input_9_nothing_there() {
        assertEquals(List.of(), values(""));
        assertEquals(List.of(), values());
        assertEquals(List.of(), values("   "));
    }

    @Test
    void cookie_input_10_no_equals_sign() {
        assertEquals(List.of(), values("__Host-id"));
        assertEquals(List.of(), values("__Host-id; b=2"), "and it does not take the next pair's");
    }

    /** Also W46: a cookie without a name cannot pass for ours. */
    @Test
    void cookie_input_11_nameless() {
        assertEquals(List.of(), values("=__Host-id=V"));
    }

    @Test
    void cookie_input_12_two_equals_signs_and_no_name() {
        assertEquals(List.of(), values("==V"));
    }

    @Test
    void cookie_input_13_empty_value() {
        assertEquals(List.of(), values("__Host-id="));
        assertEquals(List.of(), values("__Host-id=  ; a=1"));
    }

    /** Also T50: only the first equals sign separates. */
    @Test
    void cookie_input_14_value_that_begins_with_equals() {
        assertEquals(List.of("=V"), values("__Host-id==V"));
        assertEquals(List.of("a=b=c"), values("__Host-id=a=b=c"));
    }

    @Test
    void cookie_input_15_name_in_another_case() {
        assertEquals(List.of(), values("__host-id=V; __HOST-ID=V; __Host-ID=V"));
    }

    /** Also W46: names are never decoded. */
    @Test
    void cookie_input_16_name_in_percent_code() {
        assertEquals(List.of(), values("__%48ost-id=V; %5f%5fHost-id=V"));
    }

    @Test
    void cookie_input_17_name_with_lookalikes() {
        assertEquals(List.of(), values("\u00A0__Host-id=V"));
        assertEquals(List.of(), values("__Host-id\u00A0=V"));
        assertEquals(List.of(), values("__Host-\u0131d=V; __Host\u2010id=V; _\uFF3FHost-id=V"));
        assertEquals(List.of(), CookieHeader.values(List.of("\u212A=V"), "K", 5), "the Kelvin sign is no K");
        assertEquals(List.of(), values("__Host-id\u0000=V"));
        assertEquals(List.of(), values("\u000B__Host-id=V"), "a vertical tab is not optional space");
    }

    /** Also W45: quotes are bytes of the value. */
    @Test
    void cookie_input_18_quoted_value_keeps_its_quotes() {
        assertEquals(List.of("\"V\""), values("__Host-id=\"V\""));
    }

    /** Also W45: a quoted text does not hide what stands between its quotes, nor does it protect it. */
    @Test
    void cookie_input_19_quotes_do_not_join_pairs() {
        assertEquals(List.of("EVIL"), values("x=\"a; __Host-id=EVIL; b\""));
    }

    /** Also W45. */
    @Test
    void cookie_input_20_unterminated_quote_swallows_nothing() {
        assertEquals(List.of("V"), values("x=\"unterminated; __Host-id=V"));
    }

    /** Also W45. */
    @Test
    void cookie_input_21_escaped_quote_escapes_nothing() {
        assertEquals(List.of("V"), values("x=\\\"; __Host-id=V"));
    }

    /** Also W46: only a semicolon separates. */
    @Test
    void cookie_input_22_comma_does_not_separate() {
        assertEquals(List.of(), values("x=a,__Host-id=V"));
    }

    @Test
    void cookie_input_23_relics_of_rfc_2965_are_plain_cookies() {
        assertEquals(List.of("V"), values("$Version=1; __Host-id=V; $Path=/"));
    }

    @Test
    void cookie_input_24_the_same_value_twice_is_one() {
        assertEquals(List.of("V"), values("__Host-id=V; __Host-id=V", "__Host-id=V"));
    }

    @Test
    void cookie_input_25_different_values_in_their_order() {
        assertEquals(List.of("V", "garbage"), values("__Host-id=V; __Host-id=garbage"));
        assertEquals(List.of("garbage", "V"), values("__Host-id=garbage; __Host-id=V"));
    }

    @Test
    void cookie_input_27_stops_after_the_most_that_are_wanted() {
        assertEquals(
                5,
                values("__Host-id=1; __Host-id=2; __Host-id=3; __Host-id=4; __Host-id=5; __Host-id=6")
                        .size());
    }

    /** Also W64: many cookies and long lines cost little, and beyond the limits nothing is read at all. */
    @Test
    void cookie_input_28_many_pairs_and_long_lines() {
        assertEquals(List.of("V"), values("a=1; ".repeat(199) + "__Host-id=V"));
        assertEquals(List.of(), values("__Host-id=V; " + "a=1;".repeat(9_999)));
        String full = "__Host-id=V; a=";
        assertEquals(List.of("V"), values(full + "x".repeat(CookieHeader.MOST_CHARACTERS - full.length())));
        assertEquals(List.of(), values(full + "x".repeat(CookieHeader.MOST_CHARACTERS - full.length() + 1)));
        String bareNames = "x".repeat(1 << 20);
        String semicolons = ";".repeat(1 << 20);
        assertTimeout(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 100; i++) {
                assertEquals(List.of(), values("__Host-id=V; ", bareNames));
                assertEquals(List.of(), values(semicolons));
            }
        });
    }

    /** Also W64: the limit counts pairs, however they are spread over lines. */
    @Test
    void cookie_input_28_limits_hold_over_all_lines_together() {
        List<String> lines = new ArrayList<>(Collections.nCopies(CookieHeader.MOST_PAIRS - 1, "a=1"));
        lines.add("__Host-id=V");
        assertEquals(List.of("V"), CookieHeader.values(lines, NAME, 5));
        lines.add("b=2");
        assertEquals(List.of(), CookieHeader.values(lines, NAME, 5));
    }

    @Test
    void cookie_input_29_values_are_passed_on_as_they_are_but_never_longer_than_a_cookie() {
        assertEquals(List.of("V%20"), values("__Host-id=V%20"));
        assertEquals(List.of("x".repeat(4096)), values("__Host-id=" + "x".repeat(4096)));
        assertEquals(List.of(), values("__Host-id=" + "x".repeat(4097)));
    }

    /** Whatever the bytes, the result is what the rules say, computed here in the slow and obvious way. */
    @Test
    void agrees_with_the_obvious_algorithm_on_random_lines() {
        Random random = new Random(20260301);
        String alphabet = "ab=; \t\",\\%$\u0000\u00A0\u0085x";
        for (int round = 0; round < 10_000; round++) {
            List<String> lines = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                StringBuilder line = new StringBuilder();
                for (int j = random.nextInt(20); j > 0; j--) {
                    line.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                lines.add(line.toString());
            }
            assertEquals(obvious(lines, "a"), CookieHeader.values(lines, "a", 100), lines::toString);
        }
    }

    /** A pair that is bad, whatever is wrong with it, changes nothing about the pairs around it. */
    @Test
    void a_bad_pair_does_not_affect_its_neighbours() {
        Random random = new Random(7);
        for (int round = 0; round < 10_000; round++) {
            StringBuilder bad = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                char c = (char) random.nextInt(256);
                bad.append(c == ';' ? '.' : c);
            }
            List<String> found = values("x=1; " + bad + "; __Host-id=V; y=2");
            assertTrue(found.contains("V"), bad::toString);
        }
    }

    private static List<String> obvious(List<String> lines, String name) {
        Set<String> found = new LinkedHashSet<>();
        for (String pair : String.join(";", lines).split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && strip(pair.substring(0, equals)).equals(name)) {
                found.add(strip(pair.substring(equals + 1)));
            }
        }
        found.remove("");
        return List.copyOf(found);
    }

    private static String strip(String text) {
        return text.replaceAll("^[ \t]+", "").replaceAll("[ \t]+\\z", "");
    }
}
