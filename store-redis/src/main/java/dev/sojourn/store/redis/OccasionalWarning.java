// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what goes wrong, and logs the count at most once per minute. Thread-safe. */
final class OccasionalWarning {
    private static final System.Logger LOG = System.getLogger(RedisStore.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final String message;
    private final AtomicLong unreported = new AtomicLong();
    private final RareAction report = new RareAction(PAUSE);

    /** The message has a {@code %d} where the count belongs. */
    OccasionalWarning(String message) {
        this.message = message;
    }

    void warn() {
        unreported.incrementAndGet();
        report.tryNow(() -> LOG.log(Level.WARNING, message.replace("%d", Long.toString(unreported.getAndSet(0)))));
    }
}
