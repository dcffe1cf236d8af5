// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/** What to do when a superseded token comes back, which its rightful owner's browser no longer holds. */
public enum StaleTokenReaction {
    /** No session for this request, an event, and nothing else: nobody can be logged out by an old copy. */
    REFUSE,
    /**
     * End the session, for the thief and the owner: one of the two holds a stolen copy, and who is who cannot be told.
     *
     * <p>Only after the renewal's grace, so that requests in flight at a login end nothing. Source: RFC 9700 §4.14.2
     * (refresh token rotation), of which this is the like for sessions.
     */
    END_SESSION
}
