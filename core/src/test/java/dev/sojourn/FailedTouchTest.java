// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** G11-79: a use that could not be written is no reason to fail a request; a change is. */
class FailedTouchTest {
    private final AtomicReference<SessionRecord> stored = new AtomicReference<>();
    private final SessionManager manager = SessionManager.builder(new OnlyCreates())
            .policy(SessionPolicy.builder().touchEvery(Duration.ZERO).build())
            .withoutThreads()
            .build();

    @Test
    void a_failing_touch_does_not_fail_the_commit() {
        Session session = reopened();
        assertEquals(CommitResult.Outcome.UNCHANGED, manager.commit(session).outcome());
        assertEquals(Session.State.OPEN, session.state());
    }

    @Test
    void a_failing_save_does() {
        Session session = reopened();
        session.set("name", "other");
        assertThrows(StoreUnavailableException.class, () -> manager.commit(session));
    }

    private Session reopened() {
        Session session = manager.create();
        session.set("name", "value");
        CommitResult created = manager.commit(session);
        assertTrue(created.tokenChanged());
        return manager.open(created.token().orElseThrow().reveal()).session().orElseThrow();
    }

    /** Takes one record and refuses to change it. */
    private final class OnlyCreates implements SessionStore {
        @Override
        public boolean create(SessionRecord record) {
            stored.set(record);
            return true;
        }

        @Override
        public Optional<SessionRecord> find(SessionKey key) {
            return Optional.ofNullable(stored.get());
        }

        @Override
        public SaveResult save(SessionRecord next, long expectedVersion) {
            throw new StoreUnavailableException("read-only");
        }

        @Override
        public boolean touch(SessionKey key, Instant lastAccessed) {
            throw new StoreUnavailableException("read-only");
        }

        @Override
        public boolean delete(SessionKey key) {
            throw new StoreUnavailableException("read-only");
        }

        @Override
        public void close() {}
    }
}
