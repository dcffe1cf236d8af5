// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The smallest store, which counts what it is asked and can be out of order. */
final class CountingStore implements SessionStore {
    final Map<SessionKey, SessionRecord> records = new ConcurrentHashMap<>();
    final AtomicInteger finds = new AtomicInteger();
    final AtomicInteger creates = new AtomicInteger();
    final AtomicInteger saves = new AtomicInteger();
    final AtomicInteger touches = new AtomicInteger();
    volatile boolean down;

    int writes() {
        return creates.get() + saves.get() + touches.get();
    }

    int calls() {
        return finds.get() + writes();
    }

    @Override
    public boolean create(SessionRecord record) {
        creates.incrementAndGet();
        checkUp();
        return records.putIfAbsent(record.key(), record) == null;
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        finds.incrementAndGet();
        checkUp();
        return Optional.ofNullable(records.get(key));
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        saves.incrementAndGet();
        checkUp();
        SessionRecord stored = records.get(next.key());
        if (stored == null) {
            return SaveResult.GONE;
        }
        if (stored.version() != expectedVersion || !records.replace(next.key(), stored, next)) {
            return new SaveResult.Conflict(stored);
        }
        return SaveResult.SAVED;
    }

    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        touches.incrementAndGet();
        checkUp();
        return records.computeIfPresent(key, (same, record) -> record.toBuilder()
                        .lastAccessed(lastAccessed)
                        .build())
                != null;
    }

    @Override
    public boolean delete(SessionKey key) {
        checkUp();
        return records.remove(key) != null;
    }

    @Override
    public void close() {}

    private void checkUp() {
        if (down) {
            throw new StoreUnavailableException("the store is down, as the test wants it");
        }
    }
}
