// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Logs one message at most once a minute, however many requests give cause. Thread-safe. */
final class OccasionalLog {
    private static final long INTERVAL_MILLIS = Duration.ofMinutes(1).toMillis();

    private final System.Logger logger;
    private final InstantSource clock;
    private final AtomicLong lastMillis = new AtomicLong(Long.MIN_VALUE);

    OccasionalLog(System.Logger logger, InstantSource clock) {
        this.logger = logger;
        this.clock = clock;
    }

    void warn(String message) {
        long now = clock.millis();
        long last = lastMillis.get();
        boolean due = last == Long.MIN_VALUE || now - last >= INTERVAL_MILLIS || now < last;
        if (due && lastMillis.compareAndSet(last, now)) {
            logger.log(System.Logger.Level.WARNING, message);
        }
    }
}
