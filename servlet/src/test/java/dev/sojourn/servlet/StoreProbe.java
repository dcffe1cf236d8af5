// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.store.Expiring;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.store.memory.MemoryStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A memory store that counts what it is asked, and can be down. */
final class StoreProbe implements SessionStore, Expiring {
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    final AtomicBoolean down = new AtomicBoolean();
    final AtomicBoolean readOnly = new AtomicBoolean();
    private final MemoryStore store;

    StoreProbe(MemoryStore store) {
        this.store = store;
    }

    void reset() {
        reads.set(0);
        writes.set(0);
    }

    int calls() {
        return reads.get() + writes.get();
    }

    long count() {
        return store.count();
    }

    @Override
    public boolean create(SessionRecord record) {
        return writing().create(record);
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        reads.incrementAndGet();
        failIf(down.get());
        return store.find(key);
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        return writing().save(next, expectedVersion);
    }

    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        return writing().touch(key, lastAccessed);
    }

    @Override
    public boolean delete(SessionKey key) {
        return writing().delete(key);
    }

    @Override
    public boolean keepsReferences() {
        return store.keepsReferences();
    }

    @Override
    public void keepEnded() {
        store.keepEnded();
    }

    @Override
    public List<EndedSession> claimEnded(int limit) {
        return store.claimEnded(limit);
    }

    @Override
    public void close() {
        store.close();
    }

    private MemoryStore writing() {
        writes.incrementAndGet();
        failIf(down.get() || readOnly.get());
        return store;
    }

    private static void failIf(boolean now) {
        if (now) {
            throw new StoreUnavailableException("store at 10.11.12.13:6379 is down, as the test asked");
        }
    }
}
