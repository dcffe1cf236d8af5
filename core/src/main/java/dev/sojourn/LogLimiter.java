// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Lets one warning of a kind through per minute, with the number of those held back: an attacker must not fill the disk. */
final class LogLimiter {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);
    private final AtomicLong heldBack = new AtomicLong();

    LogLimiter(InstantSource clock) {
        this.clock = clock;
    }

    void warn(System.Logger log, String message) {
        Instant now = clock.instant();
        Instant until = quietUntil.get();
        boolean clockWentBack = now.plus(PAUSE).isBefore(until);
        if ((now.isBefore(until) && !clockWentBack) || !quietUntil.compareAndSet(until, now.plus(PAUSE))) {
            heldBack.incrementAndGet();
            return;
        }
        long more = heldBack.getAndSet(0);
        log.log(System.Logger.Level.WARNING, more == 0 ? message : message + " (and " + more + " like it before)");
    }
}
