// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.ChangeFeed;
import dev.sojourn.store.SessionKey;
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
import org.jspecify.annotations.Nullable;

/**
 * Tells those who hold something open for a session when it has ended, on whichever server.
 *
 * <p>An end on this node is heard of through the events. Of an end elsewhere the store's change feed says that something
 * happened, and one look-up says what. An end by time is nobody's doing: it is looked for when the last known end has come. Where
 * there is no feed, or while it is interrupted, each watched session is looked up once in a while.
 *
 * <p>One thread, started by the first watch, looks and runs the actions, so that neither the feed nor a request waits for them.
 */
final class EndWatches implements SessionListener, ChangeFeed.ChangeListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EndWatches.class.getName());
    private static final long TICK_MILLIS = 1_000;

    private final Settings settings;
    private final EventPublisher events;
    private final SessionOpener opener;
    private final boolean threads;
    private final Duration lookEvery;
    private final ScheduledThreadPoolExecutor executor;
    private final ConcurrentHashMap<SessionKey, WatchedSession> watched = new ConcurrentHashMap<>();
    private final LogLimiter failures;
    private volatile boolean flowing;
    private ChangeFeed.@Nullable Subscription subscription;
    private boolean started;

    EndWatches(Settings settings, EventPublisher events, SessionOpener opener, boolean threads, Duration lookEvery) {
        this.settings = settings;
        this.events = events;
        this.opener = opener;
        this.threads = threads;
        this.lookEvery = lookEvery;
        this.failures = new LogLimiter(settings.clock());
        this.executor = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("sojourn-ends"));
        this.executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    EndWatch watch(ActiveSession session, Runnable action) {
        start();
        SessionKey key = session.peek().base().key();
        Watch watch = new Watch(key, session, action);
        watched.compute(key, (same, known) -> {
            WatchedSession entry = known == null ? new WatchedSession() : known;
            entry.watches.add(watch);
            return entry;
        });
        if (session.peek().isEnded()) {
            fire(key);
        } else {
            changed(key); // it may have ended between its opening and now
        }
        return watch;
    }

    /** Looks for what is due. */
    void look() {
        watched.keySet().forEach(this::lookIfDue);
    }

    @Override
    public void onEvent(SessionEvent event) {
        if (event instanceof SessionEvent.Ended ended) {
            fire(ended.session().key());
        }
    }

    @Override
    public void changed(SessionKey key) {
        WatchedSession entry = watched.get(key);
        if (entry != null) {
            entry.lookBy(Instant.MIN);
            later(() -> lookIfDue(key));
        }
    }

    @Override
    public void flowing() {
        flowing = true;
        watched.values().forEach(entry -> entry.lookBy(Instant.MIN));
        later(this::look);
    }

    @Override
    public void interrupted() {
        flowing = false;
        Instant soon = settings.now().plus(lookEvery);
        watched.values().forEach(entry -> entry.lookBy(soon));
    }

    /** Runs no action any more: that this node stops ends no session. */
    @Override
    public synchronized void close() {
        watched.clear();
        if (subscription != null) {
            subscription.close();
        }
        executor.shutdownNow();
    }

    private synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        events.addInline(this);
        Optional<ChangeFeed> feed = settings.store().capability(ChangeFeed.class);
        subscription = feed.map(source -> source.subscribe(this)).orElse(null);
        if (threads) {
            Future<?> unused =
                    executor.scheduleWithFixedDelay(this::look, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Without threads, whoever calls {@link SessionManager#sweep()} looks. */
    private void later(Runnable work) {
        if (threads) {
            executor.execute(work);
        }
    }

    private void lookIfDue(SessionKey key) {
        WatchedSession entry = watched.get(key);
        Instant now = settings.now();
        if (entry == null || !entry.takeIfDue(now)) {
            return;
        }
        if (entry.watches.stream().noneMatch(watch -> watch.session.peek().isStored())) {
            entry.lookBy(now.plus(lookEvery));
            return;
        }
        try {
            knownEnd(key, entry)
                    .ifPresentOrElse(
                            end -> entry.lookBy(flowing ? end : earlier(end, now.plus(lookEvery))), () -> fire(key));
        } catch (StoreUnavailableException down) {
            entry.lookBy(now.plus(lookEvery));
            failures.warn(LOG, "whether sessions in long use have ended cannot be told: " + down.getMessage());
        } catch (RuntimeException problem) {
            entry.lookBy(now.plus(lookEvery));
            failures.warn(
                    LOG,
                    "the look-up of a session in long use failed with "
                            + problem.getClass().getName());
        }
    }

    /** When the session ends if nobody uses it any more; empty if it has ended. */
    private Optional<Instant> knownEnd(SessionKey key, WatchedSession entry) {
        if (settings.carried().isEmpty()) {
            return opener.find(key).map(SessionRecord::expiresAt);
        }
        // The client has the record, and a newer one each time it uses it; here only an end that somebody remembers can
        // be seen.
        Instant now = settings.now();
        Instant deadline = entry.deadline();
        return settings.store().touch(key, now) && now.isBefore(deadline) ? Optional.of(deadline) : Optional.empty();
    }

    private void fire(SessionKey key) {
        WatchedSession entry = watched.remove(key);
        if (entry == null) {
            return;
        }
        if (threads) {
            executor.execute(() -> entry.watches.forEach(this::run));
        } else {
            entry.watches.forEach(this::run);
        }
    }

    // Throwable on purpose: what one of them throws must not keep the others waiting for ever.
    @SuppressWarnings("CatchAndPrintStackTrace")
    private void run(Watch watch) {
        try {
            watch.action.run();
        } catch (Throwable problem) {
            failures.warn(
                    LOG,
                    "what was to be done at the end of a session failed with "
                            + problem.getClass().getName());
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** One thing that is held open. */
    private final class Watch implements EndWatch {
        private final SessionKey key;
        private final ActiveSession session;
        private final Runnable action;

        Watch(SessionKey key, ActiveSession session, Runnable action) {
            this.key = key;
            this.session = session;
            this.action = action;
        }

        @Override
        public void close() {
            watched.computeIfPresent(key, (same, entry) -> {
                entry.watches.remove(this);
                return entry.watches.isEmpty() ? null : entry;
            });
        }
    }

    /** All that is held open for one session, and when it is to be looked up. */
    private static final class WatchedSession {
        private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
        private Instant lookAt = Instant.MIN;

        /** When the session ends however much it is used; as far as those who watch it know. */
        Instant deadline() {
            return watches.stream()
                    .map(watch -> watch.session.peek().base().deadline())
                    .max(Instant::compareTo)
                    .orElse(SessionRecord.NEVER);
        }

        synchronized void lookBy(Instant moment) {
            lookAt = earlier(lookAt, moment);
        }

        /** Whether it is time. What is said while somebody looks leads to another look. */
        synchronized boolean takeIfDue(Instant now) {
            boolean due = !now.isBefore(lookAt);
            if (due) {
                lookAt = Instant.MAX;
            }
            return due;
        }
    }
}
