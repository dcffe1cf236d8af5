// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.util.List;
import java.util.Optional;

/**
 * One page of a walk through all sessions. Immutable.
 *
 * @param sessions what it holds
 * @param next the cursor to go on with; empty at the end
 */
public record SessionPage(List<SessionSnapshot> sessions, Optional<String> next) {
    /** Copies the list. */
    public SessionPage {
        sessions = List.copyOf(sessions);
    }
}
