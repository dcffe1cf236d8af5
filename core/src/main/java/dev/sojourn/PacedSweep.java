// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Sweeps batch after batch, and after each full one rests as long as it took, at most a second.
 *
 * <p>A node that is far behind would otherwise keep a core and the store busy until it is done, and visitors would wait meanwhile.
 * So it uses at most half of either, unless a batch takes more than a second. It rests without the thread, on which sessions in long
 * use are kept alive meanwhile. Thread-safe.
 */
final class PacedSweep {
    static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private final BooleanSupplier batch;
    private final InstantSource clock;
    private final Later later;
    private final AtomicBoolean underWay = new AtomicBoolean();

    /** Has work done after a rest, or never, if everything ends meanwhile. */
    interface Later {
        void run(Runnable work, Duration rest);
    }

    /**
     * A sweep that has not begun.
     *
     * @param batch sweeps one batch and answers whether it was full
     */
    PacedSweep(BooleanSupplier batch, InstantSource clock, Later later) {
        this.batch = batch;
        this.clock = clock;
        this.later = later;
    }

    /** Sweeps the first batch, unless a sweep that was begun before is not done. */
    void begin() {
        if (underWay.compareAndSet(false, true)) {
            sweep();
        }
    }

    private void sweep() {
        boolean resting = false;
        try {
            Instant start = clock.instant();
            if (batch.getAsBoolean()) {
                later.run(this::sweep, rest(Duration.between(start, clock.instant())));
                resting = true;
            }
        } finally {
            // Also if the store did not answer: the next sweep begins anew.
            if (!resting) {
                underWay.set(false);
            }
        }
    }

    /** A clock that was set meanwhile does not make it endless, nor negative. */
    private static Duration rest(Duration taken) {
        if (taken.isNegative()) {
            return Duration.ZERO;
        }
        return taken.compareTo(LONGEST_REST) < 0 ? taken : LONGEST_REST;
    }
}
