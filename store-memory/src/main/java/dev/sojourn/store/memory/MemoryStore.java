// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.sojourn.store.Browsable;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in the heap of this process: for one server, for tests, and for starting out. Thread-safe, never blocks.
 *
 * <p>Bounded: when full it evicts, by a policy that a flood of sessions used once cannot turn against sessions in regular use.
 * Expires without scanning. What is stored is lost when the process ends. Values are kept as the objects they are, and
 * live objects that no codec supports are shared between requests, as in a Servlet container.
 */
public final class MemoryStore implements SessionStore, PrincipalIndex, Browsable, Expiring {
    private static final int MOST_PER_PAGE = 1_000;
    private static final int MOST_PER_CLAIM = 10_000;

    private final InstantSource clock;
    private final Cache<SessionKey, SessionRecord> sessions;
    private final KeysByPrincipal keysByPrincipal = new KeysByPrincipal();
    private final EndedQueue ended;

    private MemoryStore(Builder builder) {
        this.clock = builder.clock;
        this.ended = new EndedQueue(builder.maximumSessions, builder.clock);
        this.sessions = Caffeine.newBuilder()
                .maximumSize(builder.maximumSessions)
                .ticker(new ClockTicker(builder.clock))
                .expireAfter(new UntilRecordExpires(builder.clock))
                .evictionListener(this::removed)
                .build();
    }

    /** A store with the default bound. */
    public static MemoryStore create() {
        return builder().build();
    }

    /** Starts with the default bound and the system's clock. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public boolean create(SessionRecord record) {
        if (record.isExpiredAt(clock.instant())) {
            return sessions.getIfPresent(record.key()) == null;
        }
        AtomicBoolean created = new AtomicBoolean();
        sessions.asMap().computeIfAbsent(record.key(), key -> {
            record.principal().ifPresent(principal -> keysByPrincipal.add(principal, key));
            created.set(true);
            return record;
        });
        return created.get();
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        return Optional.ofNullable(sessions.getIfPresent(key)).filter(record -> !record.isExpiredAt(clock.instant()));
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        AtomicReference<@Nullable SaveResult> outcome = new AtomicReference<>();
        sessions.asMap().computeIfPresent(next.key(), (key, stored) -> {
            if (stored.isExpiredAt(clock.instant())) {
                return stored;
            }
            if (stored.version() != expectedVersion) {
                outcome.set(new SaveResult.Conflict(stored));
                return stored;
            }
            outcome.set(SaveResult.SAVED);
            keysByPrincipal.move(key, stored.principal(), next.principal());
            return next.lastAccessed().isBefore(stored.lastAccessed())
                    ? next.toBuilder().lastAccessed(stored.lastAccessed()).build()
                    : next;
        });
        SaveResult result = outcome.get();
        return result == null ? SaveResult.GONE : result;
    }

    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        SessionRecord touched = sessions.asMap()
                .computeIfPresent(
                        key,
                        (same, stored) -> stored.isExpiredAt(clock.instant())
                                        || !lastAccessed.isAfter(stored.lastAccessed())
                                ? stored
                                : stored.toBuilder().lastAccessed(lastAccessed).build());
        return touched != null && !touched.isExpiredAt(clock.instant());
    }

    @Override
    public boolean delete(SessionKey key) {
        SessionRecord removed = sessions.asMap().remove(key);
        if (removed == null) {
            return false;
        }
        removed.principal().ifPresent(principal -> keysByPrincipal.remove(principal, key));
        return !removed.isExpiredAt(clock.instant());
    }

    /** True: records stay here as the objects they are. */
    @Override
    public boolean keepsReferences() {
        return true;
    }

    @Override
    public List<SessionRecord> findByPrincipal(String principal) {
        List<SessionRecord> found = new ArrayList<>();
        for (SessionKey key : keysByPrincipal.of(principal)) {
            find(key)
                    .filter(record -> record.principal().equals(Optional.of(principal)))
                    .ifPresent(found::add);
        }
        found.sort(Comparator.comparing(SessionRecord::created).thenComparing(SessionRecord::key));
        return found;
    }

    @Override
    public long count() {
        sessions.cleanUp();
        return sessions.estimatedSize();
    }

    /**
     * {@inheritDoc}
     *
     * <p>In the order of the keys; each page goes once over all keys and keeps only its own, so that walking costs the
     * sessions no memory and their users no lock.
     */
    @Override
    public Page browse(Optional<String> cursor, int limit) {
        if (limit < 1 || limit > MOST_PER_PAGE) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST_PER_PAGE + ", was " + limit);
        }
        Optional<SessionKey> after = cursor.map(text -> SessionKey.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("the cursor is not one of this store")));
        PriorityQueue<SessionKey> lowest = new PriorityQueue<>(Comparator.reverseOrder());
        for (SessionKey key : sessions.asMap().keySet()) {
            if (after.isEmpty() || key.compareTo(after.get()) > 0) {
                lowest.add(key);
                if (lowest.size() > limit) {
                    lowest.remove();
                }
            }
        }
        List<SessionKey> keys = lowest.stream().sorted().toList();
        List<SessionRecord> page =
                keys.stream().map(this::find).flatMap(Optional::stream).toList();
        return new Page(
                page,
                keys.size() < limit
                        ? Optional.empty()
                        : Optional.of(keys.get(limit - 1).text()));
    }

    @Override
    public void clear() {
        sessions.invalidateAll();
        keysByPrincipal.clear();
    }

    @Override
    public void keepEnded() {
        ended.open();
    }

    @Override
    public List<EndedSession> claimEnded(int limit) {
        if (limit < 1 || limit > MOST_PER_CLAIM) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST_PER_CLAIM + ", was " + limit);
        }
        sessions.cleanUp();
        return ended.take(limit);
    }

    /** Forgets all sessions. */
    @Override
    public void close() {
        clear();
        sessions.cleanUp();
    }

    private void removed(@Nullable SessionKey key, @Nullable SessionRecord record, RemovalCause cause) {
        SessionRecord last = Objects.requireNonNull(record);
        last.principal().ifPresent(principal -> keysByPrincipal.remove(principal, last.key()));
        ended.add(new EndedSession(last, cause == RemovalCause.SIZE));
    }

    /** Collects what the store needs; not thread-safe. */
    public static final class Builder {
        private InstantSource clock = InstantSource.system();
        private long maximumSessions = 1_000_000;

        private Builder() {}

        /**
         * How many sessions there can be; at least 1, default 1,000,000.
         *
         * <p>The default is there to stop a flood before the heap does: with a few small values each, a million sessions take
         * some hundreds of megabytes. Fewer for a small heap, or for large sessions.
         */
        public Builder maximumSessions(long count) {
            if (count < 1) {
                throw new IllegalArgumentException("maximumSessions must be at least 1, was " + count);
            }
            this.maximumSessions = count;
            return this;
        }

        /** What time it is; default the system's clock. */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /** The store, empty. */
        public MemoryStore build() {
            return new MemoryStore(this);
        }
    }
}
