// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.Expiring.EndedSession;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sessions that ended and wait to be claimed, oldest first. Thread-safe.
 *
 * <p>Bounded: what nobody claims must not fill the heap. The oldest are dropped then, and a warning says how many. The bound
 * is that of the store itself, or 10,000 if that is more, so that nothing is dropped should all its sessions end together between two sweeps.
 */
final class EndedQueue {
    /** The least bound, for stores so small that they end more than they hold between two sweeps. */
    static final long LEAST_BOUND = 10_000;

    private final ArrayDeque<EndedSession> waiting = new ArrayDeque<>();
    private final ArrayDeque<Held> handedOut = new ArrayDeque<>();
    private final long most;
    private final Warnings dropped;
    private volatile boolean kept;

    EndedQueue(InstantSource clock, long mostSessions) {
        this.most = Math.max(LEAST_BOUND, mostSessions);
        this.dropped = new Warnings(
                MemoryStore.class,
                clock,
                "more than " + most + " ended sessions wait to be claimed; dropped without an event: %d; is the"
                        + " session manager closed or its sweep blocked?");
    }

    void keep() {
        kept = true;
    }

    void add(EndedSession session) {
        if (!kept) {
            return;
        }
        boolean full;
        synchronized (waiting) {
            full = waiting.size() >= most;
            if (full) {
                waiting.removeFirst();
            }
            waiting.addLast(session);
        }
        if (full) {
            dropped.warn();
        }
    }

    List<EndedSession> claim(int limit) {
        synchronized (waiting) {
            List<EndedSession> claimed = new ArrayList<>(Math.min(limit, waiting.size()));
            while (claimed.size() < limit && !waiting.isEmpty()) {
                claimed.add(waiting.removeFirst());
            }
            return List.copyOf(claimed);
        }
    }

    /** As a claim, but they are held until they are confirmed, and wait again if that does not come in time. */
    List<EndedSession> handOut(int limit, Instant now) {
        synchronized (waiting) {
            while (!handedOut.isEmpty() && !now.isBefore(handedOut.peekFirst().until())) {
                waiting.addFirst(handedOut.removeFirst().session());
            }
            List<EndedSession> out = claim(limit);
            out.forEach(session -> handedOut.addLast(new Held(session, now.plus(ConfirmedEnds.HELD))));
            return out;
        }
    }

    List<EndedSession> confirm(List<EndedSession> told) {
        synchronized (waiting) {
            Set<EndedSession> asked = new HashSet<>(told);
            List<EndedSession> taken = handedOut.stream()
                    .map(Held::session)
                    .filter(asked::contains)
                    .toList();
            handedOut.removeIf(held -> asked.contains(held.session()));
            return taken;
        }
    }

    int count() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    void clear() {
        synchronized (waiting) {
            waiting.clear();
            handedOut.clear();
        }
    }

    /** One that somebody is telling. */
    private record Held(EndedSession session, Instant until) {}
}
