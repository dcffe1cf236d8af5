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
import java.util.concurrent.atomic.AtomicInteger;

/** A store with one bug, which the checker has to find through the whole system. Thread-safe. */
final class FlawedStore implements SessionStore {
    private static final long LONGEST_MILLIS = 5;

    private final SerializingStore target = new SerializingStore(InstantSource.system());
    private final Map<SessionKey, Exchanger<SessionKey>> saving = new ConcurrentHashMap<>();
    private final Map<SessionKey, SessionRecord> copies = new ConcurrentHashMap<>();
    private final AtomicInteger lookUps = new AtomicInteger();
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
        Optional<SessionRecord> found = target.find(key);
        if (flaw == Flaw.SERVES_OLD_COPIES && found.isPresent()) {
            // Every other look-up gets what the one before it got, also if that is older than what was saved since.
            SessionRecord before = copies.put(key, found.get());
            boolean old = lookUps.incrementAndGet() % 2 == 0;
            return old && before != null ? Optional.of(before) : found;
        }
        return found;
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
        if (flaw == Flaw.SAVES_WHAT_HAS_ENDED) {
            awaitAnotherSave(next.key());
            SaveResult result = target.save(next, expectedVersion);
            return result instanceof SaveResult.Gone && target.create(next) ? SaveResult.SAVED : result;
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
        return switch (flaw) {
            case FORGETS_TO_DELETE -> true;
            case NEVER_SAYS_WHO_ENDED_IT -> {
                boolean unused = target.delete(key);
                yield false;
            }
            default -> target.delete(key);
        };
    }

    @Override
    public void close() {
        target.close();
    }

    /** What is wrong with it. */
    enum Flaw {
        SAVES_UNCONDITIONALLY,
        FORGETS_TO_DELETE,
        SAVES_WHAT_HAS_ENDED,
        SERVES_OLD_COPIES,
        NEVER_SAYS_WHO_ENDED_IT
    }
}
