// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.time.Duration;

/** Until when a call must have come to its end; by a clock that nobody sets. */
record Deadline(long atNanos) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    long leftNanos() {
        return atNanos - System.nanoTime();
    }

    boolean isOver() {
        return leftNanos() <= 0;
    }

    /** For a timeout in milliseconds, where 0 would mean for ever: at least 1. */
    int leftMillis() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (leftNanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI));
    }

    /** One that leaves half of the time for something else. */
    Deadline half() {
        return new Deadline(atNanos - Math.max(0, leftNanos() / 2));
    }

    /** This one, or one that is over after at most this time. */
    Deadline atMost(Duration time) {
        Deadline other = in(time);
        return other.leftNanos() < leftNanos() ? other : this;
    }
}
