// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.sojourn.store.Browsable;
import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.Locking;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in the heap of this process: fast, bounded, and gone with the process. Thread-safe.
 *
 * <p>Records are kept as the objects they are, so that live objects can be attributes and a read copies nothing. Each verb is
 * atomic for its session.
 *
 * <p><b>Ending by time.</b> To the millisecond by the clock given: from {@link SessionRecord#expiresAt()} on no verb finds the
 * session. Its heap is given back by the writes and sweeps that follow, about a second later at the earliest. There is no
 * scan, and no call takes away more than a thousand, so that a million sessions that end together stop nobody. The store
 * starts no thread: without a sweep (see {@link Expiring#claimEnded}) and without traffic nothing is given back, and nothing
 * more is taken.
 *
 * <p><b>Bound.</b> By count or by weight; see {@link Builder}. When it is reached, sessions are evicted that are used least
 * often, new ones first: a flood of sessions that are used once pushes out itself and not the users (W-TinyLFU, the policy of
 * Caffeine). An eviction ends a session of somebody, so it is logged as a WARNING, at most once per minute, with the count.
 *
 * <p><b>After {@link #close()}</b> the sessions are gone, and every verb throws {@link StoreUnavailableException}: a request
 * that is late at shutdown gets an answer that leaves the browser's cookie alone. Source: ASVS 5.0 16.5.3.
 */
public final class MemoryStore implements SessionStore, PrincipalIndex, Browsable, Expiring, ConfirmedEnds {
    private static final int MOST_CLAIMED = 10_000;

    private static final Comparator<SessionRecord> OLDEST_FIRST =
            Comparator.comparing(SessionRecord::created).thenComparing(SessionRecord::key);

    private final InstantSource clock;
    private final Cache<SessionKey, SessionRecord> cache;
    private final PrincipalKeys principals = new PrincipalKeys();
    private final EndedQueue ended;
    private final Warnings evictions;
    private final MemoryLeases leases;
    private volatile boolean closed;

    private MemoryStore(Builder builder) {
        this.clock = builder.clock;
        this.ended = new EndedQueue(clock, builder.mostSessions());
        this.evictions = new Warnings(
                MemoryStore.class,
                clock,
                builder.bound() + " is reached; sessions evicted: %d; raise it, or shorten the"
                        + " idle timeout of sessions that nobody is logged in to");
        Caffeine<SessionKey, SessionRecord> settings = Caffeine.newBuilder()
                .ticker(new ClockTicker(clock))
                .expireAfter(new RecordExpiry())
                // Maintenance is amortised over the callers: no thread that the application did not ask for.
                .executor(Runnable::run)
                .evictionListener(this::removedByCache);
        this.cache = builder.bounded(settings).build();
        this.leases = new MemoryLeases(clock, this::ensureOpen);
    }

    /** A store with the default bound, on the system's clock. */
    public static MemoryStore create() {
        return builder().build();
    }

    /** Starts with the default bound and the system's clock. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public boolean create(SessionRecord record) {
        ensureOpen();
        boolean[] stored = new boolean[1];
        SessionRecord unused = cache.asMap().compute(record.key(), (key, present) -> {
            if (present != null) {
                return present;
            }
            principals.moved(key, Optional.empty(), record.principal());
            stored[0] = true;
            return record;
        });
        return stored[0];
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        ensureOpen();
        return Optional.ofNullable(cache.getIfPresent(key));
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        ensureOpen();
        Saving saving = new Saving(next, expectedVersion);
        SessionRecord present = cache.asMap().computeIfPresent(next.key(), saving::apply);
        if (present == null) {
            return SaveResult.GONE;
        }
        return saving.saved ? SaveResult.SAVED : new SaveResult.Conflict(present);
    }

    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        ensureOpen();
        return cache.asMap().computeIfPresent(key, (same, stored) -> accessed(stored, lastAccessed)) != null;
    }

    @Override
    public boolean delete(SessionKey key) {
        ensureOpen();
        return remove(key);
    }

    /** Always true. */
    @Override
    public boolean keepsReferences() {
        return true;
    }

    @Override
    public List<SessionRecord> findByPrincipal(String principal) {
        ensureOpen();
        return principals.of(principal).stream()
                .map(this::peek)
                .flatMap(Optional::stream)
                .filter(record -> record.principal().equals(Optional.of(principal)))
                .sorted(OLDEST_FIRST)
                .toList();
    }

    /** Exact; looks at every session once, some tens of milliseconds for a million. */
    @Override
    public long count() {
        ensureOpen();
        Instant now = clock.instant();
        return live(now).count();
    }

    /**
     * {@inheritDoc}
     *
     * <p>In the order of the keys, which costs no memory: each page looks at every session once, some tens of milliseconds
     * for a million.
     */
    @Override
    public Page browse(Optional<String> cursor, int limit) {
        ensureOpen();
        return new KeyOrderPage(cursor, limit).of(live(clock.instant()));
    }

    @Override
    public void clear() {
        ensureOpen();
        cache.asMap().keySet().forEach(this::remove);
    }

    @Override
    public void keepEnded() {
        ensureOpen();
        ended.keep();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Also gives back the heap of sessions whose time is over. As many wait to be claimed as the store may hold, and at
     * least 10,000; if nobody claims them, the oldest are dropped and a WARNING says how many.
     */
    @Override
    public List<EndedSession> claimEnded(int limit) {
        collectEnded(limit);
        return ended.claim(limit);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Of use for a listener that fails at times; with the process all is gone here.
     */
    @Override
    public List<EndedSession> handOutEnded(int limit) {
        collectEnded(limit);
        return ended.handOut(limit, clock.instant());
    }

    @Override
    public List<EndedSession> confirmEnded(List<EndedSession> told) {
        ensureOpen();
        return ended.confirm(told);
    }

    /** Also knows {@link Locking}: leases in this heap, in the order in which they are asked for. */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return type == Locking.class ? Optional.of(type.cast(leases)) : SessionStore.super.capability(type);
    }

    /** Lets all sessions go; harmless when repeated. */
    @Override
    public void close() {
        closed = true;
        cache.invalidateAll();
        principals.clear();
        ended.clear();
    }

    /** Says how many sessions it holds, roughly. */
    @Override
    public String toString() {
        return "MemoryStore[about " + held() + " sessions]";
    }

    /** How many sessions take heap, those included whose time is over and which nothing has taken away yet. */
    long held() {
        return cache.estimatedSize();
    }

    /** How many principals the index knows. */
    int principals() {
        return principals.count();
    }

    private void collectEnded(int limit) {
        ensureOpen();
        if (limit < 1 || limit > MOST_CLAIMED) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST_CLAIMED + ", was " + limit);
        }
        long before;
        do {
            before = held();
            cache.cleanUp();
        } while (ended.count() < limit && held() < before);
    }

    private boolean remove(SessionKey key) {
        boolean[] removed = new boolean[1];
        cache.asMap().computeIfPresent(key, (same, stored) -> {
            principals.moved(key, stored.principal(), Optional.empty());
            removed[0] = true;
            return null;
        });
        return removed[0];
    }

    /** Called within the entry's lock, once for each entry that its time or the bound takes away. */
    private void removedByCache(@Nullable SessionKey key, @Nullable SessionRecord last, RemovalCause cause) {
        SessionRecord record = Objects.requireNonNull(last, "values are held strongly");
        principals.moved(record.key(), record.principal(), Optional.empty());
        boolean evicted = cause != RemovalCause.EXPIRED;
        if (evicted) {
            evictions.warn();
        }
        ended.add(new EndedSession(record, evicted));
    }

    /** Looks at a session without its counting as use. */
    private Optional<SessionRecord> peek(SessionKey key) {
        return Optional.ofNullable(cache.policy().getIfPresentQuietly(key));
    }

    private Stream<SessionRecord> live(Instant now) {
        return cache.asMap().values().stream().filter(record -> !record.isExpiredAt(now));
    }

    private static SessionRecord accessed(SessionRecord record, Instant moment) {
        return moment.isAfter(record.lastAccessed())
                ? record.toBuilder().lastAccessed(moment).build()
                : record;
    }

    private void ensureOpen() {
        if (closed) {
            throw new StoreUnavailableException("the memory store is closed");
        }
    }

    /** One conditional save, applied within the entry's lock. */
    private final class Saving {
        private final SessionRecord next;
        private final long expectedVersion;
        private boolean saved;

        Saving(SessionRecord next, long expectedVersion) {
            this.next = next;
            this.expectedVersion = expectedVersion;
        }

        SessionRecord apply(SessionKey key, SessionRecord stored) {
            saved = stored.version() == expectedVersion;
            if (!saved) {
                return stored;
            }
            principals.moved(key, stored.principal(), next.principal());
            return accessed(next, stored.lastAccessed());
        }
    }

    /** Settings of a {@link MemoryStore}; not thread-safe. */
    public static final class Builder {
        /**
         * The default bound: 100,000 sessions.
         *
         * <p>A session with three small attributes takes about half a kilobyte, so this is 50 MB, a fifth of the heap that
         * Java takes by default in a container of 1 GB. Memory that is full ends everybody's session, a bound that is reached
         * ends those of the least active, so the default errs on the side of the bound, and warns.
         */
        public static final int DEFAULT_MAXIMUM_SESSIONS = 100_000;

        private InstantSource clock = InstantSource.system();
        private long maximumSessions = DEFAULT_MAXIMUM_SESSIONS;
        private long maximumBytes;

        private Builder() {}

        /** The clock that decides when sessions end; default: the system's. */
        public Builder clock(InstantSource newClock) {
            this.clock = newClock;
            return this;
        }

        /**
         * Bounds the store by number of sessions; default {@value #DEFAULT_MAXIMUM_SESSIONS}. Replaces a bound by weight.
         *
         * <p>Right where sessions are small and alike: it costs nothing. Calculate with half a kilobyte for each, and what
         * your attributes take: a million needs about half a gigabyte.
         *
         * @throws IllegalArgumentException if less than 1
         */
        public Builder maximumSessions(long sessions) {
            this.maximumSessions = atLeastOne("maximumSessions", sessions);
            this.maximumBytes = 0;
            return this;
        }

        /**
         * Bounds the store by an estimate of the heap that it takes, in bytes. Replaces a bound by number.
         *
         * <p>Right where visitors can make sessions large. The estimate is 512 bytes for a
         * session and twice the {@code size()} of its attributes; live objects count as nothing, since nobody knows their size.
         * A session that weighs more than the whole bound is evicted at once.
         *
         * @throws IllegalArgumentException if less than 1
         */
        public Builder maximumBytes(long bytes) {
            this.maximumBytes = atLeastOne("maximumBytes", bytes);
            return this;
        }

        /** The store, empty. */
        public MemoryStore build() {
            return new MemoryStore(this);
        }

        private String bound() {
            return maximumBytes > 0 ? "maximumBytes = " + maximumBytes : "maximumSessions = " + maximumSessions;
        }

        private long mostSessions() {
            return maximumBytes > 0 ? 1 + maximumBytes / SessionWeigher.OVERHEAD : maximumSessions;
        }

        private Caffeine<SessionKey, SessionRecord> bounded(Caffeine<SessionKey, SessionRecord> settings) {
            return maximumBytes > 0
                    ? settings.maximumWeight(maximumBytes).weigher(new SessionWeigher())
                    : settings.maximumSize(maximumSessions);
        }

        private static long atLeastOne(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, was " + value);
            }
            return value;
        }
    }
}
