// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class ManualClock implements InstantSource {
    private Instant now;

    private ManualClock(Instant start) {
        this.now = start;
    }

    /** A clock that shows 2026-01-01T00:00:00Z: any moment will do where a test only moves it. */
    public static ManualClock create() {
        return startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** A clock that shows this moment. */
    public static ManualClock startingAt(Instant moment) {
        return new ManualClock(moment);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Shows this moment from now on; may lie in the past, as after the correction of a real clock. */
    public synchronized void set(Instant moment) {
        now = moment;
    }

    /** Goes on by this much; back, if negative. */
    public synchronized void advance(Duration step) {
        now = now.plus(step);
    }

    /** What it shows. */
    @Override
    public String toString() {
        return "ManualClock[" + instant() + "]";
    }
}
