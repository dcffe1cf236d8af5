// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.time.Duration;

/** Refuses what an application must not ask of its session, and says what it may. */
final class Arguments {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private Arguments() {}

    /** A time to live or the like: 1 ms to {@link SessionPolicy#LONGEST}. */
    static void checkSpan(String what, Duration value, String otherwise) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(SessionPolicy.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " must be 1 ms to " + SessionPolicy.LONGEST + ", was " + value + otherwise);
        }
    }

    /** A name of at most so many characters, with or without our prefix. */
    static void checkLength(String attribute, int longest) {
        if (attribute.isEmpty() || attribute.length() > longest) {
            throw new IllegalArgumentException(
                    "attribute name must have 1 to " + longest + " characters, has " + attribute.length());
        }
    }

    static void checkNotReserved(String attribute) {
        if (ReservedNames.isReserved(attribute)) {
            throw new IllegalArgumentException(
                    "attribute names beginning with " + ReservedNames.PREFIX + " are reserved");
        }
    }
}
