// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.CommitResult;
import dev.sojourn.Session;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
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
    private final ReentrantLock lock = new ReentrantLock();
    private final WebSessions sessions;
    private final WebExchange exchange;
    private final boolean possible;
    private final HeldSession held;
    private final GuardedRequest guarded;
    private final FirstLook firstLook;

    private boolean asked;
    private boolean abandoned;
    private boolean headLeft;
    private boolean completed;
    private @Nullable RuntimeException failure;

    RequestSession(WebSessions sessions, WebExchange exchange, boolean possible) {
        this.sessions = sessions;
        this.exchange = exchange;
        this.possible = possible;
        this.guarded = new GuardedRequest(sessions, exchange, this);
        SessionWatches watches = new SessionWatches(guarded);
        this.held = new HeldSession(sessions.manager(), watches);
        this.firstLook = new FirstLook(sessions, exchange, possible, held, watches);
    }

    /** What the guards made of the request: if it has an answer, that is sent and the application does not run. */
    public GuardedRequest guarded() {
        return guarded;
    }

    /**
     * The session, if the request came with the token of a live one or has created one.
     *
     * <p>Empty after {@code invalidate()} and {@link #abandon()}, on skipped requests and outside the cookie's path. If the
     * request carries several tokens, up to four are tried, and they have to open one and the same session. One round trip at
     * the first call, for each token tried.
     *
     * @throws RequestRefusedException if a guard does not hand it out; so do all methods here that need it
     * @throws dev.sojourn.store.StoreUnavailableException if the store did not answer; ask again or give up
     */
    public Optional<Session> session() {
        return locked(() -> {
            asked = true;
            look();
            return held.current();
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
            return held.current().orElseGet(this::create);
        });
    }

    /** Whether the request presents something in the place of a token. No round trip. */
    public boolean tokenPresented() {
        return locked(() -> {
            asked = true;
            return firstLook.presented().first().isPresent();
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
            Optional<Session> live = held.current();
            return live.isPresent() && live.equals(held.opened().map(PresentedTokens.Opened::session));
        });
    }

    /**
     * What can be shown as the id of the session that the request asked for; never the token.
     *
     * <p>The public id that the session had when the presented token opened it; if none did, a digest of the first token,
     * which looks alike and identifies nothing, or the text itself if it is too short for a token; empty if none came. One
     * round trip if nobody asked before.
     *
     * @throws dev.sojourn.store.StoreUnavailableException if the store did not answer
     */
    public Optional<String> requestedSessionId() {
        return locked(() -> {
            asked = true;
            look();
            return held.opened()
                    .map(PresentedTokens.Opened::id)
                    .or(() -> firstLook.presented().first().map(PresentedTokens::shown));
        });
    }

    /** Whether the token that counts (the one that opened the session, else the first) came in a cookie. No round trip. */
    public boolean tokenFromCookie() {
        return tokenCame(token -> sessions.transport().fromCookie(exchange, token));
    }

    /** Whether the token that counts came in the URL; see {@link WebSessions.Builder#insecureTokensInUrls}. No round trip. */
    public boolean tokenFromUrl() {
        return tokenCame(token -> sessions.transport().fromUrl(exchange, token));
    }

    /** Whether {@link #encodeUrl} may change URLs: the application allows it, and the client shows no cookie. No round trip. */
    public boolean mayEncodeUrls() {
        return possible
                && sessions.urls().filter(urls -> urls.mayEncode(exchange)).isPresent();
    }

    /**
     * The URL as a page may show it: with the token in it, where {@link WebSessions.Builder#insecureTokensInUrls} says so and
     * the client shows no cookie; everywhere else as it is.
     *
     * <p>What was done is saved before, so that no link leads to a session that is not there: call it after {@code login()}.
     * The result is a secret. At most one round trip for the first URL, and after a change of the token. Throws as
     * {@link #commit()}.
     */
    public String encodeUrl(String url) {
        return !mayEncodeUrls()
                ? url
                : locked(() -> {
                    if (session().isPresent() && held.committedToken().isEmpty()) {
                        commitSoFar();
                    }
                    UrlTransport urls = sessions.urls().orElseThrow();
                    return held.token()
                            .map(known -> urls.encode(exchange, url, known))
                            .orElse(url);
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
     * @throws RequestRefusedException if a guard did not hand the session out: answer with {@link GuardedRequest#refuse}
     * @throws IllegalArgumentException if the session became too large
     */
    public void commit() {
        committing(this::commitHead);
    }

    /**
     * Saves what was done and writes the headers as {@link #commit()} does, but does not close the door: for a step that may
     * send the head of the response and may not.
     *
     * <p>If the head stays, the token can still change, and a later call writes the headers anew. Does nothing after
     * {@link #commit()}. Throws as {@link #commit()}.
     */
    public void commitSoFar() {
        committing(this::saveAndWriteHead);
    }

    /**
     * Saves what was done and lets the session age, while it is open whether the request goes on: with an error page, say.
     *
     * <p>If it does, call {@link #resume()} and later {@link #complete()}; if not, nothing is left to do. Fails as
     * {@link #commit()} if the response can still say so, else as {@link #complete()}.
     */
    public void pause() {
        locked(() -> {
            try {
                if (failure instanceof RequestRefusedException swallowed
                        && !headLeft
                        && !exchange.isResponseCommitted()) {
                    throw swallowed;
                }
                if (failure == null && !completed) {
                    if (headLeft || exchange.isResponseCommitted()) {
                        saveLate();
                    } else {
                        saveAndWriteHead();
                    }
                }
            } finally {
                held.letGo();
            }
            return true;
        });
    }

    /** Goes on after {@link #pause()}; does nothing otherwise. */
    public void resume() {
        locked(() -> {
            if (!completed) {
                held.hold();
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
            held.drop();
            abandoned = true;
            failure = null;
            return true;
        });
    }

    /** Does the same because of a problem, which the log is told at most once a minute: a store that is down fails every request. */
    public void abandon(Throwable problem) {
        sessions.failures().warn("A request was refused, and its changes to the session were dropped: " + problem);
        abandon();
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
                    held.letGo();
                }
            }
            return true;
        });
    }

    /** Lets this see the session as soon as it is opened, or now if it is. */
    void watch(WebGuard guard, SessionWatch watch) {
        locked(() -> noting(() -> firstLook.watch(guard, watch)));
    }

    /** Opens the session because the request came, not because somebody asked; the request goes on without it if that fails. */
    void openUnasked() {
        locked(() -> {
            try {
                look();
            } catch (RequestRefusedException refused) {
                GuardAnswer unused = guarded.refuse(refused);
            } catch (RuntimeException unavailable) {
                sessions.failures()
                        .warn("A session could not be opened to count its use; the request went on: " + unavailable);
            }
            return true;
        });
    }

    private boolean tokenCame(Predicate<String> way) {
        return locked(() -> {
            asked = true;
            Optional<String> opening = held.opened().map(PresentedTokens.Opened::token);
            return opening.or(() -> firstLook.presented().first()).filter(way).isPresent();
        });
    }

    private void look() {
        if (!abandoned && !completed) {
            noting(() -> firstLook.take(headLeft));
        }
    }

    /** A refusal fails the commit too, as a failure of the store does. */
    private boolean noting(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RequestRefusedException refused) {
            failure = refused;
            throw refused;
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
        return held.create(!abandoned && sessions.transport().canSend(exchange));
    }

    private void committing(Runnable step) {
        locked(() -> {
            if (failure != null) {
                throw failure;
            }
            if (!headLeft && !completed) {
                step.run();
            }
            return true;
        });
    }

    private void commitHead() {
        if (exchange.isResponseCommitted()) {
            held.lockToken();
        }
        saveAndWriteHead();
        headLeft = true;
        held.responseLeft();
    }

    private void saveAndWriteHead() {
        try {
            Optional<CommitResult> result = held.commit();
            if (!exchange.isResponseCommitted()) {
                new ResponseHead(sessions).write(exchange, asked && possible, held, result);
            }
        } catch (RuntimeException problem) {
            if (asked) {
                failure = problem;
                throw problem;
            }
            sessions.failures().warn("The use of a session could not be counted; the request went on: " + problem);
        }
    }

    private void saveLate() {
        if (!headLeft) {
            headLeft = true;
            held.lockToken();
        }
        held.commitLate();
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
