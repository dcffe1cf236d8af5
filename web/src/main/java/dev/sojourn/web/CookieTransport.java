// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.web.SessionCookie.SecureMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries the token in a cookie. Thread-safe.
 *
 * <p>Reads the raw {@code Cookie} lines by itself and writes the {@code Set-Cookie} line by itself. A response gets at most
 * one line for this cookie and one for each of its parts, the last ones asked for; other cookies' lines stay as they are. On connections that the cookie is
 * not meant for, none is read either: what arrives there was planted or leaked.
 */
public final class CookieTransport implements SessionTransport {
    private static final System.Logger LOGGER = System.getLogger(CookieTransport.class.getName());
    private static final String COOKIE = "Cookie";
    private static final String SET_COOKIE = "Set-Cookie";

    private final SessionCookie cookie;
    private final TrustedProxies proxies;
    private final InstantSource clock;
    private final OccasionalLog log;

    private CookieTransport(SessionCookie cookie, TrustedProxies proxies, InstantSource clock) {
        this.cookie = cookie;
        this.proxies = proxies;
        this.clock = clock;
        this.log = new OccasionalLog(LOGGER, clock);
    }

    /**
     * In this cookie, behind these proxies.
     *
     * @param clock what {@code Expires} and the pause between warnings are reckoned from: the session manager's
     */
    public static CookieTransport of(SessionCookie cookie, TrustedProxies proxies, InstantSource clock) {
        return new CookieTransport(cookie, proxies, clock);
    }

    /** What the cookie looks like. */
    public SessionCookie cookie() {
        return cookie;
    }

    @Override
    public List<String> tokens(WebExchange exchange) {
        boolean secure = proxies.isSecure(exchange);
        if (!covers(exchange) || !isAllowed(exchange, secure)) {
            return List.of();
        }
        List<String> lines = exchange.requestHeaders(COOKIE);
        List<String> values = CookieHeader.values(lines, cookie.name(secure), MOST_CANDIDATES + 1);
        return cookie.chunks(secure)
                .map(chunks -> values.stream()
                        .flatMap(value -> chunks.joined(value, lines).stream())
                        .distinct()
                        .toList())
                .orElse(values);
    }

    @Override
    public boolean canSend(WebExchange exchange) {
        if (!covers(exchange)) {
            return false;
        }
        boolean allowed = isAllowed(exchange, proxies.isSecure(exchange));
        if (!allowed) {
            log.warn("A session was used over a connection that is not secure: no cookie is sent and nothing is stored."
                    + " If a proxy ends TLS, name its address with TrustedProxies and let it send X-Forwarded-Proto; if"
                    + " visitors are really meant to come over plain HTTP, say so with insecureAllowPlainHttp().");
        }
        return allowed;
    }

    @Override
    public void send(WebExchange exchange, String token, Optional<Duration> timeToLive) {
        boolean secure = proxies.isSecure(exchange);
        if (covers(exchange) && isAllowed(exchange, secure)) {
            List<String> values =
                    cookie.chunks(secure).map(chunks -> chunks.split(token)).orElse(List.of(token));
            Optional<Duration> age = maxAge(timeToLive);
            Instant now = clock.instant();
            List<String> lines = new ArrayList<>();
            for (int part = 0; part < values.size(); part++) {
                lines.add(line(secure, part).keep(values.get(part), age, now));
            }
            write(exchange, secure, lines);
        }
    }

    @Override
    public void remove(WebExchange exchange) {
        boolean secure = proxies.isSecure(exchange);
        if (covers(exchange) && isAllowed(exchange, secure)) {
            List<String> lines = new ArrayList<>();
            lines.add(line(secure, 0).remove());
            write(exchange, secure, lines);
        }
    }

    @Override
    public List<String> variesOn() {
        return List.of("Cookie");
    }

    /** Whether the browser sends the cookie to this path: RFC 6265bis §5.1.4, on the path as it was sent. */
    @Override
    public boolean covers(WebExchange exchange) {
        return covers(exchange.path().isEmpty() ? "/" : exchange.path());
    }

    boolean covers(String path) {
        String covered = cookie.path();
        return path.startsWith(covered)
                && (path.length() == covered.length() || covered.endsWith("/") || path.charAt(covered.length()) == '/');
    }

    @Override
    public TrustedProxies trustedProxies() {
        return proxies;
    }

    @Override
    public boolean rolling() {
        return cookie.rolling();
    }

    @Override
    public boolean fromCookie(WebExchange exchange, String token) {
        return tokens(exchange).contains(token);
    }

    /** Whether the cookie is meant for this request: for its path, and for its connection. */
    boolean mayCarry(WebExchange exchange) {
        return covers(exchange) && isAllowed(exchange, isSecure(exchange));
    }

    /** Whether the client's side of the connection is TLS. */
    boolean isSecure(WebExchange exchange) {
        return proxies.isSecure(exchange);
    }

    private boolean isAllowed(WebExchange exchange, boolean secure) {
        return secure
                || cookie.secure() == SecureMode.OFF
                || (cookie.secure() == SecureMode.AUTO && LocalDevelopment.is(exchange));
    }

    private Optional<Duration> maxAge(Optional<Duration> timeToLive) {
        return switch (cookie.persistence()) {
            case BROWSER_SESSION -> Optional.empty();
            case FIXED -> cookie.maxAge();
            case SESSION_END -> Optional.of(timeToLive.orElse(SessionCookie.LONGEST_MAX_AGE));
        };
    }

    private SetCookieLine line(boolean secure, int part) {
        return part == 0
                ? new SetCookieLine(cookie, secure)
                : new SetCookieLine(
                        cookie, secure, cookie.chunks(secure).orElseThrow().name(part));
    }

    /** Puts these lines in place of all that this response had for the cookie and its parts, and removes parts that are left over. */
    private void write(WebExchange exchange, boolean secure, List<String> lines) {
        List<String> names = new ArrayList<>(List.of(cookie.name(secure) + "="));
        cookie.chunks(secure).ifPresent(chunks -> {
            List<String> presented = exchange.requestHeaders(COOKIE);
            int needed = lines.size();
            for (int part = 1; part < CookieChunks.MOST; part++) {
                names.add(chunks.name(part) + "=");
                if (part >= needed && chunks.isPresented(part, presented)) {
                    lines.add(line(secure, part).remove());
                }
            }
        });
        List<String> before = exchange.responseHeaders(SET_COOKIE);
        List<String> all = new ArrayList<>(before);
        all.removeIf(other -> names.stream().anyMatch(other::startsWith));
        if (all.size() == before.size()) {
            lines.forEach(line -> exchange.addResponseHeader(SET_COOKIE, line));
            return;
        }
        all.addAll(lines);
        exchange.setResponseHeader(SET_COOKIE, all.get(0));
        all.stream().skip(1).forEach(line -> exchange.addResponseHeader(SET_COOKIE, line));
    }
}
