// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what the rules find. One thread at a time.
 *
 * <p>Of each session the first violation of a kind is kept: what is lost once is missing in every later answer.
 */
final class Findings {
    private final List<Violation> violations = new ArrayList<>();
    private final List<Violation> excused = new ArrayList<>();
    private final Set<Violation.Kind> found = EnumSet.noneOf(Violation.Kind.class);
    private final Set<Violation.Kind> foundExcused = EnumSet.noneOf(Violation.Kind.class);

    /** From now on another session is looked at. */
    void nextSession() {
        found.clear();
        foundExcused.clear();
    }

    void add(Violation violation) {
        if (found.add(violation.kind())) {
            violations.add(violation);
        }
    }

    /** Adds it among those that asynchronous replication may cause, if it may. */
    void add(Violation violation, boolean mayBeReplication) {
        if (!mayBeReplication) {
            add(violation);
        } else if (foundExcused.add(violation.kind())) {
            excused.add(violation);
        }
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    List<Violation> excused() {
        return List.copyOf(excused);
    }
}
