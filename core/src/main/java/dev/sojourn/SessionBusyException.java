// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/**
 * A request under {@link ConflictPolicy#EXCLUSIVE} did not get its turn: other requests of the session were at work for too long, or
 * too many wait already.
 *
 * <p>Nothing was read or written. Over HTTP this is 503 with Retry-After and no 409: the request did not meet another state than
 * it expected, it was not looked at, and the same request may succeed in a moment. The session and its cookie are as they were.
 */
public final class SessionBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What it waited for, in words. */
    public SessionBusyException(String message) {
        super(message);
    }
}
