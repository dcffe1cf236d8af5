// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.csrf;

import dev.sojourn.web.GuardedRequest;
import dev.sojourn.web.Origin;
import dev.sojourn.web.WebExchange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who made a request, by what the browser says of it: {@code Sec-Fetch-Site}, else {@code Origin}, else {@code Referer}.
 *
 * <p>Scripts of pages can set none of them. Source: Fetch Metadata Request Headers (W3C) §2; RFC 6454 §7.
 */
final class OriginCheck {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Set<Origin> trusted;
    private final boolean legacyClients;

    OriginCheck(Set<Origin> trusted, boolean legacyClients) {
        this.trusted = Set.copyOf(trusted);
        this.legacyClients = legacyClients;
    }

    /** Whether a request may change nothing, so that nobody can do harm by forging it. */
    static boolean isSafe(WebExchange exchange) {
        return SAFE_METHODS.contains(exchange.method()) && !opensWebSocket(exchange);
    }

    /** A socket is opened with GET, and lets the page that opened it do all that its user may. */
    private static boolean opensWebSocket(WebExchange exchange) {
        return exchange.requestHeaders("Upgrade").stream()
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("websocket"));
    }

    /** Why an unsafe request is refused; empty if it passes. */
    Optional<RefusalReason> check(GuardedRequest request) {
        WebExchange exchange = request.exchange();
        List<String> sites = exchange.requestHeaders("Sec-Fetch-Site");
        List<String> origins = exchange.requestHeaders("Origin");
        List<String> referers = exchange.requestHeaders("Referer");
        if (sites.size() > 1 || origins.size() > 1 || referers.size() > 1) {
            return Optional.of(RefusalReason.REPEATED_HEADER);
        }
        if (!sites.isEmpty()) {
            return bySite(sites.get(0).trim(), origins);
        }
        if (!origins.isEmpty()) {
            return byOrigin(Origin.parse(origins.get(0).trim()), request, RefusalReason.FOREIGN_ORIGIN);
        }
        if (!referers.isEmpty()) {
            return byOrigin(originOf(referers.get(0).trim()), request, RefusalReason.FOREIGN_REFERER);
        }
        return legacyClients || !request.showsCookie() ? Optional.empty() : Optional.of(RefusalReason.UNKNOWN_ORIGIN);
    }

    /** Whether nothing says that a browser made the request. */
    static boolean isSilent(WebExchange exchange) {
        return exchange.requestHeaders("Sec-Fetch-Site").isEmpty()
                && exchange.requestHeaders("Origin").isEmpty()
                && exchange.requestHeaders("Referer").isEmpty();
    }

    private Optional<RefusalReason> bySite(String site, List<String> origins) {
        if (site.indexOf(',') >= 0) {
            return Optional.of(RefusalReason.REPEATED_HEADER);
        }
        boolean passes = OWN_SITES.contains(site)
                || origins.stream()
                        .map(String::trim)
                        .flatMap(text -> Origin.parse(text).stream())
                        .anyMatch(trusted::contains);
        return passes ? Optional.empty() : Optional.of(RefusalReason.CROSS_SITE);
    }

    private Optional<RefusalReason> byOrigin(
            Optional<Origin> claimed, GuardedRequest request, RefusalReason otherwise) {
        boolean ours = claimed.isPresent() && (trusted.contains(claimed.get()) || claimed.equals(request.origin()));
        return ours ? Optional.empty() : Optional.of(otherwise);
    }

    private static Optional<Origin> originOf(String referer) {
        int authority = referer.indexOf("://") + 3;
        if (authority < 3) {
            return Optional.empty();
        }
        int end = authority;
        while (end < referer.length() && "/?#".indexOf(referer.charAt(end)) < 0) {
            end++;
        }
        return Origin.parse(referer.substring(0, end));
    }
}
