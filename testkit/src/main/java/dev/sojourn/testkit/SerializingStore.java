// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.RecordFormat;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.store.UnreadableRecordException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store in the heap that keeps bytes, as one on the network does, for tests. Thread-safe.
 *
 * <p>What works here does not rely on shared objects. Simple on purpose: one lock, and a scan where others have an index; not
 * for production.
 */
public final class SerializingStore implements SessionStore, PrincipalIndex, Browsable, Expiring, ConfirmedEnds {
    private static final int LONGEST_PAGE = 1_000;
    private static final int MOST_CLAIMED = 10_000;
    private static final Comparator<SessionRecord> OLDEST_FIRST =
            Comparator.comparing(SessionRecord::created).thenComparing(SessionRecord::key);

    private final InstantSource clock;
    private final TreeMap<SessionKey, byte[]> stored = new TreeMap<>();
    private final List<EndedSession> ended = new ArrayList<>();
    private final Map<EndedSession, Instant> handedOut = new LinkedHashMap<>();
    private boolean endedKept;
    private boolean closed;

    /** An empty store on this clock. */
    public SerializingStore(InstantSource clock) {
        this.clock = clock;
    }

    /** Puts arbitrary bytes where a record should be, as a damaged disk or a newer node would. */
    public synchronized void plant(SessionKey key, byte[] bytes) {
        stored.put(key, bytes.clone());
    }

    /** Copies of all bytes, by key, also of sessions whose time is over and that nobody has looked at since. */
    public synchronized Map<SessionKey, byte[]> bytes() {
        Map<SessionKey, byte[]> copy = new TreeMap<>();
        stored.forEach((key, bytes) -> copy.put(key, bytes.clone()));
        return copy;
    }

    @Override
    public synchronized boolean create(SessionRecord record) {
        ensureOpen();
        byte[] bytes = RecordFormat.encode(record);
        if (holds(record.key())) {
            return false;
        }
        stored.put(record.key(), bytes);
        return true;
    }

    @Override
    public synchronized Optional<SessionRecord> find(SessionKey key) {
        ensureOpen();
        return Optional.ofNullable(live(key));
    }

    @Override
    public synchronized SaveResult save(SessionRecord next, long expectedVersion) {
        ensureOpen();
        SessionRecord present = live(next.key());
        if (present == null) {
            return SaveResult.GONE;
        }
        if (present.version() != expectedVersion) {
            return new SaveResult.Conflict(present);
        }
        SessionRecord kept =
                next.toBuilder().lastAccessed(present.lastAccessed()).build();
        stored.put(next.key(), RecordFormat.encode(kept));
        return SaveResult.SAVED;
    }

    @Override
    public synchronized boolean touch(SessionKey key, Instant lastAccessed) {
        ensureOpen();
        SessionRecord present = live(key);
        if (present == null) {
            return false;
        }
        stored.put(
                key,
                RecordFormat.encode(
                        present.toBuilder().lastAccessed(lastAccessed).build()));
        return true;
    }

    @Override
    public synchronized boolean delete(SessionKey key) {
        ensureOpen();
        return holds(key) && stored.remove(key) != null;
    }

    @Override
    public synchronized List<SessionRecord> findByPrincipal(String principal) {
        ensureOpen();
        return readable()
                .filter(record -> record.principal().equals(Optional.of(principal)))
                .sorted(OLDEST_FIRST)
                .toList();
    }

    @Override
    public synchronized long count() {
        ensureOpen();
        return readable().count();
    }

    @Override
    public synchronized Page browse(Optional<String> cursor, int limit) {
        ensureOpen();
        checkLimit(limit, LONGEST_PAGE);
        Optional<SessionKey> after = cursor.map(text -> SessionKey.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("the cursor is not one of this store")));
        List<SessionRecord> rest = readable()
                .filter(record -> after.isEmpty() || record.key().compareTo(after.get()) > 0)
                .toList();
        List<SessionRecord> page = rest.subList(0, Math.min(limit, rest.size()));
        boolean more = rest.size() > limit;
        return new Page(page, more ? Optional.of(page.get(limit - 1).key().text()) : Optional.empty());
    }

    @Override
    public synchronized void clear() {
        ensureOpen();
        stored.clear();
    }

    @Override
    public synchronized void keepEnded() {
        ensureOpen();
        endedKept = true;
    }

    @Override
    public synchronized List<EndedSession> claimEnded(int limit) {
        ensureOpen();
        checkLimit(limit, MOST_CLAIMED);
        List.copyOf(stored.keySet()).forEach(this::readableOrNull);
        List<EndedSession> batch = ended.subList(0, Math.min(limit, ended.size()));
        List<EndedSession> claimed = List.copyOf(batch);
        batch.clear();
        return claimed;
    }

    @Override
    public synchronized List<EndedSession> handOutEnded(int limit) {
        ensureOpen();
        checkLimit(limit, MOST_CLAIMED);
        Instant now = clock.instant();
        List<EndedSession> again = handedOut.entrySet().stream()
                .filter(held -> !now.isBefore(held.getValue()))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
        List<EndedSession> batch = new ArrayList<>(again);
        if (again.size() < limit) {
            batch.addAll(claimEnded(limit - again.size()));
        }
        batch.forEach(session -> handedOut.put(session, now.plus(HELD)));
        return batch;
    }

    @Override
    public synchronized List<EndedSession> confirmEnded(List<EndedSession> told) {
        ensureOpen();
        return told.stream()
                .filter(session -> handedOut.remove(session) != null)
                .toList();
    }

    @Override
    public synchronized void close() {
        closed = true;
        stored.clear();
        ended.clear();
        handedOut.clear();
    }

    private Stream<SessionRecord> readable() {
        List<SessionRecord> readable = new ArrayList<>();
        for (SessionKey key : List.copyOf(stored.keySet())) {
            SessionRecord record = readableOrNull(key);
            if (record != null) {
                readable.add(record);
            }
        }
        return readable.stream();
    }

    private @Nullable SessionRecord readableOrNull(SessionKey key) {
        try {
            return live(key);
        } catch (UnreadableRecordException leftOut) {
            return null;
        }
    }

    /** Whether the key is taken, be it by bytes that cannot be read. */
    private boolean holds(SessionKey key) {
        try {
            return live(key) != null;
        } catch (UnreadableRecordException taken) {
            return true;
        }
    }

    /** The record, after it ended if its time was over. */
    private @Nullable SessionRecord live(SessionKey key) {
        byte[] bytes = stored.get(key);
        if (bytes == null) {
            return null;
        }
        SessionRecord record = RecordFormat.decode(key, bytes);
        if (!record.isExpiredAt(clock.instant())) {
            return record;
        }
        stored.remove(key);
        if (endedKept) {
            ended.add(new EndedSession(record, false));
        }
        return null;
    }

    private void ensureOpen() {
        if (closed) {
            throw new StoreUnavailableException("the store is closed");
        }
    }

    private static void checkLimit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new IllegalArgumentException("limit must be 1 to " + most + ", was " + limit);
        }
    }
}
