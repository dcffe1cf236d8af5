// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/**
 * A login was refused, because the user has as many sessions as the policy allows.
 *
 * <p>The visitor's session is as it was: nobody or the same as before is logged in, with the same token. Tell the visitor, who
 * has just proved who they are, and so may see and end the other sessions.
 */
public final class SessionLimitException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final int limit;

    /** A login to the session with this public id was refused by this limit. */
    public SessionLimitException(String id, int limit) {
        super("login to session " + id + " refused: its user has the " + limit
                + " sessions that sessionsPerPrincipal allows; one of them must end first");
        this.limit = limit;
    }

    /** How many sessions a user may have. */
    public int limit() {
        return limit;
    }
}
