// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.jdbc.JdbcStore;
import java.time.Instant;
import java.util.Optional;

/** A store in a database that closes its pool with itself: the pool has no other user here. Thread-safe. */
final class PooledStore implements SessionStore {
    private final JdbcStore store;
    private final HikariDataSource pool;

    PooledStore(JdbcStore store, HikariDataSource pool) {
        this.store = store;
        this.pool = pool;
    }

    @Override
    public boolean create(SessionRecord record) {
        return store.create(record);
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        return store.find(key);
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        return store.save(next, expectedVersion);
    }

    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        return store.touch(key, lastAccessed);
    }

    @Override
    public boolean delete(SessionKey key) {
        return store.delete(key);
    }

    /** All that the store in the database can do besides. */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return store.capability(type);
    }

    @Override
    public void close() {
        store.close();
        pool.close();
    }
}
