// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries the token in a header of its own, for clients that are not browsers. Immutable and thread-safe.
 *
 * <p>The client reads the token from the response header, and sends it in the request header from then on. An empty value in
 * the response means: forget it. In a browser, script has to do that, so an injected script can read the token: use
 * {@link CookieTransport} there. The connection is not checked: offer this over TLS only.
 */
public final class HeaderTransport implements SessionTransport {
    private final String requestHeader;
    private final String responseHeader;

    private HeaderTransport(String requestHeader, String responseHeader) {
        this.requestHeader = requestHeader;
        this.responseHeader = responseHeader;
    }

    /**
     * In this header, both ways; for example {@code X-Session-Token}.
     *
     * @throws IllegalArgumentException if this cannot be the name of a header
     */
    public static HeaderTransport named(String header) {
        return named(header, header);
    }

    /**
     * In one header of requests and another of responses.
     *
     * @throws IllegalArgumentException if one of them cannot be the name of a header
     */
    public static HeaderTransport named(String requestHeader, String responseHeader) {
        if (!HttpText.isToken(requestHeader) || !HttpText.isToken(responseHeader)) {
            throw new IllegalArgumentException("a header's name must be letters, digits and !#$%&'*+-.^_`|~");
        }
        return new HeaderTransport(requestHeader, responseHeader);
    }

    @Override
    public List<String> tokens(WebExchange exchange) {
        List<String> found = new ArrayList<>(1);
        for (String line : exchange.requestHeaders(requestHeader)) {
            String value = HttpText.trim(line);
            if (!value.isEmpty() && found.size() <= MOST_CANDIDATES && !found.contains(value)) {
                found.add(value);
            }
        }
        return found;
    }

    /** Always. */
    @Override
    public boolean canSend(WebExchange exchange) {
        return true;
    }

    @Override
    public void send(WebExchange exchange, String token, Optional<Duration> timeToLive) {
        if (!HttpText.isCookieValue(token)) {
            throw new IllegalStateException("the token has characters that cannot stand in a header; it was not sent");
        }
        exchange.setResponseHeader(responseHeader, token);
    }

    @Override
    public void remove(WebExchange exchange) {
        exchange.setResponseHeader(responseHeader, "");
    }

    @Override
    public List<String> variesOn() {
        return List.of(requestHeader);
    }
}
