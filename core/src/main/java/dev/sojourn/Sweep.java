// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.ConfirmedEnds;
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
    /** Fewer, as a listener that must hear of each may be slow, and what is handed out is held for a minute only. */
    private static final int CONFIRMED_BATCH = 100;

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
            } while (taken == batchSize());
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
            return take(expiring.get(), telling.get()) == batchSize();
        } finally {
            underWay.set(false);
        }
    }

    /** Empty if the store has nothing to sweep, or another thread is at it. */
    private Optional<Expiring> begin() {
        Optional<Expiring> expiring = settings.store().capability(Expiring.class);
        return expiring.isPresent() && underWay.compareAndSet(false, true) ? expiring : Optional.empty();
    }

    private int batchSize() {
        return settings.confirmsEnds() ? CONFIRMED_BATCH : BATCH;
    }

    private int take(Expiring expiring, boolean told) {
        if (settings.confirmsEnds()) {
            return confirm(settings.capability(ConfirmedEnds.class));
        }
        if (told) {
            List<EndedSession> batch = expiring.claimEnded(BATCH);
            batch.forEach(this::tell);
            return batch.size();
        }
        return expiring.needsSweep() ? expiring.removeEnded(BATCH) : 0;
    }

    /**
     * First those who must hear of it, then the others, if nobody told them yet: of what somebody ended, that node did. What a
     * listener did not take stays, and is handed out again.
     */
    private int confirm(ConfirmedEnds ends) {
        List<EndedSession> batch = ends.handOutEnded(CONFIRMED_BATCH);
        List<EndedSession> told =
                batch.stream().filter(ended -> events.confirm(event(ended))).toList();
        if (!told.isEmpty()) {
            ends.confirmEnded(told).stream()
                    .filter(ended -> EndMark.of(ended.session(), settings).isEmpty())
                    .forEach(this::tell);
        }
        return batch.size();
    }

    private void tell(EndedSession ended) {
        events.publish(event(ended));
    }

    private SessionEvent.Ended event(EndedSession ended) {
        SessionRecord session = ended.session();
        return EndMark.of(session, settings)
                .map(mark ->
                        new SessionEvent.Ended(mark.at(), settings.snapshot(mark.removedFrom(session)), mark.reason()))
                .orElseGet(() -> new SessionEvent.Ended(
                        settings.now(),
                        settings.snapshot(session),
                        ended.evicted() ? EndReason.EVICTED : byTime(session)));
    }

    private static EndReason byTime(SessionRecord record) {
        return record.deadline().equals(record.expiresAt()) ? EndReason.LIFETIME : EndReason.IDLE;
    }
}
