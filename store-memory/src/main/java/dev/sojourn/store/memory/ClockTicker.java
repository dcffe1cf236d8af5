// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sojourn.store.SessionRecord;
import java.time.Instant;
import java.time.InstantSource;

/** The store's clock as Caffeine reads it: nanoseconds since 1970, exact for the next 200 years. */
final class ClockTicker implements Ticker {
    private static final long NANOS = 1_000_000_000L;
    private static final long LAST_SECOND = Long.MAX_VALUE / NANOS - 1;

    private final InstantSource clock;

    ClockTicker(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public long read() {
        return nanosOf(clock.instant());
    }

    /** Saturates at the ends, so that {@link SessionRecord#NEVER} stays in the future. */
    static long nanosOf(Instant moment) {
        long second = Math.max(-LAST_SECOND, Math.min(LAST_SECOND, moment.getEpochSecond()));
        return second * NANOS + moment.getNano();
    }
}
