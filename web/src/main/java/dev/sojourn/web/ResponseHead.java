// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.CommitResult;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What the head of a response says about the session: who it varies for, and the token that the client is to hold. */
final class ResponseHead {
    private final SessionTransport transport;
    private final InstantSource clock;

    ResponseHead(SessionTransport transport, InstantSource clock) {
        this.transport = transport;
        this.clock = clock;
    }

    /**
     * Writes it.
     *
     * @param asked whether the application asked about the session, so that the response depends on it
     * @param sendable the commit whose token the client is to be told, if any
     * @param tokenMustGo whether a session that this request presented has ended
     */
    void write(WebExchange exchange, boolean asked, Optional<CommitResult> sendable, boolean tokenMustGo) {
        if (asked) {
            CacheHeaders.vary(exchange, transport.variesOn());
        }
        if (sendable.isPresent()) {
            CacheHeaders.keepPrivate(exchange);
            String token = sendable.get().token().orElseThrow().reveal();
            transport.send(exchange, token, timeToLive(sendable.get().expiresAt()));
        } else if (tokenMustGo) {
            CacheHeaders.keepPrivate(exchange);
            transport.remove(exchange);
        }
    }

    private Optional<Duration> timeToLive(Instant expiresAt) {
        return expiresAt.isBefore(SessionRecord.NEVER)
                ? Optional.of(Duration.between(clock.instant(), expiresAt))
                : Optional.empty();
    }
}
