// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.CommitResult;
import dev.sojourn.KeepAlive;
import dev.sojourn.Session;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request's way to its session: opened when first asked for, saved before the response leaves.
 *
 * <p>If nobody asks, nothing happens: no look-up, no header, no cookie. While it is open, the session is kept from idling
 * out, until {@link #complete()}.
 *
 * <p><b>What is saved.</b> Whatever the application did to the session until {@link #commit()}, whatever the status of the
 * response, and also if a handler failed with an exception: so do Servlet containers, whose sessions are live objects, and an
 * application that counts failed logins needs it. To drop the changes, call {@link #abandon()}. What is done later is saved by
 * {@link #complete()}.
 *
 * <p><b>What the browser is told.</b> A token is sent when it changed, and removed only if this request ended its session or
 * found it ended under its hands. A presented token that opens nothing is left alone: it may belong to another application
 * on this host, or an answer that is late may meet the cookie of a newer login. With the first question about the session
 * the response gets {@code Vary}; with a token, {@code Cache-Control}.
 *
 * <p>Thread-safe, so that a request may use several threads; confined to one request. Failures of the store come through as
 * {@link dev.sojourn.store.StoreUnavailableException}, with the cookie untouched: answer 503.
 */
public final class RequestSession {
    private static final System.Logger LOGGER = System.getLogger(RequestSession.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final WebSessions sessions;
    private final WebExchange exchange;
    private final boolean possible;

    private @Nullable PresentedTokens presented;
    private boolean looked;
    private PresentedTokens.@Nullable Opened opened;
    private @Nullable Session current;
    private boolean currentIsStored;
    private @Nullable KeepAlive hold;
    private boolean asked;
    private boolean tokenMustGo;
    private boolean abandoned;
    private boolean headLeft;
    private boolean completed;
    private @Nullable RuntimeException failure;

    RequestSession(WebSessions sessions, WebExchange exchange, boolean possible) {
        this.sessions = sessions;
        this.exchange = exchange;
        this.possible = possible;
    }

    /**
     * The session, if the request came with the token of a live one or has created one.
     *
     * <p>Empty after {@code invalidate()} and {@link #abandon()}, on skipped requests and outside the cookie's path. If the
     * request carries several tokens, up to four are tried, and they have to open one and the same session. One round trip at
     * the first call, for each token tried.
     *
     * @throws dev.sojourn.store.StoreUnavailableException if the store did not answer; ask again or give up
     */
    public Optional<Session> session() {
        return locked(() -> {
            asked = true;
            look();
            return Optional.ofNullable(current);
        });
    }

    /**
     * The session, created if there is none.
     *
     * <p>A new one is stored at commit if something was put into it. Where the token could not be sent (a plain connection)
     * and after {@link #abandon()} it works within this request and is never stored.
     *
     * @throws IllegalStateException if there is none and the response has left, so that the browser could not be told; on
     *     skipped requests, outside the cookie's path, and after the end of the request
     * @throws dev.sojourn.store.StoreUnavailableException if the store did not answer
     */
    public Session sessionOrCreate() {
        return locked(() -> {
            asked = true;
            look();
            return current != null ? current : create();
        });
    }

    /** Whether the request presents something in the place of a token. No round trip. */
    public boolean tokenPresented() {
        return locked(() -> {
            asked = true;
            return !presented().isEmpty();
        });
    }

    /**
     * Whether the presented token opened a session that has not ended since. One round trip if nobody asked before.
     *
     * @throws dev.sojourn.store.StoreUnavailableException if the store did not answer
     */
    public boolean presentedTokenOpened() {
        return locked(() -> {
            asked = true;
            look();
            return opened != null && current == opened.session();
        });
    }

    /**
     * What can be shown as the id of the session that the request asked for; never the token.
     *
     * <p>The public id that the session had when the presented token opened it; if none did, a digest of the first token,
     * which looks alike and identifies nothing; empty if none was presented. One round trip if nobody asked before.
     *
     * @throws dev.sojourn.store.StoreUnavailableException if the store did not answer
     */
    public Optional<String> requestedSessionId() {
        return locked(() -> {
            asked = true;
            look();
            if (opened != null) {
                return Optional.of(opened.id());
            }
            return presented().isEmpty()
                    ? Optional.<String>empty()
                    : Optional.of(PresentedTokens.digest(presented().first()));
        });
    }

    /** Whether the token that counts (the one that opened the session, else the first) came in a cookie. No round trip. */
    public boolean tokenFromCookie() {
        return locked(() -> {
            asked = true;
            return !presented().isEmpty()
                    && sessions.transport()
                            .fromCookie(
                                    exchange,
                                    opened != null
                                            ? opened.token()
                                            : presented().first());
        });
    }

    /**
     * Saves what was done and writes the headers; to be called before the first byte of the response leaves.
     *
     * <p>Harmless when repeated. From then on the token cannot change: {@code login()} and {@code renew()} are errors. A
     * commit that failed fails again at each call, so that a handler which swallows the exception cannot send a success that
     * was not saved; answer the client after {@link #abandon()}. At most one round trip, more after conflicts.
     *
     * @throws dev.sojourn.store.StoreUnavailableException if the outcome is unknown: answer 503
     * @throws dev.sojourn.SessionConflictException if changes could not be merged: answer 409
     * @throws IllegalArgumentException if the session became too large
     */
    public void commit() {
        locked(() -> {
            if (failure != null) {
                throw failure;
            }
            if (!headLeft && !completed) {
                commitHead();
            }
            return true;
        });
    }

    /**
     * Drops what this request did to the session and was not saved yet; the stored session stays as it is.
     *
     * <p>What cannot be undone is not: a session that was invalidated has ended, and its token is still removed. Afterwards
     * {@link #session()} is empty, and {@link #sessionOrCreate()} gives a session that is never stored, so that error pages
     * which want one do not fail.
     */
    public void abandon() {
        locked(() -> {
            retireEnded();
            letGo();
            current = null;
            abandoned = true;
            failure = null;
            return true;
        });
    }

    /**
     * Ends the request: saves what was done after {@link #commit()}, and lets the session age again.
     *
     * <p>Harmless when repeated. To be called when nothing of the request runs any more, also asynchronously. If nobody
     * called {@link #commit()} and the response has not left, it is done here, and throws as there. What fails later can be
     * told to nobody, so it is logged as an error and not thrown.
     */
    public void complete() {
        locked(() -> {
            if (!completed) {
                try {
                    if (!headLeft && failure == null && !exchange.isResponseCommitted()) {
                        commitHead();
                    } else if (failure == null) {
                        saveLate();
                    }
                } finally {
                    completed = true;
                    letGo();
                }
            }
            return true;
        });
    }

    /** Opens the session because the request came, not because somebody asked; the request goes on without it if that fails. */
    void openUnasked() {
        locked(() -> {
            try {
                look();
            } catch (RuntimeException unavailable) {
                sessions.failures()
                        .warn("A session could not be opened to count its use; the request went on: " + unavailable);
            }
            return true;
        });
    }

    private PresentedTokens presented() {
        PresentedTokens known = presented;
        if (known == null) {
            known = new PresentedTokens(possible ? sessions.transport().tokens(exchange) : List.of());
            presented = known;
        }
        return known;
    }

    private void look() {
        if (!looked && !abandoned && !completed) {
            sessionsOpened(presented().open(sessions.manager(), sessions.suspicions()));
            looked = true;
        }
        retireEnded();
    }

    private void sessionsOpened(Optional<PresentedTokens.Opened> found) {
        if (found.isPresent()) {
            opened = found.get();
            take(found.get().session(), true);
        }
    }

    private Session create() {
        if (!possible) {
            throw new IllegalStateException(
                    "this request has no session: it is skipped by configuration, or its path is"
                            + " outside the path of the session cookie");
        }
        if (completed || headLeft || exchange.isResponseCommitted()) {
            throw new IllegalStateException(
                    "the response has already left, so the browser cannot be told of a new session: ask for it before writing");
        }
        boolean stored = !abandoned && sessions.transport().canSend(exchange);
        Session created = sessions.manager().create();
        take(created, stored);
        return created;
    }

    private void take(Session session, boolean stored) {
        if (headLeft || exchange.isResponseCommitted()) {
            sessions.manager().responseLeft(session);
        }
        current = session;
        currentIsStored = stored;
        if (stored) {
            hold = sessions.manager().keepAlive(session);
        }
    }

    /** Lets go of a session that has ended, and notes whether its token has to go. */
    private void retireEnded() {
        Session session = current;
        if (session != null && session.state() == Session.State.ENDED) {
            noteEnd(session, sessions.manager().commit(session));
            letGo();
            current = null;
        }
    }

    /** A token that was never sent cannot be removed: what the browser holds in its place is somebody else's. */
    private void noteEnd(Session session, CommitResult result) {
        tokenMustGo |= result.tokenMustGo() && opened != null && opened.session() == session;
    }

    private void commitHead() {
        try {
            writeHead(commitCurrent());
        } catch (RuntimeException problem) {
            if (asked) {
                failure = problem;
                throw problem;
            }
            sessions.failures().warn("The use of a session could not be counted; the request went on: " + problem);
        }
        headLeft = true;
        if (current != null) {
            sessions.manager().responseLeft(current);
        }
    }

    private Optional<CommitResult> commitCurrent() {
        retireEnded();
        Session session = current;
        if (session == null || !currentIsStored) {
            return Optional.empty();
        }
        CommitResult result = sessions.manager().commit(session);
        noteEnd(session, result);
        retireEnded();
        return Optional.of(result);
    }

    private void writeHead(Optional<CommitResult> result) {
        SessionTransport transport = sessions.transport();
        if (asked && possible) {
            CacheHeaders.vary(exchange, transport.variesOn());
        }
        Optional<CommitResult> sendable = result.filter(this::mustSend);
        if (sendable.isPresent()) {
            CacheHeaders.keepPrivate(exchange);
            transport.send(
                    exchange,
                    sendable.get().token().orElseThrow().reveal(),
                    timeToLive(sendable.get().expiresAt()));
        } else if (tokenMustGo) {
            CacheHeaders.keepPrivate(exchange);
            transport.remove(exchange);
        }
    }

    private boolean mustSend(CommitResult result) {
        return result.token().isPresent()
                && (result.tokenChanged() || sessions.transport().rolling());
    }

    private Optional<Duration> timeToLive(Instant expiresAt) {
        if (!expiresAt.isBefore(SessionRecord.NEVER)) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(sessions.manager().clock().instant(), expiresAt));
    }

    private void saveLate() {
        try {
            Session session = current;
            if (session != null && currentIsStored && !headLeft) {
                sessions.manager().responseLeft(session);
                if (isTokenUntold(session)) {
                    LOGGER.log(
                            System.Logger.Level.ERROR,
                            "a response left before its session was committed, so the browser was not told its token");
                }
            }
            Optional<CommitResult> unused = commitCurrent();
        } catch (RuntimeException problem) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "what a request did to its session after the response had left was not saved",
                    problem);
        }
    }

    private boolean isTokenUntold(Session session) {
        if (session.state() == Session.State.NEW) {
            return !session.names().isEmpty();
        }
        return opened != null
                && session.state() == Session.State.OPEN
                && !session.id().equals(opened.id());
    }

    private void letGo() {
        KeepAlive held = hold;
        if (held != null) {
            held.close();
            hold = null;
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
