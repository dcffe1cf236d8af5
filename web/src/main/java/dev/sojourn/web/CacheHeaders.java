// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What caches must know about a response that has to do with a session, merged with what the application said.
 *
 * <p>Source: RFC 9110 §12.5.5 (Vary); RFC 9111 §5.2.2 and §7.3 (a shared cache may store Set-Cookie).
 */
final class CacheHeaders {
    private static final String VARY = "Vary";
    private static final String CACHE_CONTROL = "Cache-Control";

    private CacheHeaders() {}

    /** The response depends on these request headers. */
    static void vary(WebExchange exchange, List<String> requestHeaders) {
        List<String> said = elements(exchange.responseHeaders(VARY));
        List<String> all = new ArrayList<>(said);
        for (String header : requestHeaders) {
            if (said.stream().noneMatch(name -> name.equals("*") || name.equalsIgnoreCase(header))) {
                all.add(header);
            }
        }
        if (all.size() > said.size()) {
            exchange.setResponseHeader(VARY, String.join(", ", all));
        }
    }

    /**
     * The response carries a token: no cache may give it to somebody else.
     *
     * <p>{@code no-store} if the application said nothing; otherwise its own words, made {@code private} unless they are as
     * strict already.
     */
    static void keepPrivate(WebExchange exchange) {
        List<String> directives = elements(exchange.responseHeaders(CACHE_CONTROL));
        if (directives.isEmpty()) {
            exchange.setResponseHeader(CACHE_CONTROL, "no-store");
            return;
        }
        if (directives.stream().anyMatch(CacheHeaders::isStrict)) {
            return;
        }
        List<String> all = new ArrayList<>(directives);
        all.removeIf(CacheHeaders::isForSharedCaches);
        all.add("private");
        exchange.setResponseHeader(CACHE_CONTROL, String.join(", ", all));
    }

    private static boolean isStrict(String directive) {
        return directive.equalsIgnoreCase("no-store") || directive.equalsIgnoreCase("private");
    }

    private static boolean isForSharedCaches(String directive) {
        String name = directive.toLowerCase(Locale.ROOT);
        return name.equals("public") || name.startsWith("s-maxage=");
    }

    /** The elements of a list header; a comma between quotes does not separate. */
    private static List<String> elements(List<String> lines) {
        List<String> elements = new ArrayList<>();
        for (String line : lines) {
            boolean quoted = false;
            int start = 0;
            for (int i = 0; i <= line.length(); i++) {
                boolean end = i == line.length();
                if (!end && line.charAt(i) == '"') {
                    quoted = !quoted;
                }
                if (end || (line.charAt(i) == ',' && !quoted)) {
                    String element = HttpText.trimmed(line, start, i);
                    if (!element.isEmpty()) {
                        elements.add(element);
                    }
                    start = i + 1;
                }
            }
        }
        return elements;
    }
}
