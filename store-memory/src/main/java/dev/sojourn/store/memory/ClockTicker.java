// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Gives the cache the time of the store's own clock, in nanoseconds since the store began. */
final class ClockTicker implements Ticker {
    private final InstantSource clock;
    private final Instant start;

    ClockTicker(InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    @Override
    public long read() {
        return Duration.between(start, clock.instant()).toNanos();
    }
}
