// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.util.List;
import java.util.Optional;

/** A store whose sessions can be counted, gone through and cleared, for operators and never on a request's way. */
public interface Browsable {

    /** How many live sessions there are; stores on a network may be off by what changes meanwhile. */
    long count();

    /**
     * One page of the live sessions.
     *
     * <p>A session that lives through the whole walk is seen at least once; others may or may not be. Records that cannot be
     * read are left out. The order is the store's own.
     *
     * @param cursor where the last page ended; empty to begin
     * @param limit about how many to return, 1 to 1,000
     * @throws IllegalArgumentException if the limit is out of range or the cursor is not one of this store
     */
    Page browse(Optional<String> cursor, int limit);

    /** Ends all sessions without looking at them; no events. */
    void clear();

    /**
     * A page of a walk.
     *
     * @param sessions what it holds
     * @param next where to go on; empty at the end of the walk
     */
    record Page(List<SessionRecord> sessions, Optional<String> next) {
        /** Copies the list. */
        public Page {
            sessions = List.copyOf(sessions);
        }
    }
}
