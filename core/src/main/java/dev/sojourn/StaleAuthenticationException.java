// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.time.Duration;

/** Nobody has logged in to the session, or too long ago for what was asked: the user must prove again who they are. */
public final class StaleAuthenticationException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final Duration maxAge;

    /** For the session with this public id, and what was required of it. */
    public StaleAuthenticationException(String id, Duration maxAge) {
        super("session " + id + " has no login of the last " + maxAge
                + ": ask the user to authenticate, then call reauthenticated()");
        this.maxAge = maxAge;
    }

    /** How old the login may be for what was asked. */
    public Duration maxAge() {
        return maxAge;
    }
}
