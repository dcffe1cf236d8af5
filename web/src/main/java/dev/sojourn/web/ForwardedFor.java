// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The addresses that proxies say they got a request from, the nearest last.
 *
 * <p>Each proxy adds the other end of its own connection at the end, so whatever a client writes stands before that.
 */
final class ForwardedFor {
    private static final int MOST_PROXIES = 16;

    private ForwardedFor() {}

    /**
     * The address of the first end that is no trusted proxy, seen from here.
     *
     * @return empty if it cannot be told: the word of a trusted proxy is missing or no address, its two headers differ, or
     *     there are too many proxies
     */
    static Optional<InetAddress> clientOf(WebExchange exchange, TrustedProxies proxies) {
        String direct = exchange.remoteAddress();
        if (!proxies.trusts(direct)) {
            return AddressRange.address(direct);
        }
        Optional<InetAddress> plain = firstStranger(plainElements(exchange), proxies);
        Optional<InetAddress> standard = firstStranger(standardElements(exchange), proxies);
        if (plain.isPresent() && standard.isPresent() && !plain.equals(standard)) {
            return Optional.empty();
        }
        return plain.or(() -> standard);
    }

    private static Optional<InetAddress> firstStranger(List<String> elements, TrustedProxies proxies) {
        int last = elements.size() - 1;
        for (int i = last; i >= 0 && last - i < MOST_PROXIES; i--) {
            String node = withoutPort(elements.get(i));
            if (!proxies.trusts(node)) {
                return AddressRange.address(node);
            }
        }
        return Optional.empty();
    }

    private static List<String> plainElements(WebExchange exchange) {
        return elements(exchange.requestHeaders("X-Forwarded-For"));
    }

    private static List<String> standardElements(WebExchange exchange) {
        return elements(exchange.requestHeaders("Forwarded")).stream()
                .map(ForwardedFor::forParameter)
                .toList();
    }

    private static List<String> elements(List<String> lines) {
        List<String> all = new ArrayList<>();
        for (String line : lines) {
            all.addAll(List.of(line.split(",", -1)));
        }
        return all;
    }

    /** The node of {@code for=node}, without quotes; an empty text if there is none. */
    private static String forParameter(String element) {
        for (String parameter : element.split(";", -1)) {
            String trimmed = HttpText.trim(parameter);
            if (trimmed.toLowerCase(Locale.ROOT).startsWith("for=")) {
                return trimmed.substring(4).replace("\"", "");
            }
        }
        return "";
    }

    /** The address of {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}, {@code [2001:db8::1]} or an address alone. */
    private static String withoutPort(String node) {
        String text = HttpText.trim(node);
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? "" : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }
}
