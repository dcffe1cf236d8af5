// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/** The session is over: it was invalidated, by this request or another, or its time ran out. */
public final class SessionEndedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** The end of the session with this public id. */
    public SessionEndedException(String id) {
        super("session " + id + " has ended: ask for a new one");
    }
}
