// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.Caching;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A store that answers from copies which it never renews by itself, and counts what it had to look up. One thread. */
final class OutdatedStore implements SessionStore, Caching {
    final Map<SessionKey, SessionRecord> truth;
    final Map<SessionKey, SessionRecord> copies = new HashMap<>();
    int lookUps;
    int saves;

    OutdatedStore() {
        this(new HashMap<>());
    }

    private OutdatedStore(Map<SessionKey, SessionRecord> truth) {
        this.truth = truth;
    }

    /** Another node, with copies of its own. */
    OutdatedStore elsewhere() {
        return new OutdatedStore(truth);
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key, Predicate<SessionRecord> usable) {
        SessionRecord copy = copies.get(key);
        if (copy != null && usable.test(copy)) {
            return Optional.of(copy);
        }
        lookUps++;
        Optional<SessionRecord> found = Optional.ofNullable(truth.get(key));
        found.ifPresent(record -> copies.put(key, record));
        return found;
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        return find(key, copy -> true);
    }

    @Override
    public boolean create(SessionRecord record) {
        return truth.putIfAbsent(record.key(), record) == null;
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        saves++;
        SessionRecord present = truth.get(next.key());
        if (present == null) {
            return SaveResult.GONE;
        }
        if (present.version() != expectedVersion) {
            return new SaveResult.Conflict(present);
        }
        truth.put(next.key(), next);
        return SaveResult.SAVED;
    }

    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        return truth.computeIfPresent(key, (same, record) -> record.toBuilder()
                        .lastAccessed(lastAccessed)
                        .build())
                != null;
    }

    @Override
    public boolean delete(SessionKey key) {
        return truth.remove(key) != null;
    }

    @Override
    public void close() {}
}
