// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

/** Looks at all that a party knows when the run is over, so that the last writes are checked as well. */
final class LastLook {
    private static final String CLIENT = "end";

    private final Subject subject;
    private final History history;
    private final int targets;

    LastLook(Subject subject, History history, int targets) {
        this.subject = subject;
        this.history = history;
        this.targets = targets;
    }

    /** Through each target, for they are asked in turn. */
    void at(Party party) {
        for (int target = 0; target < targets; target++) {
            party.present().ifPresent(this::look);
        }
        party.ended().forEach(this::look);
    }

    private void look(Stay stay) {
        Answer unused = Looking.at(stay, CLIENT, subject, history);
    }
}
