// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The one lock of a request's session, and the events that wait until it is released: a listener may take its time, or come
 * back to the session.
 */
final class SessionLock {
    private final EventPublisher events;
    private final ReentrantLock lock = new ReentrantLock();
    private List<SessionEvent> pending = List.of();

    SessionLock(EventPublisher events) {
        this.events = events;
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Does the work, and afterwards, when the lock is free, publishes what happened in it, also if it failed. */
    <T> T told(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            if (!lock.isHeldByCurrentThread()) {
                drain().forEach(events::publish);
            }
        }
    }

    /** Something to tell listeners once the lock is free; to be called with it. */
    void happened(SessionEvent event) {
        if (events.isWanted()) {
            if (pending.isEmpty()) {
                pending = new ArrayList<>();
            }
            pending.add(event);
        }
    }

    private List<SessionEvent> drain() {
        return locked(() -> {
            List<SessionEvent> ready = pending;
            pending = List.of();
            return ready;
        });
    }
}
