// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

/**
 * A stretch of time in which the feed told every change, or one in which it did not. Copies belong to the one in which the
 * store was asked for them, and end with it.
 *
 * @param number counts up with each epoch
 * @param floor the number of the first epoch whose copies may still be used while the store is down
 * @param flowing whether every change is told
 */
record Epoch(long number, long floor, boolean flowing) {
    /** Nothing has been heard from the feed yet. */
    static final Epoch FIRST = new Epoch(0, 0, false);

    Epoch next(boolean nowFlowing) {
        return new Epoch(number + 1, floor, nowFlowing);
    }

    /** As this one, and no copy that there was before is worth anything. */
    Epoch cleared() {
        return new Epoch(number + 1, number + 1, flowing);
    }

    /** The last one. */
    Epoch closed() {
        return new Epoch(number + 1, Long.MAX_VALUE, false);
    }

    boolean isClosed() {
        return floor == Long.MAX_VALUE;
    }
}
