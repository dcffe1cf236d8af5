// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.Expiring;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What happens without a request: ended sessions are claimed and told, sessions held by long requests are kept alive.
 *
 * <p>One thread, started when the first of the two is needed; one more for listeners that must hear of each end.
 */
final class Background implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Background.class.getName());
    private static final long TICK_MILLIS = 1_000;
    private static final long CLOSE_SECONDS = 5;
    private static final int BEATS_PER_IDLE_TIMEOUT = 3;
    private static final int JITTER_PART = 4;

    private final Settings settings;
    private final Sweep sweep;
    private final PacedSweep pacedSweep;
    private final boolean threads;
    private final Duration sweepEvery;
    private final ScheduledThreadPoolExecutor executor;
    private final ScheduledThreadPoolExecutor sweeper;
    private final Set<Hold> holds = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final LogLimiter failures;
    private volatile Instant nextSweep = Instant.MIN;
    private volatile Runnable eachTick = () -> {};

    Background(Settings settings, EventPublisher events, boolean threads, Duration sweepEvery) {
        this.settings = settings;
        this.sweep = new Sweep(settings, events);
        this.pacedSweep = new PacedSweep(sweep::batch, settings.clock(), this::later);
        this.threads = threads;
        this.sweepEvery = sweepEvery;
        this.failures = new LogLimiter(settings.clock());
        this.executor = thread("sojourn-background");
        // An end listener may block, and what else is done here may not wait for it: turns run out.
        this.sweeper = settings.confirmsEnds() ? thread("sojourn-end-listeners") : executor;
    }

    private static ScheduledThreadPoolExecutor thread(String name) {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, DaemonThreads.named(name));
        thread.setRemoveOnCancelPolicy(true);
        // A sweep that rests when the manager is closed is over: what it has not claimed stays in the store, for the
        // others.
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // A request that outlives the manager may still ask for something here; it gets nothing, and no error.
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return thread;
    }

    /** A store that needs it is swept from now on, whether or not somebody listens. */
    void start() {
        if (settings.store()
                .capability(Expiring.class)
                .filter(Expiring::needsSweep)
                .isPresent()) {
            startTicking();
        }
    }

    /** Somebody listens from now on, so ended sessions are worth claiming. */
    void listenersCame() {
        Optional<Expiring> expiring = settings.store().capability(Expiring.class);
        if (expiring.isPresent() && sweep.startTelling()) {
            expiring.get().keepEnded();
            startTicking();
        }
    }

    /** Does this too from now on, every second and with each sweep that is asked for. */
    void atEachTick(Runnable work) {
        eachTick = work;
    }

    KeepAlive hold(ActiveSession session) {
        Hold hold = new Hold(session);
        holds.add(hold);
        startTicking();
        session.peek().base().idleTimeout().ifPresent(idle -> scheduleIfShort(hold, idle));
        return hold;
    }

    /** Claims what ended and tells it, all of it and without a rest; keeps alive what is held. Answers how many were told. */
    int sweep() {
        eachTick.run();
        holds.forEach(Hold::beat);
        return sweep.all();
    }

    /** Lets a batch that is under way finish, so that what it claimed is told. */
    @Override
    public void close() {
        holds.clear();
        stop(executor);
        stop(sweeper);
    }

    private static void stop(ScheduledThreadPoolExecutor thread) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    void startTicking() {
        if (threads && ticking.compareAndSet(false, true)) {
            Future<?> unused =
                    executor.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        guarded(() -> {
            Instant now = settings.now();
            boolean clockWentBack = now.plus(sweepEvery).isBefore(nextSweep);
            eachTick.run();
            holds.forEach(Hold::beat);
            if (!now.isBefore(nextSweep) || clockWentBack) {
                nextSweep = now.plus(pause());
                beginSweep();
            }
        });
    }

    /** What waits for the sweeper's thread is a sweep that rests or has not begun, and then another one has nothing to do. */
    private void beginSweep() {
        if (sweeper == executor) {
            pacedSweep.begin();
        } else if (sweeper.getQueue().isEmpty()) {
            later(pacedSweep::begin, Duration.ZERO);
        }
    }

    /** Somewhat shorter than asked for, by chance: nodes that were started together do not stay together. */
    private Duration pause() {
        long most = Math.max(1, sweepEvery.toMillis() / JITTER_PART);
        return sweepEvery.minusMillis(settings.random().nextLong(most));
    }

    /** Idle timeouts shorter than a few ticks need a beat of their own. */
    private void scheduleIfShort(Hold hold, Duration idle) {
        long pause = Math.max(1, idle.toMillis() / BEATS_PER_IDLE_TIMEOUT);
        if (threads && pause < TICK_MILLIS) {
            hold.beats = executor.scheduleWithFixedDelay(() -> guarded(hold::beat), 0, pause, TimeUnit.MILLISECONDS);
        }
    }

    private void later(Runnable work, Duration rest) {
        Future<?> unused = sweeper.schedule(() -> guarded(work), rest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A task that throws would never run again; what it could not do now it does at the next tick. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailableException down) {
            failures.warn(LOG, "the session store is not available for the sweep: " + down.getMessage());
        } catch (RuntimeException | Error problem) {
            failures.warn(
                    LOG, "the session sweep failed with " + problem.getClass().getName());
        }
    }

    /** One session in long use. */
    private final class Hold implements KeepAlive {
        private final ActiveSession session;
        private volatile Instant lastBeat;
        private volatile boolean gone;
        private volatile @Nullable Future<?> beats;

        Hold(ActiveSession session) {
            this.session = session;
            // Not now: the session may have been opened in the last moment of its idle timeout.
            this.lastBeat = session.peek().base().lastAccessed();
        }

        private void beat() {
            SessionRecord record = session.peek().base();
            if (gone
                    || !session.peek().isStored()
                    || session.peek().isEnded()
                    || record.idleTimeout().isEmpty()) {
                return;
            }
            Instant now = settings.now();
            Duration pause = record.idleTimeout().get().dividedBy(BEATS_PER_IDLE_TIMEOUT);
            if (!now.isBefore(lastBeat.plus(pause))) {
                gone = !settings.store().touch(record.key(), now);
                lastBeat = now;
            }
        }

        @Override
        public void close() {
            holds.remove(this);
            Future<?> scheduled = beats;
            if (scheduled != null) {
                scheduled.cancel(false);
            }
        }
    }
}
