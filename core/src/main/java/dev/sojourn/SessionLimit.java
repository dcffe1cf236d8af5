// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/**
 * How many sessions one user may have at once. Immutable.
 *
 * @param max the most, at least 1
 * @param action what happens to one more
 */
public record SessionLimit(int max, LimitAction action) {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public SessionLimit {
        if (max < 1) {
            throw new IllegalArgumentException("sessionsPerPrincipal must be at least 1, was " + max);
        }
    }

    /** As {@code 3 END_OLDEST}. */
    @Override
    public String toString() {
        return max + " " + action;
    }
}
