// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Brings events to listeners, and keeps what listeners do away from requests.
 *
 * <p>Listeners run on one thread with a bounded queue: one that blocks holds up other listeners and no request, and when the
 * queue is full, events are dropped and counted in a log line. Inline listeners run where the event happens, outside of all
 * locks. Whatever a listener throws ends here.
 */
final class EventPublisher implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventPublisher.class.getName());
    private static final int QUEUE = 10_000;
    private static final long IDLE_SECONDS = 5;
    private static final long CLOSE_SECONDS = 5;

    private final List<SessionListener> inline = new CopyOnWriteArrayList<>();
    private final List<SessionListener> queued;
    private final List<EndListener> confirming;
    private final boolean threads;
    private final ThreadPoolExecutor executor;
    private final LogLimiter failures;
    private final LogLimiter drops;

    EventPublisher(SessionManagerBuilder builder, InstantSource clock) {
        this.queued = List.copyOf(builder.queued);
        this.inline.addAll(builder.inline);
        this.confirming = List.copyOf(builder.confirming);
        this.threads = builder.threads;
        this.failures = new LogLimiter(clock);
        this.drops = new LogLimiter(clock);
        this.executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                DaemonThreads.named("sojourn-events"));
        this.executor.allowCoreThreadTimeOut(true);
    }

    /** Whether anybody listens; if not, events need not even be made. */
    boolean isWanted() {
        return !inline.isEmpty() || !queued.isEmpty();
    }

    void addInline(SessionListener listener) {
        inline.add(listener);
    }

    void removeInline(SessionListener listener) {
        inline.remove(listener);
    }

    void publish(SessionEvent event) {
        for (SessionListener listener : inline) {
            deliver(listener, event);
        }
        if (queued.isEmpty()) {
            return;
        }
        if (!threads) {
            queued.forEach(listener -> deliver(listener, event));
            return;
        }
        try {
            executor.execute(() -> queued.forEach(listener -> deliver(listener, event)));
        } catch (RejectedExecutionException noRoom) {
            drops.warn(
                    LOG,
                    executor.isShutdown()
                            ? "session events are dropped: the session manager is closed"
                            : "session events are dropped: a listener is too slow, and " + QUEUE + " events wait");
        }
    }

    // Throwable on purpose: a listener's error, whatever it is, must not stop an ending or break a request.
    @SuppressWarnings("CatchAndPrintStackTrace")
    private void deliver(SessionListener listener, SessionEvent event) {
        try {
            listener.onEvent(event);
        } catch (Throwable problem) {
            failures.warn(
                    LOG,
                    "session listener " + listener.getClass().getName() + " failed on "
                            + event.getClass().getSimpleName() + " with "
                            + problem.getClass().getName());
        }
    }

    /** Tells those who must hear of each end. Answers whether all have taken it; if not, it is to be told to all of them again. */
    // Throwable on purpose: see deliver.
    @SuppressWarnings("CatchAndPrintStackTrace")
    boolean confirm(SessionEvent.Ended ended) {
        boolean taken = true;
        for (EndListener listener : confirming) {
            try {
                listener.onEnded(ended);
            } catch (Throwable problem) {
                taken = false;
                failures.warn(
                        LOG,
                        "end listener " + listener.getClass().getName() + " failed with "
                                + problem.getClass().getName() + ": the end is told again");
            }
        }
        return taken;
    }

    /** Waits a moment for the events in the queue. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
