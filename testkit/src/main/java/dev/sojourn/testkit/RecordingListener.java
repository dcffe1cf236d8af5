// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.SessionEvent;
import dev.sojourn.SessionListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps every event it is told, in order. Thread-safe. */
public final class RecordingListener implements SessionListener {
    private final List<SessionEvent> events = new ArrayList<>();

    /** A listener that was told nothing yet. */
    public RecordingListener() {}

    @Override
    public synchronized void onEvent(SessionEvent event) {
        events.add(event);
        notifyAll();
    }

    /** All events so far, oldest first. */
    public synchronized List<SessionEvent> events() {
        return List.copyOf(events);
    }

    /** Those of one kind, oldest first. */
    public <E extends SessionEvent> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * Waits until so many events of one kind have come, and gives them; for events that another thread publishes.
     *
     * @throws AssertionError if fewer came in time; it says how many
     */
    public synchronized <E extends SessionEvent> List<E> await(Class<E> kind, int count, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (events(kind).size() < count) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new AssertionError("of " + count + " " + kind.getSimpleName() + " events came "
                            + events(kind).size() + " within " + patience);
                }
                wait(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for events", interrupted);
        }
        return events(kind);
    }

    /** Forgets what came so far. */
    public synchronized void clear() {
        events.clear();
    }
}
