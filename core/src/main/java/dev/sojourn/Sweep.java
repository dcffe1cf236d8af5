// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.Expiring;
import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.SessionRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Claims what ended, a batch at a time, and tells it; as long as nobody listens, takes away what would stay in the store.
 *
 * <p>Thread-safe: whoever comes while a batch is under way does nothing.
 */
final class Sweep {
    private static final int BATCH = 1_000;

    private final Settings settings;
    private final EventPublisher events;
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicBoolean underWay = new AtomicBoolean();

    Sweep(Settings settings, EventPublisher events) {
        this.settings = settings;
        this.events = events;
    }

    /** From now on what ended is told. Answers whether that is new. */
    boolean startTelling() {
        return telling.compareAndSet(false, true);
    }

    /** Sweeps until nothing is left. Answers how many sessions were told. */
    int all() {
        Optional<Expiring> expiring = begin();
        if (expiring.isEmpty()) {
            return 0;
        }
        try {
            boolean told = telling.get();
            int ended = 0;
            int taken;
            do {
                taken = take(expiring.get(), told);
                ended += taken;
            } while (taken == BATCH);
            return told ? ended : 0;
        } finally {
            underWay.set(false);
        }
    }

    /** Sweeps one batch. Answers whether it was full, so that there may be more. */
    boolean batch() {
        Optional<Expiring> expiring = begin();
        if (expiring.isEmpty()) {
            return false;
        }
        try {
            return take(expiring.get(), telling.get()) == BATCH;
        } finally {
            underWay.set(false);
        }
    }

    /** Empty if the store has nothing to sweep, or another thread is at it. */
    private Optional<Expiring> begin() {
        Optional<Expiring> expiring = settings.store().capability(Expiring.class);
        return expiring.isPresent() && underWay.compareAndSet(false, true) ? expiring : Optional.empty();
    }

    private int take(Expiring expiring, boolean told) {
        if (told) {
            List<EndedSession> batch = expiring.claimEnded(BATCH);
            batch.forEach(this::tell);
            return batch.size();
        }
        return expiring.needsSweep() ? expiring.removeEnded(BATCH) : 0;
    }

    private void tell(EndedSession ended) {
        EndReason reason = ended.evicted() ? EndReason.EVICTED : byTime(ended.session());
        SessionSnapshot last = settings.snapshot(ended.session());
        events.publish(new SessionEvent.Ended(settings.now(), last, reason));
    }

    private static EndReason byTime(SessionRecord record) {
        return record.deadline().equals(record.expiresAt()) ? EndReason.LIFETIME : EndReason.IDLE;
    }
}
