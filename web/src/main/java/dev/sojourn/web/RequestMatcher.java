// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Picks requests, for example those that never have a session. Implementations are thread-safe and quick.
 *
 * <p>Not for deciding who may do what: it sees the request before any router decoded it.
 */
@FunctionalInterface
public interface RequestMatcher {

    /** Whether the request is one of those. */
    boolean matches(WebExchange exchange);

    /**
     * Requests to these paths, as Servlet mappings write them.
     *
     * <p>{@code /health} is that path alone, {@code /static/*} is {@code /static} and all below it, {@code *.css} is every
     * path with that end. Compared with the path as it was sent: undecoded, case-sensitive, with the prefix where the
     * application is mounted.
     *
     * @throws IllegalArgumentException that names each pattern of another form
     */
    static RequestMatcher paths(String... patterns) {
        List<String> wrong =
                Stream.of(patterns).filter(pattern -> !isPattern(pattern)).toList();
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(
                    "a path pattern must look like /exact, /below/* or *.suffix, these do not: " + wrong);
        }
        List<Predicate<String>> tests =
                Stream.of(patterns).map(RequestMatcher::test).toList();
        return exchange -> tests.stream().anyMatch(test -> test.test(exchange.path()));
    }

    /** Requests with these methods; {@code GET} and {@code get} are different methods, as in HTTP. */
    static RequestMatcher methods(String... methods) {
        List<String> all = List.of(methods);
        return exchange -> all.contains(exchange.method());
    }

    private static boolean isPattern(String pattern) {
        int star = pattern.indexOf('*');
        boolean exact = star < 0 && pattern.startsWith("/");
        boolean below = star == pattern.length() - 1 && pattern.startsWith("/") && pattern.endsWith("/*");
        boolean suffix = pattern.startsWith("*.") && pattern.length() > 2 && pattern.indexOf('*', 1) < 0;
        return exact || below || suffix;
    }

    private static Predicate<String> test(String pattern) {
        if (pattern.startsWith("*")) {
            return path -> path.endsWith(pattern.substring(1));
        }
        if (pattern.endsWith("/*")) {
            String above = pattern.substring(0, pattern.length() - 2);
            return path -> path.equals(above) || path.startsWith(above + "/");
        }
        return pattern::equals;
    }
}
