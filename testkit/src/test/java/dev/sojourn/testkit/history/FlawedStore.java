// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SerializingStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A store with one bug, which the checker has to find through the whole system. */
final class FlawedStore implements SessionStore {
    private static final long LONGEST_MILLIS = 5;

    private final SerializingStore target = new SerializingStore(InstantSource.system());
    private final Map<SessionKey, Exchanger<SessionKey>> saving = new ConcurrentHashMap<>();
    private final Flaw flaw;

    FlawedStore(Flaw flaw) {
        this.flaw = flaw;
    }

    @Override
    public boolean create(SessionRecord record) {
        return target.create(record);
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        return target.find(key);
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        if (flaw == Flaw.SAVES_UNCONDITIONALLY) {
            awaitAnotherSave(next.key());
            SaveResult result = target.save(next, expectedVersion);
            while (result instanceof SaveResult.Conflict conflict) {
                long present = conflict.newer().version();
                result = target.save(next.toBuilder().version(present + 1).build(), present);
            }
            return result;
        }
        return target.save(next, expectedVersion);
    }

    /** Who saves has read: two that meet here have read the same state. Alone, one goes on after a while. */
    private void awaitAnotherSave(SessionKey key) {
        try {
            Object unused = saving.computeIfAbsent(key, any -> new Exchanger<>())
                    .exchange(key, LONGEST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException alone) {
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        return target.touch(key, lastAccessed);
    }

    @Override
    public boolean delete(SessionKey key) {
        return flaw == Flaw.FORGETS_TO_DELETE || target.delete(key);
    }

    @Override
    public void close() {
        target.close();
    }

    /** What is wrong with it. */
    enum Flaw {
        SAVES_UNCONDITIONALLY,
        FORGETS_TO_DELETE
    }
}
