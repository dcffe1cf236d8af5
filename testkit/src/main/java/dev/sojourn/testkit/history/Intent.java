// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

/**
 * What a client wants of the system, as it was before the system had a say. Immutable.
 *
 * @param client who asks
 * @param session the label of the session that the client believes it holds: the client's own name for it, given when it asked
 *     for the first time, and the same whatever the system does to ids and tokens; {@link #NO_COOKIE} if it sends no cookie and
 *     wants no session
 * @param kind what is asked
 * @param user whom to log in; empty if nobody is to be
 */
public record Intent(String client, String session, Kind kind, String user) {

    /** The label of those who send no cookie and only look. */
    public static final String NO_COOKIE = "";

    /** Counts one more in this session. */
    public static Intent increment(String client, String session) {
        return new Intent(client, session, Kind.INCREMENT, "");
    }

    /** Counts one more in this session while nobody else has it. */
    public static Intent section(String client, String session) {
        return new Intent(client, session, Kind.SECTION, "");
    }

    /** Looks at this session. */
    public static Intent read(String client, String session) {
        return new Intent(client, session, Kind.READ, "");
    }

    /** Logs this user in. */
    public static Intent login(String client, String session, String user) {
        return new Intent(client, session, Kind.LOGIN, user);
    }

    /** Ends this session. */
    public static Intent logout(String client, String session) {
        return new Intent(client, session, Kind.LOGOUT, "");
    }

    boolean isPrivilegeChange() {
        return kind == Kind.LOGIN || kind == Kind.LOGOUT;
    }

    /** What can be asked. */
    public enum Kind {
        /** Count one more; with a label that is new, begin the session. */
        INCREMENT,
        /** Count one more in an exclusive section: enter it, read the count, wait, write one more, leave. */
        SECTION,
        /** Show the session. */
        READ,
        /** Bind the session to a user. */
        LOGIN,
        /** End the session. */
        LOGOUT
    }
}
