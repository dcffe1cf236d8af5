// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.Session;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one request has told the application's listeners of its session, so that they are not told again when the core reports
 * the same. Thread-safe.
 */
final class Announcements {
    private final Set<String> changedTo = new HashSet<>();
    private @Nullable SessionView view;
    private boolean creationTold;
    private boolean stored;
    private @Nullable String ending;
    private boolean endedHere;

    /** The view that was made of this session, if it is still the one that the request works with. */
    synchronized Optional<SessionView> viewOf(Session session) {
        SessionView known = view;
        return known != null && known.isOf(session) ? Optional.of(known) : Optional.empty();
    }

    /** The view of the session that the request works with. */
    synchronized Optional<SessionView> view() {
        return Optional.ofNullable(view);
    }

    /** The request works with another session from now on. */
    synchronized void startWith(SessionView newView) {
        view = newView;
        creationTold = false;
        stored = false;
        changedTo.clear();
    }

    /** Whether the creation has not been told so far; it counts as told then. */
    synchronized boolean mayTellCreation() {
        boolean first = !creationTold;
        creationTold = true;
        return first;
    }

    /** The session is in the store now. */
    synchronized void stored() {
        stored = true;
    }

    /** Whether the change to this id has not been told so far; it counts as told then. */
    synchronized boolean mayTellChange(String newId) {
        return changedTo.add(newId);
    }

    /**
     * Runs the ending of a session.
     *
     * @return whether it was this that ended it, so that the caller tells the listeners; if not, whoever ended it does
     */
    boolean ending(Session session, Runnable end) {
        boolean onlyHere;
        synchronized (this) {
            onlyHere = session.state() == Session.State.NEW && !stored && creationTold;
            ending = session.id();
            endedHere = false;
        }
        try {
            end.run();
        } finally {
            synchronized (this) {
                ending = null;
            }
        }
        synchronized (this) {
            return endedHere || onlyHere;
        }
    }

    /** Whether this end is the one that the request is bringing about. */
    synchronized boolean isOwnEnd(String id) {
        boolean own = id.equals(ending);
        endedHere |= own;
        return own;
    }
}
