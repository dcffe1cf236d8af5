// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import java.util.Locale;

/** What {@link BindingGuard} does when a session's token comes from another client. All of them tell listeners and the log. */
public enum BindingReaction {
    /** Nothing else. */
    OBSERVE,
    /**
     * The request goes on, but its login does not count as fresh: {@link dev.sojourn.Session#requireFresh} fails until the
     * user proves again who they are. The owner's own requests do not notice.
     */
    REAUTHENTICATE,
    /**
     * The request goes on without the session, as if its token opened nothing: its visitor is nobody, and may log in. The
     * cookie is left alone, and the session lives on for its owner.
     */
    WITHHOLD,
    /**
     * The request gets no session and is answered with 403. The cookie is left alone, and the session lives on for its owner.
     *
     * <p>An owner who has changed clients gets no further than a thief, not even to a login page that uses its session, until
     * the cookie is gone. {@link #WITHHOLD} lets them log in.
     */
    REFUSE,
    /**
     * Ends the session.
     *
     * <p>Whoever has a copy of the cookie can then log its owner out, at any time, by showing it from elsewhere; and an owner
     * who is taken for somebody else loses what was in the session. {@link #WITHHOLD} and
     * {@link #REFUSE} keep a thief out just as well.
     */
    END;

    /** As a word for logs and events: {@code reauthenticate}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
