// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.Caching;
import dev.sojourn.store.ChangeFeed;
import dev.sojourn.store.ChangeFeed.ChangeListener;
import dev.sojourn.store.ChangeFeed.Subscription;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps copies of sessions in front of a store on the network, so that reading one again asks the store nothing. Thread-safe.
 *
 * <p>Only look-ups are answered here. Every write goes to the store, where it is conditional, so an outdated copy cannot
 * overwrite anything; a copy refuses nobody either, see {@link Caching}. What it can do is let a request in, or show it a
 * value, for a moment too long. That moment is
 *
 * <ul>
 *   <li>what the store's {@link ChangeFeed} takes to tell of a change on another node: milliseconds as a rule;
 *   <li>{@link Builder#staleAfter} at most, should the feed fail without anybody noticing;
 *   <li>nothing on the node that made the change, and nothing while the feed is known to be interrupted: then there are no
 *       copies, and every look-up asks the store.
 * </ul>
 *
 * <p>Threads that look for the same session at the same time ask the store once. That a session is not there is never kept.
 *
 * <p><b>The store being down</b> is an error as without a cache, unless {@link Builder#continueWithoutStore} allows to go on
 * from copies for a while.
 *
 * <p>Starts no thread. A look-up answered from a copy takes less than a microsecond and does not block.
 */
public final class NearCache implements SessionStore, Caching {
    private final SessionStore origin;
    private final Copies copies;
    private final LookUps lookUps;
    private final Warnings continuations;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder continued = new LongAdder();
    private final LongAdder changes = new LongAdder();
    private final LongAdder interruptions = new LongAdder();
    private final Subscription subscription;

    private NearCache(Builder builder, ChangeFeed feed) {
        InstantSource clock = builder.clock();
        this.origin = builder.origin;
        this.copies = new Copies(clock, builder.maximumSessions, builder.staleAfter, builder.continueWithoutStore);
        this.lookUps = new LookUps(origin, copies);
        this.continuations = new Warnings(
                NearCache.class, clock, "the session store does not answer; look-ups answered from copies instead: %d");
        this.subscription = feed.subscribe(new Listener());
    }

    /** Starts with the defaults, in front of this store, which the near cache owns from now on and closes. */
    public static Builder builder(SessionStore origin) {
        return new Builder(origin);
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        return find(key, copy -> true);
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key, Predicate<SessionRecord> usable) {
        Optional<SessionRecord> copy = copies.current(key).filter(usable);
        if (copy.isPresent()) {
            hits.increment();
            return copy;
        }
        misses.increment();
        try {
            return lookUps.find(key, usable);
        } catch (StoreUnavailableException down) {
            Optional<SessionRecord> last = copies.whileStoreIsDown(key).filter(usable);
            if (last.isEmpty()) {
                throw down;
            }
            continued.increment();
            continuations.warn();
            return last;
        }
    }

    @Override
    public boolean create(SessionRecord record) {
        return written(record.key(), () -> origin.create(record));
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        return written(next.key(), () -> origin.save(next, expectedVersion));
    }

    /** A touch that failed drops no copy: whether it took effect or not, the copy is at worst the first to expire. */
    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        boolean there = origin.touch(key, lastAccessed);
        copies.drop(key);
        return there;
    }

    @Override
    public boolean delete(SessionKey key) {
        return written(key, () -> origin.delete(key));
    }

    /** As the store behind it. */
    @Override
    public boolean keepsReferences() {
        return origin.keepsReferences();
    }

    /** {@link Caching}, and what the store behind it can do. */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        if (type == Caching.class) {
            return Optional.of(type.cast(this));
        }
        if (type == PrincipalIndex.class) {
            return origin.capability(PrincipalIndex.class).map(index -> type.cast(new CachedIndex(index, copies)));
        }
        return type == Browsable.class
                ? origin.capability(Browsable.class).map(browsable -> type.cast(new CachedWalk(browsable, copies)))
                : origin.capability(type);
    }

    /** What it has done so far, and how it stands. */
    public Statistics statistics() {
        return new Statistics(
                hits.sum(),
                misses.sum(),
                lookUps.shared(),
                continued.sum(),
                changes.sum(),
                interruptions.sum(),
                copies.count(),
                copies.isFlowing());
    }

    /** Forgets the copies, and closes the store behind it. */
    @Override
    public void close() {
        copies.close();
        subscription.close();
        origin.close();
    }

    /** How many copies there are, and of which kind of store. */
    @Override
    public String toString() {
        return "NearCache[about " + copies.count() + " copies, " + (copies.isFlowing() ? "flowing" : "interrupted")
                + ", before " + origin.getClass().getSimpleName() + "]";
    }

    /**
     * Before: who asks while the store is at it asks the store. After, whatever became of it: what was read meanwhile may be of
     * before the write, and nobody knows the outcome of one that failed.
     */
    private <T> T written(SessionKey key, Supplier<T> write) {
        copies.writeBegins(key);
        try {
            return write.get();
        } finally {
            copies.writeEnded(key);
        }
    }

    /** Hears of changes. */
    private final class Listener implements ChangeListener {
        @Override
        public void changed(SessionKey key) {
            changes.increment();
            copies.drop(key);
        }

        @Override
        public void flowing() {
            copies.flowing();
        }

        @Override
        public void interrupted() {
            interruptions.increment();
            copies.interrupted();
        }
    }

    /**
     * What a near cache has done since it was built.
     *
     * @param hits look-ups answered from a copy
     * @param misses look-ups for which there was no copy that would do
     * @param shared how many of the misses waited for another thread's look-up instead of asking the store themselves
     * @param continued look-ups answered from a copy because the store did not answer
     * @param changes how many changes the feed told
     * @param interruptions how often the feed was interrupted
     * @param copies about how many copies there are now
     * @param flowing whether the feed flows now; if not, every look-up asks the store
     */
    public record Statistics(
            long hits,
            long misses,
            long shared,
            long continued,
            long changes,
            long interruptions,
            long copies,
            boolean flowing) {}

    /** Settings of a {@link NearCache}; not thread-safe. */
    public static final class Builder {
        /**
         * How many copies there are at most by default: 10,000.
         *
         * <p>A copy is of use for {@link #DEFAULT_STALE_AFTER}, so this serves 1,000 different sessions in a second. With half
         * a kilobyte for each, and what the attributes take, that is 5 MB and more.
         */
        public static final int DEFAULT_MAXIMUM_SESSIONS = 10_000;

        /**
         * How long a copy is used at most by default: 10 seconds.
         *
         * <p>Long enough for a page with all that it loads, and for a client that polls; a session in constant use costs a
         * look-up each 10 seconds. Short, because it is also how long a logout may be ignored of which this node is not told since a connection
         * died without a sign.
         */
        public static final Duration DEFAULT_STALE_AFTER = Duration.ofSeconds(10);

        private final SessionStore origin;
        private long maximumSessions = DEFAULT_MAXIMUM_SESSIONS;
        private Duration staleAfter = DEFAULT_STALE_AFTER;
        private Duration continueWithoutStore = Duration.ZERO;
        private @Nullable InstantSource clock;

        private Builder(SessionStore origin) {
            this.origin = origin;
        }

        /**
         * Bounds the number of copies; default {@value #DEFAULT_MAXIMUM_SESSIONS}. A session without one costs a look-up.
         *
         * @throws IllegalArgumentException if less than 1
         */
        public Builder maximumSessions(long sessions) {
            if (sessions < 1) {
                throw new IllegalArgumentException("maximumSessions must be at least 1, was " + sessions);
            }
            this.maximumSessions = sessions;
            return this;
        }

        /**
         * Bounds the age of a copy, counted from when the store was asked; default 10 seconds.
         *
         * <p>The second line behind the feed: how long a session that ended on another node may live on here if the feed misses
         * it unnoticed. If the clock is set back meanwhile, up to twice as long.
         *
         * @throws IllegalArgumentException if less than a millisecond
         */
        public Builder staleAfter(Duration age) {
            if (age.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException("staleAfter must be at least PT0.001S, was " + age);
            }
            this.staleAfter = age;
            return this;
        }

        /**
         * Lets requests that only read go on from copies of up to this age while the store does not answer; by default none do.
         *
         * <p>Off by default because it fails open: for this long, a session that ended on another node while this one was cut
         * off is still one here. Writes fail as ever, also a logout, a renewal that is due, and a change of a value to the same value; and
         * after a write that failed the copy is gone. A session of which there is no copy is an error and never "no session".
         *
         * @throws IllegalArgumentException if negative
         */
        public Builder continueWithoutStore(Duration age) {
            if (age.isNegative()) {
                throw new IllegalArgumentException("continueWithoutStore must not be negative, was " + age);
            }
            this.continueWithoutStore = age;
            return this;
        }

        /** The clock by which copies age and sessions end; default the store's own if it has one, else the system's. */
        public Builder clock(InstantSource newClock) {
            this.clock = newClock;
            return this;
        }

        /**
         * The near cache, without copies. Keeps none until the store's feed says that it flows.
         *
         * @throws IllegalArgumentException if the store cannot tell of changes, so that copies could not be dropped
         */
        public NearCache build() {
            ChangeFeed feed = origin.capability(ChangeFeed.class)
                    .orElseThrow(() -> new IllegalArgumentException(origin.getClass()
                                    .getName() + " is no ChangeFeed: it does not tell of changes by other nodes, so"
                            + " copies of its sessions could not be dropped; use it without a near cache"));
            return new NearCache(this, feed);
        }

        private InstantSource clock() {
            InstantSource given = clock;
            return given != null
                    ? given
                    : origin.capability(InstantSource.class).orElseGet(InstantSource::system);
        }
    }
}
