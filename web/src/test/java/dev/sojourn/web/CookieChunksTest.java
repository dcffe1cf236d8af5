// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** G21-162, W63, cookie input 36, ASVS 3.3.5: a long token in several cookies. */
class CookieChunksTest {
    private static final String NAME = "__Host-sid";

    private final CookieTransport transport = CookieTransport.of(
            SessionCookie.builder().chunked(12_000).build(), TrustedProxies.none(), new SettableClock());

    private static String token(int length) {
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < length; index++) {
            text.append((char) ('a' + index * 7 % 26));
        }
        return text.toString();
    }

    private List<String> sent(String token, String... presented) {
        FakeExchange exchange = FakeExchange.secure();
        for (String line : presented) {
            exchange.cookies(line);
        }
        transport.send(exchange, token, Optional.empty());
        return exchange.setCookies();
    }

    /** The pairs as a browser sends them back. */
    private static List<String> pairs(List<String> lines) {
        return lines.stream().map(line -> line.split(";", 2)[0]).toList();
    }

    private List<String> read(List<String> pairs) {
        return transport.tokens(FakeExchange.secure().cookies(String.join("; ", pairs)));
    }

    /** Cookie input 46: name and value of no cookie have more than 4,096 characters, and none is cut that need not be. */
    @Test
    void each_cookie_is_as_long_as_browsers_keep() {
        assertEquals(List.of(NAME + "=" + token(4_086)), pairs(sent(token(4_086))));
        for (int length : List.of(4_087, 8_168, 8_169, 12_000)) {
            List<String> pairs = pairs(sent(token(length)));
            assertEquals((length + 4_083) / 4_084, pairs.size(), "parts of " + length);
            pairs.forEach(pair -> assertTrue(pair.length() - 1 <= 4_096, pair.length() + " characters"));
            assertEquals(List.of(token(length)), read(pairs));
        }
    }

    @Test
    void each_part_has_the_attributes_of_the_cookie() {
        List<String> lines = sent(token(9_000));
        assertEquals(
                List.of(NAME, NAME + ".1", NAME + ".2"),
                lines.stream().map(line -> line.split("=", 2)[0]).toList());
        lines.forEach(line ->
                assertTrue(line.endsWith("; Path=/; Secure; HttpOnly; SameSite=Lax"), () -> line.split(";", 2)[1]));
    }

    /** G21-162: parts that the browser has and the token no longer needs go, others are not mentioned. */
    @Test
    void shrinking_removes_what_is_left_over() {
        List<String> pairs = pairs(sent(token(12_000)));
        List<String> lines = sent("short", String.join("; ", pairs));
        assertEquals(List.of(NAME + "=short", NAME + ".1=", NAME + ".2="), pairs(lines));
        assertTrue(lines.get(2).startsWith(NAME + ".2=; Path=/; Max-Age=0;"));
        assertEquals(List.of(NAME + "=short"), pairs(sent("short", NAME + "=other; " + NAME + ".9=x")));
    }

    @Test
    void removal_takes_all_parts() {
        FakeExchange exchange = FakeExchange.secure().cookies(String.join("; ", pairs(sent(token(9_000)))));
        transport.remove(exchange);
        assertEquals(List.of(NAME + "=", NAME + ".1=", NAME + ".2="), pairs(exchange.setCookies()));
    }

    /** One line for each name, however often the response is given another token. */
    @Test
    void the_last_token_of_a_response_counts() {
        FakeExchange exchange =
                FakeExchange.secure().cookies(NAME + "=2.a; " + NAME + ".1=b").respond("Set-Cookie", "theme=dark");
        transport.send(exchange, token(12_000), Optional.of(Duration.ofMinutes(5)));
        transport.send(exchange, token(5_000), Optional.empty());
        assertEquals(
                List.of("theme", NAME, NAME + ".1"),
                exchange.setCookies().stream()
                        .map(line -> line.split("=", 2)[0])
                        .toList());
        transport.send(exchange, "short", Optional.empty());
        assertEquals(List.of("theme=dark", NAME + "=short", NAME + ".1="), pairs(exchange.setCookies()));
    }

    /** Cookie input 36: swapped, missing, doubled, mixed; what is put together is judged by its seal, or is nothing. */
    @Test
    void parts_that_do_not_belong_together_are_no_token_of_ours() {
        List<String> pairs = pairs(sent(token(12_000)));
        assertEquals(List.of(), read(pairs.subList(0, 2)), "the last is missing");
        assertEquals(List.of(), read(List.of(pairs.get(0), pairs.get(2))), "the second is missing");
        assertEquals(List.of(), read(pairs.subList(1, 3)), "the first is missing");
        List<String> doubled = new ArrayList<>(pairs);
        doubled.add(NAME + ".1=other");
        assertEquals(List.of(), read(doubled));
        List<String> more = new ArrayList<>(pairs);
        more.add(NAME + ".3=more");
        assertEquals(List.of(token(12_000)), read(more), "one more than counted is not looked at");
        String swapped = read(List.of(
                        pairs.get(0),
                        pairs.get(2).replace(NAME + ".2=", NAME + ".1="),
                        pairs.get(1).replace(NAME + ".1=", NAME + ".2=")))
                .get(0);
        assertTrue(!swapped.equals(token(12_000)) && swapped.length() == 12_000);
    }

    /** W63: the count is looked at before anything is made room for. */
    @Test
    void a_count_that_cannot_be_is_no_count() {
        assertEquals(List.of("1000000000.abc"), read(List.of(NAME + "=1000000000.abc")));
        for (String first : List.of("0.abc", "1.abc", "6.abc", "9.abc", "-.abc", "x.abc", "2.", "\u0664.abc")) {
            assertEquals(List.of(), read(List.of(NAME + "=" + first)), first);
        }
        List<String> large = new ArrayList<>(List.of(NAME + "=5." + token(4_000)));
        for (int part = 1; part < 5; part++) {
            large.add(NAME + "." + part + "=" + token(4_000));
        }
        assertEquals(List.of(), read(large), "more than the 12,000 that are allowed");
    }

    /** Fault 36: too long for all parts together is the error that a long token is without parts. */
    @Test
    void too_long_is_an_error() {
        assertThrows(IllegalStateException.class, () -> sent(token(12_001)));
        CookieTransport single =
                CookieTransport.of(SessionCookie.defaults(), TrustedProxies.none(), new SettableClock());
        assertThrows(
                IllegalStateException.class, () -> single.send(FakeExchange.secure(), token(4_087), Optional.empty()));
    }

    @Test
    void settings_are_checked() {
        for (int wrong : List.of(4_096, 16_385, 0, -1)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SessionCookie.builder().chunked(wrong).build());
        }
        assertThrows(IllegalArgumentException.class, () -> SessionCookie.builder()
                .name("n".repeat(65))
                .chunked(6_000)
                .build());
        SessionCookie longest =
                SessionCookie.builder().name("n".repeat(64)).chunked(16_384).build();
        assertEquals(Optional.of(16_384), longest.chunked());
        assertTrue(longest.toString().endsWith(", chunked up to 16384]"));
        FakeExchange exchange = FakeExchange.secure();
        CookieTransport.of(longest, TrustedProxies.none(), new SettableClock())
                .send(exchange, token(16_384), Optional.empty());
        assertEquals(5, exchange.setCookies().size());
    }
}
