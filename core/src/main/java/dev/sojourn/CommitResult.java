// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.time.Instant;
import java.util.Optional;

/**
 * What a commit did, and what the browser must be told.
 *
 * @param outcome what happened to the stored session
 * @param token the token that the browser should hold from now on; empty if it should hold none, or keep what it has though
 *     this request has no session
 * @param tokenChanged whether that token is another than the one it presented, so that it must be sent
 * @param expiresAt when the session ends if it is not used again; {@code SessionRecord.NEVER} without a limit
 */
public record CommitResult(Outcome outcome, Optional<SessionToken> token, boolean tokenChanged, Instant expiresAt) {

    /** Whether the browser must be told to forget its token: the session ended in this request, or under its hands. */
    public boolean tokenMustGo() {
        return outcome == Outcome.ENDED || outcome == Outcome.GONE;
    }

    /** What happened to the stored session. */
    public enum Outcome {
        /** Nothing, since nothing had changed; or there is none, since a new session was left empty. */
        UNCHANGED,
        /** Only its last access was moved. */
        TOUCHED,
        /** Changes were saved. */
        SAVED,
        /** It was stored for the first time. */
        CREATED,
        /** This request ended it. */
        ENDED,
        /** It ended while this request was under way; its changes were dropped. */
        GONE,
        /**
         * Another request logged in or renewed the session (not merely the timer) while this one was under way with the old token; its changes were
         * dropped, as they come from before the change of privilege, and the browser keeps what the other request sent it.
         */
        SUPERSEDED
    }
}
