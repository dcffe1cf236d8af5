// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

/**
 * The session that an answer showed. Immutable.
 *
 * @param id its public id; empty if the answer showed that there is no session
 * @param created when it was created, in the system's own words, which are compared and not understood; empty if not told
 * @param user who is logged in; empty if nobody is
 * @param visits how often it was counted
 */
public record Seen(String id, String created, String user, int visits) {

    /** No session was seen, or the answer shows none. */
    public static final Seen NOTHING = new Seen("", "", "", 0);

    /** Whether a session was seen. */
    public boolean isPresent() {
        return !id.isEmpty();
    }

    /** What was seen, for people. */
    @Override
    public String toString() {
        return isPresent()
                ? "shows visits " + visits + ", " + (user.isEmpty() ? "nobody" : "user " + user) + ", id " + id
                : "shows no session";
    }
}
