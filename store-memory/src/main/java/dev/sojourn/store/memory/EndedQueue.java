// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.Expiring.EndedSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sessions that ended by themselves and wait to be told; says in the log when the store had to evict.
 *
 * <p>Holds as many as the store does: a million sessions can expire in one moment. Beyond that somebody has stopped claiming,
 * and the oldest are forgotten.
 */
final class EndedQueue {
    private static final System.Logger LOG = System.getLogger(MemoryStore.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final long capacity;
    private final InstantSource clock;
    private final ConcurrentLinkedQueue<EndedSession> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong size = new AtomicLong();
    private final AtomicLong evictions = new AtomicLong();
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);
    private volatile boolean open;

    EndedQueue(long capacity, InstantSource clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    void open() {
        open = true;
    }

    void add(EndedSession session) {
        if (session.evicted()) {
            evicted();
        }
        if (!open) {
            return;
        }
        queue.add(session);
        if (size.incrementAndGet() > capacity && queue.poll() != null) {
            size.decrementAndGet();
        }
    }

    List<EndedSession> take(int limit) {
        List<EndedSession> taken = new ArrayList<>();
        while (taken.size() < limit) {
            EndedSession next = queue.poll();
            if (next == null) {
                break;
            }
            size.decrementAndGet();
            taken.add(next);
        }
        return taken;
    }

    private void evicted() {
        long all = evictions.incrementAndGet();
        Instant now = clock.instant();
        Instant until = quietUntil.get();
        if (!now.isBefore(until) && quietUntil.compareAndSet(until, now.plus(PAUSE))) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the memory store is full with " + capacity + " sessions and evicts; " + all
                            + " so far. Raise maximumSessions, or look for a flood of visitors without cookies");
        }
    }
}
