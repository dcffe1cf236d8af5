// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.CommitResult;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the head of a response says about the session: who it varies for, and the token that the client is to hold. */
final class ResponseHead {
    private final WebSessions sessions;

    ResponseHead(WebSessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Writes it.
     *
     * @param asked whether the application asked about the session, so that the response depends on it
     * @param held the session, if there is one, or what became of it
     * @param commit what its commit came to, if there was one
     */
    void write(WebExchange exchange, boolean asked, HeldSession held, Optional<CommitResult> commit) {
        SessionTransport transport = sessions.transport();
        Optional<CommitResult> sendable = commit.filter(done -> held.mustSend(done, transport.rolling()));
        if (asked) {
            CacheHeaders.vary(exchange, transport.variesOn());
        }
        if (sendable.isPresent()) {
            CacheHeaders.keepPrivate(exchange);
            String token = sendable.get().token().orElseThrow().reveal();
            transport.send(exchange, token, timeToLive(sendable.get().expiresAt()));
        } else if (held.tokenMustGo()) {
            CacheHeaders.keepPrivate(exchange);
            transport.remove(exchange);
        }
        sessions.urls().ifPresent(urls -> urls.protect(exchange, commit.isPresent()));
        held.told();
    }

    private Optional<Duration> timeToLive(Instant expiresAt) {
        Instant now = sessions.manager().clock().instant();
        return expiresAt.isBefore(SessionRecord.NEVER)
                ? Optional.of(Duration.between(now, expiresAt))
                : Optional.empty();
    }
}
