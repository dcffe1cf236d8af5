// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * Tells a developer's own browser on the same machine from everything else.
 *
 * <p>All three signs are needed: a proxy on the same machine has a loopback address too, but passes on the visitor's
 * {@code Host} or adds a header that says that it is one; and no browser can be made to send {@code Host: localhost} to a
 * public site. A proxy on this machine that puts its own address in {@code Host} and adds no header cannot be told from a
 * developer: with such a proxy choose {@code secureAlways()}.
 */
final class LocalDevelopment {
    private static final List<String> SIGNS_OF_A_PROXY = List.of(
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Server",
            "X-Forwarded-Ssl",
            "X-Forwarded-Scheme",
            "X-Forwarded-Prefix",
            "X-Real-IP",
            "Via");

    private LocalDevelopment() {}

    static boolean is(WebExchange exchange) {
        List<String> hosts = exchange.requestHeaders("Host");
        return isLoopback(exchange.remoteAddress())
                && hosts.size() == 1
                && isLocalName(withoutPort(HttpText.trim(hosts.get(0))))
                && SIGNS_OF_A_PROXY.stream()
                        .allMatch(name -> exchange.requestHeaders(name).isEmpty());
    }

    private static boolean isLoopback(String address) {
        return AddressRange.address(address)
                .filter(InetAddress::isLoopbackAddress)
                .isPresent();
    }

    private static String withoutPort(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? "" : host.substring(1, end);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private static boolean isLocalName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost") || isLoopback(name);
    }
}
