// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Carries the token in a cookie, and in a parameter of the path for clients that take none. Thread-safe.
 *
 * <p>A request that shows the cookie is served by the cookie alone, so that a link from somebody else cannot put a visitor
 * who has a session into another one. What holds of the cookie's connections and path holds of URLs too.
 */
final class UrlTransport implements SessionTransport {
    private static final String REFERRER_POLICY = "Referrer-Policy";

    private final CookieTransport cookie;
    private final PathParameter parameter;

    UrlTransport(CookieTransport cookie, PathParameter parameter) {
        this.cookie = cookie;
        this.parameter = parameter;
    }

    @Override
    public List<String> tokens(WebExchange exchange) {
        List<String> inCookie = cookie.tokens(bare(exchange));
        return inCookie.isEmpty() ? inUrl(exchange) : inCookie;
    }

    @Override
    public boolean canSend(WebExchange exchange) {
        return cookie.canSend(bare(exchange));
    }

    /** As a cookie; but a token that came in a link stays there, where it may be somebody else's. */
    @Override
    public void send(WebExchange exchange, String token, Optional<Duration> timeToLive) {
        if (!fromUrl(exchange, token)) {
            cookie.send(bare(exchange), token, timeToLive);
        }
    }

    @Override
    public void remove(WebExchange exchange) {
        cookie.remove(bare(exchange));
    }

    @Override
    public List<String> variesOn() {
        return cookie.variesOn();
    }

    @Override
    public boolean covers(WebExchange exchange) {
        return cookie.covers(bare(exchange));
    }

    @Override
    public TrustedProxies trustedProxies() {
        return cookie.trustedProxies();
    }

    @Override
    public boolean rolling() {
        return cookie.rolling();
    }

    @Override
    public boolean fromCookie(WebExchange exchange, String token) {
        return cookie.fromCookie(bare(exchange), token);
    }

    /** Not if a cookie came too, since that counts then. */
    @Override
    public boolean fromUrl(WebExchange exchange, String token) {
        return mayEncode(exchange) && inUrl(exchange).contains(token);
    }

    /** Whether the client of this request may get tokens in links: it shows no cookie, and its connection may have one. */
    boolean mayEncode(WebExchange exchange) {
        WebExchange bare = bare(exchange);
        return cookie.mayCarry(bare) && cookie.tokens(bare).isEmpty();
    }

    /** The URL with this token in it, if it leads into the cookie's path on this server; otherwise as it is. */
    String encode(WebExchange exchange, String url, String token) {
        WebExchange bare = bare(exchange);
        return Link.toThisServer(url, bare, cookie.isSecure(bare))
                .filter(link -> link.absolutePath(bare)
                        .map(parameter::without)
                        .filter(cookie::covers)
                        .isPresent())
                .map(link -> link.origin() + parameter.with(link.path(), token) + link.rest())
                .orElse(url);
    }

    /**
     * Keeps the token of a page's own URL, and of its links, from other sites and from caches.
     *
     * <p>{@code same-origin}, since {@code no-referrer} would also make forms arrive without their origin. An application
     * that names a policy of its own is left with it. Source: Referrer Policy (W3C) §3.
     *
     * @param hasSession whether the page may have links with a token in them
     */
    void protect(WebExchange exchange, boolean hasSession) {
        boolean inLinks = hasSession && mayEncode(exchange);
        if (inLinks) {
            CacheHeaders.keepPrivate(exchange);
        }
        if ((inLinks || !parameter.values(exchange.path(), 1).isEmpty())
                && exchange.responseHeaders(REFERRER_POLICY).isEmpty()) {
            exchange.setResponseHeader(REFERRER_POLICY, "same-origin");
        }
    }

    private List<String> inUrl(WebExchange exchange) {
        return cookie.mayCarry(bare(exchange)) ? parameter.values(exchange.path(), MOST_CANDIDATES + 1) : List.of();
    }

    /** The request as it would be without the parameter: the cookie's path knows nothing of it. */
    private WebExchange bare(WebExchange exchange) {
        return new BarePath(exchange, parameter.without(exchange.path()));
    }
}
