// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Carries the token in several ways at once: reads what any of them finds, in their order, and writes all of them.
 *
 * <p>Immutable and thread-safe. Beware of a cookie and a header together: every browser then gets the token in a header too,
 * where scripts of the page can read it, and {@code HttpOnly} protects nothing. Where that matters, have two
 * {@link WebSessions}, one for pages and one for the interface of programs, on the same session manager.
 */
public final class CompositeTransport implements SessionTransport {
    private final List<SessionTransport> transports;

    private CompositeTransport(List<SessionTransport> transports) {
        this.transports = transports;
    }

    /**
     * These, in this order.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CompositeTransport of(SessionTransport... transports) {
        if (transports.length == 0) {
            throw new IllegalArgumentException("a composite transport needs at least one transport, got none");
        }
        return new CompositeTransport(List.of(transports));
    }

    @Override
    public List<String> tokens(WebExchange exchange) {
        Set<String> found = new LinkedHashSet<>();
        transports.forEach(transport -> found.addAll(transport.tokens(exchange)));
        return found.stream().limit(MOST_CANDIDATES + 1L).toList();
    }

    /** Whether any of them could. */
    @Override
    public boolean canSend(WebExchange exchange) {
        return any(transport -> transport.canSend(exchange));
    }

    @Override
    public void send(WebExchange exchange, String token, Optional<Duration> timeToLive) {
        transports.forEach(transport -> transport.send(exchange, token, timeToLive));
    }

    @Override
    public void remove(WebExchange exchange) {
        transports.forEach(transport -> transport.remove(exchange));
    }

    @Override
    public List<String> variesOn() {
        return transports.stream()
                .flatMap(transport -> transport.variesOn().stream())
                .distinct()
                .toList();
    }

    /** Whether any of them does. */
    @Override
    public boolean covers(WebExchange exchange) {
        return any(transport -> transport.covers(exchange));
    }

    /** Those of the first that has any. */
    @Override
    public TrustedProxies trustedProxies() {
        return transports.stream()
                .map(SessionTransport::trustedProxies)
                .filter(proxies -> proxies != TrustedProxies.none())
                .findFirst()
                .orElseGet(TrustedProxies::none);
    }

    /** Whether any of them does. */
    @Override
    public boolean rolling() {
        return any(SessionTransport::rolling);
    }

    @Override
    public boolean fromCookie(WebExchange exchange, String token) {
        return any(transport -> transport.fromCookie(exchange, token));
    }

    @Override
    public boolean fromUrl(WebExchange exchange, String token) {
        return any(transport -> transport.fromUrl(exchange, token));
    }

    private boolean any(Predicate<SessionTransport> question) {
        return transports.stream().anyMatch(question);
    }
}
