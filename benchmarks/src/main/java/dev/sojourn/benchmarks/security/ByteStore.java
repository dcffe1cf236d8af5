// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The least that a store of bytes can be: a map in the heap. What is measured through it is the encoding, and no network. Thread-safe. */
final class ByteStore implements SessionStore {
    private final RecordEncoding records;
    private final ConcurrentHashMap<SessionKey, Stored> stored = new ConcurrentHashMap<>();

    ByteStore(RecordEncoding records) {
        this.records = records;
    }

    /** How many bytes a record takes on average. */
    long averageBytes() {
        return Math.round(stored.values().stream()
                .mapToInt(each -> each.bytes.length)
                .average()
                .orElseThrow());
    }

    @Override
    public boolean create(SessionRecord record) {
        return stored.putIfAbsent(record.key(), encoded(record)) == null;
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        return Optional.ofNullable(stored.get(key)).map(found -> records.decode(key, found.bytes));
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        Stored present = stored.get(next.key());
        if (present == null) {
            return SaveResult.GONE;
        }
        boolean saved = present.version == expectedVersion && stored.replace(next.key(), present, encoded(next));
        return saved
                ? SaveResult.SAVED
                : new SaveResult.Conflict(find(next.key()).orElseThrow());
    }

    /** Not what is measured: the manager touches at most once a minute. */
    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        return stored.computeIfPresent(
                        key,
                        (same, present) -> encoded(records.decode(key, present.bytes).toBuilder()
                                .lastAccessed(lastAccessed)
                                .build()))
                != null;
    }

    @Override
    public boolean delete(SessionKey key) {
        return stored.remove(Objects.requireNonNull(key)) != null;
    }

    @Override
    public void close() {
        stored.clear();
    }

    private Stored encoded(SessionRecord record) {
        return new Stored(record.version(), records.encode(record));
    }

    /** The version stands beside the bytes, as scripts and SQL read it without decoding them. Equal to itself only. */
    private static final class Stored {
        private final long version;
        private final byte[] bytes;

        Stored(long version, byte[] bytes) {
            this.version = version;
            this.bytes = bytes;
        }
    }
}
