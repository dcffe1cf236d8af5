// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

/**
 * From when to when: in nanoseconds of the history's clock, which only goes forward. Immutable.
 *
 * @param from the first moment
 * @param to the last moment, not before the first
 */
public record Span(long from, long to) {

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if it ends before it begins
     */
    public Span {
        if (to < from) {
            throw new IllegalArgumentException("a span must not end before it begins, was " + from + " to " + to);
        }
    }

    /** In seconds, to the microsecond. */
    @Override
    public String toString() {
        return seconds(from) + "–" + seconds(to) + " s";
    }

    private static String seconds(long nanos) {
        long micros = Math.floorDiv(nanos, 1_000);
        return Math.floorDiv(micros, 1_000_000) + "."
                + String.valueOf(1_000_000 + Math.floorMod(micros, 1_000_000)).substring(1);
    }
}
