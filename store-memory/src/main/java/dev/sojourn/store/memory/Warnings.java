// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Counts what goes wrong, and logs the count at most once per minute, as the class it belongs to. Thread-safe. */
final class Warnings {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final System.Logger log;
    private final InstantSource clock;
    private final String message;
    private final AtomicLong unreported = new AtomicLong();
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);

    /** The message has a {@code %d} where the count belongs. */
    Warnings(Class<?> owner, InstantSource clock, String message) {
        this.log = System.getLogger(owner.getName());
        this.clock = clock;
        this.message = message;
    }

    void warn() {
        unreported.incrementAndGet();
        Instant now = clock.instant();
        Instant until = quietUntil.get();
        if (!now.isBefore(until) && quietUntil.compareAndSet(until, now.plus(PAUSE))) {
            log.log(Level.WARNING, message.replace("%d", Long.toString(unreported.getAndSet(0))));
        }
    }
}
