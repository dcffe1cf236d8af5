// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.SessionEvent;
import dev.sojourn.SessionListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Remembers what it was told, and waits for what it will be told. Thread-safe. */
public final class RecordingListener implements SessionListener {
    private static final long PATIENCE_SECONDS = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final List<SessionEvent> events = new ArrayList<>();

    /** Has been told nothing yet. */
    public RecordingListener() {}

    @Override
    public void onEvent(SessionEvent event) {
        lock.lock();
        try {
            events.add(event);
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All events since the last {@link #forget}, in order. */
    public List<SessionEvent> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** The events of one kind, in order. */
    public <T extends SessionEvent> List<T> events(Class<T> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The kinds of all events in order, as {@code "Created"} or {@code "Ended"}: short to compare with. */
    public List<String> kinds() {
        return events().stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    /** Starts anew. */
    public void forget() {
        lock.lock();
        try {
            events.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The first event of this kind; waits for it, for ten seconds at most.
     *
     * @throws AssertionError if it did not come
     */
    public <T extends SessionEvent> T await(Class<T> kind) {
        long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        lock.lock();
        try {
            while (true) {
                for (SessionEvent event : events) {
                    if (kind.isInstance(event)) {
                        return kind.cast(event);
                    }
                }
                if (left <= 0) {
                    throw new AssertionError("no " + kind.getSimpleName() + " came, but " + events);
                }
                left = told.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + kind.getSimpleName(), interrupted);
        } finally {
            lock.unlock();
        }
    }
}
