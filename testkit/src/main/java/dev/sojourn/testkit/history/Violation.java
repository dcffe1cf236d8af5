// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that a correct system cannot have answered, with the operations that prove it. Immutable.
 *
 * @param kind which promise is broken
 * @param session the label of the session to which it happened
 * @param explanation why these operations cannot all be right
 * @param evidence the operations, in the order in which they are to be read
 */
public record Violation(Kind kind, String session, String explanation, List<Operation> evidence) {

    /** Copies the evidence. */
    public Violation {
        evidence = List.copyOf(evidence);
    }

    /** Some lines for people: what is broken, why, and each operation. */
    @Override
    public String toString() {
        return kind + " in session \"" + session + "\": " + explanation
                + evidence.stream().map(operation -> "\n    " + operation).collect(Collectors.joining());
    }

    /** Which promise is broken. */
    public enum Kind {
        /** Increments were acknowledged, and no later answer shows them. */
        LOST_INCREMENT,
        /** More increments are shown than were ever asked for: one took effect twice, or a foreign one did. */
        REPEATED_INCREMENT,
        /** An answer shows an older state than was known before it was asked for; later answers show the newer one again. */
        STALE_READ,
        /** A session that had ended was shown after its end had been acknowledged. */
        REVIVED_SESSION,
        /** An answer shows what belongs to another session. */
        CROSS_TALK,
        /** A login was acknowledged, and a later answer shows the session without its user. */
        LOST_LOGIN,
        /** A session was refused although nobody ended it. */
        LOST_SESSION,
        /** The end of a session was told more than once. */
        DUPLICATE_END,
        /** The end of a session was acknowledged and never told. */
        MISSING_END,
        /** Two had an exclusive session at the same time. */
        TWO_OWNERS
    }
}
