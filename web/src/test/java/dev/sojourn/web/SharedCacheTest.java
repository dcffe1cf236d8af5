// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * W50, ASVS 14.2.2: behind a cache that keeps all that RFC 9111 lets a shared cache keep, lines with {@code Set-Cookie} too
 * (§7.3), nobody gets anybody else's cookie or page.
 */
class SharedCacheTest {
    private static final List<String> PAGES = List.of("/", "/shop", "/about");

    private final Site site = new Site();
    private final List<Kept> cache = new ArrayList<>();
    private int hits;

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void no_visitor_gets_anothers_cookie_or_page() {
        Random chance = new Random(50);
        Map<String, String> cookies = new HashMap<>();
        Map<String, Set<String>> ownersOfTokens = new HashMap<>();
        for (int request = 0; request < 500; request++) {
            String visitor = "visitor-" + chance.nextInt(5);
            String path = PAGES.get(chance.nextInt(PAGES.size()));
            Answer answer = ask(path, Optional.ofNullable(cookies.get(visitor)), visitor);
            answer.cookie().ifPresent(token -> {
                cookies.put(visitor, token);
                ownersOfTokens.computeIfAbsent(token, key -> new HashSet<>()).add(visitor);
            });
            assertTrue(Set.of("for all", visitor).contains(answer.body()), path + " showed " + answer.body());
            if (chance.nextInt(20) == 0) {
                cookies.remove(visitor);
            }
        }

        ownersOfTokens.forEach((token, owners) -> assertEquals(1, owners.size(), "one token, one visitor"));
        assertTrue(ownersOfTokens.size() > 5, "there were sessions");
        assertTrue(hits > 50, "the cache did keep pages");
    }

    /** Through the cache, if it has a page that fits. */
    private Answer ask(String path, Optional<String> token, String visitor) {
        FakeExchange exchange = FakeExchange.secure(path);
        token.ifPresent(value -> exchange.cookies(Site.NAME + "=" + value));
        for (Kept kept : cache) {
            if (kept.fits(path, exchange)) {
                hits++;
                return kept.answer();
            }
        }
        String[] body = {"for all"};
        site.serve(exchange, request -> body[0] = page(path, request, exchange, visitor));
        List<String> lines = exchange.setCookies();
        Answer answer = new Answer(lines.stream().findFirst().map(Site::value), body[0]);
        if (mayBeKept(exchange)) {
            cache.add(Kept.of(path, exchange, answer));
        }
        return answer;
    }

    /** The shop greets its visitor, and says itself that it may be cached; {@code /about} knows nobody. */
    private static String page(String path, RequestSession request, FakeExchange exchange, String visitor) {
        if (!path.equals("/about")) {
            if (path.equals("/shop")) {
                exchange.setResponseHeader("Cache-Control", "public, max-age=600");
            }
            return request.sessionOrCreate().update("user", visitor, same -> same);
        }
        return "for all";
    }

    private static boolean mayBeKept(FakeExchange exchange) {
        String directives =
                String.join(",", exchange.responseHeaders("Cache-Control")).toLowerCase(Locale.ROOT);
        return !directives.contains("no-store") && !directives.contains("private");
    }

    /** What came out of the cache or the site. */
    private record Answer(Optional<String> cookie, String body) {}

    /**
     * A page in the cache.
     *
     * @param varying the request's fields that the answer depends on
     */
    private record Kept(String path, Map<String, List<String>> varying, Answer answer) {

        static Kept of(String path, FakeExchange exchange, Answer answer) {
            Map<String, List<String>> varying = new HashMap<>();
            for (String line : exchange.responseHeaders("Vary")) {
                for (String field : line.split(", *", -1)) {
                    varying.put(field, exchange.requestHeaders(field));
                }
            }
            return new Kept(path, varying, answer);
        }

        boolean fits(String asked, FakeExchange exchange) {
            return path.equals(asked)
                    && varying.entrySet().stream()
                            .allMatch(field -> field.getValue().equals(exchange.requestHeaders(field.getKey())));
        }
    }
}
