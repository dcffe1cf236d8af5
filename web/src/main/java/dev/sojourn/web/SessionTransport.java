// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The way in which a token travels between client and server: a cookie, a header, or several ways at once.
 *
 * <p>Implementations are thread-safe, hold nothing of a request, ask no store, and never write a token to a log.
 */
public interface SessionTransport {

    /**
     * How many different tokens of one request are tried, 4: a request carries one; a second and third come from cookies of
     * the same name with other paths or domains. Whoever sends more is guessing, and each guess would cost a look-up.
     */
    int MOST_CANDIDATES = 4;

    /**
     * The tokens that the request presents, without repetitions, in their order; nothing is checked but that they are there.
     *
     * <p>Stops after {@link #MOST_CANDIDATES} and one more: that one says that there are too many, and then none is tried.
     *
     * @return empty also where this transport does not trust the connection or does not cover the path
     */
    List<String> tokens(WebExchange exchange);

    /**
     * Whether a token could be sent with this response.
     *
     * <p>If not, a session works within the request and nothing is stored, since nobody could come back to it. Then a
     * warning, at most one per minute, says what to configure.
     */
    boolean canSend(WebExchange exchange);

    /**
     * Sends a token with the response, in place of what this transport put there before.
     *
     * @param timeToLive how long the session lives if it is not used again; empty: without limit
     * @throws IllegalStateException if clients would not keep a token of this size
     */
    void send(WebExchange exchange, String token, Optional<Duration> timeToLive);

    /** Tells the client to forget its token, in place of what this transport put there before. */
    void remove(WebExchange exchange);

    /** The names of the request headers that decide what {@link #tokens} finds, for the response's {@code Vary}. */
    List<String> variesOn();

    /**
     * Whether requests to this path can have a session at all; true by default.
     *
     * <p>False outside the path of a cookie: the client does not send it there, so each request would seem to be the first.
     */
    default boolean covers(WebExchange exchange) {
        return true;
    }

    /** Whose word counts on the visitor's side of the connection; nobody's by default. */
    default TrustedProxies trustedProxies() {
        return TrustedProxies.none();
    }

    /** Whether the token is sent again with each response that used the session; false by default. */
    default boolean rolling() {
        return false;
    }

    /** Whether this token of the request came in a cookie; false by default. */
    default boolean fromCookie(WebExchange exchange, String token) {
        return false;
    }

    /** Whether this token of the request came in its URL; false by default. */
    default boolean fromUrl(WebExchange exchange, String token) {
        return false;
    }
}
