// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.Session;

/**
 * Sees the session of one request: once it is opened, before anybody gets it, and each time before it is saved.
 *
 * <p>A {@link WebGuard} that judges sessions registers one with {@link GuardedRequest#watch}, and so costs no round trip:
 * requests that do not use their session are never asked about it. Called by one thread at a time, under the lock of the
 * request: it must not ask the request for its session.
 */
public interface SessionWatch {

    /** The request's token has opened this session, which nobody of this request has yet. Says what becomes of it. */
    Verdict opened(Session session);

    /**
     * The session is about to be saved, if there is something to save; what is changed here is saved with it. For new
     * sessions too.
     *
     * @param change what happened to its privileges since it was opened, made, or last saved
     */
    void saving(Session session, PrivilegeChange change);

    /** What becomes of a session that was opened. */
    sealed interface Verdict {
        /** Whoever asks for it gets it. */
        record HandOut() implements Verdict {}

        /** The request goes on as if its token opened nothing; it may make another session. */
        record Withhold() implements Verdict {}

        /**
         * Whoever asks for it gets a {@link RequestRefusedException}, and the request can do nothing with a session.
         *
         * @param refusal why and how; one that only reports hands the session out
         */
        record Refuse(GuardRefusal refusal) implements Verdict {}
    }

    /** What happened to a session's privileges. */
    enum PrivilegeChange {
        /** Nothing; a renewal on the timer is nothing, too. */
        NONE,
        /** The application renewed it. */
        RENEWED,
        /** Somebody has proved who they are: {@link Session#login} or {@link Session#reauthenticated()}. */
        LOGGED_IN
    }
}
