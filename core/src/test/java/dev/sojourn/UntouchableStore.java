// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import java.time.Instant;
import java.util.Optional;

/** A store that must not be asked; extended by those that may be asked for one thing. */
class UntouchableStore implements SessionStore {
    @Override
    public boolean create(SessionRecord record) {
        throw new AssertionError("create");
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        throw new AssertionError("find");
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        throw new AssertionError("save");
    }

    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        throw new AssertionError("touch");
    }

    @Override
    public boolean delete(SessionKey key) {
        throw new AssertionError("delete");
    }

    @Override
    public void close() {}
}
