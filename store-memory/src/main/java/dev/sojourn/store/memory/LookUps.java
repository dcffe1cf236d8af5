// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.UnreadableRecordException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Asks the store, once for all threads that ask for the same session at the same time. Thread-safe.
 *
 * <p>A thread joins another's look-up only if nothing has been told about the session since that began, and only while the feed
 * flows: what another thread began to read is no newer than a copy, and is treated as one.
 */
final class LookUps {
    private final SessionStore origin;
    private final Copies copies;
    private final ConcurrentMap<SessionKey, LookUp> underWay = new ConcurrentHashMap<>();
    private final LongAdder shared = new LongAdder();

    LookUps(SessionStore origin, Copies copies) {
        this.origin = origin;
        this.copies = copies;
    }

    /** What the store answers; to another thread's question only if that is usable. */
    Optional<SessionRecord> find(SessionKey key, Predicate<SessionRecord> usable) {
        while (true) {
            LookUp own = copies.begin(key);
            LookUp joined = join(own);
            if (joined == own) {
                return ask(own, usable);
            }
            try {
                shared.increment();
                Optional<SessionRecord> found = joined.await();
                return found.isEmpty() || usable.test(found.get()) ? found : askAnew(key);
            } catch (CancellationException gaveUp) {
                // The thread that asked was interrupted, which is no reason to fail here.
            }
        }
    }

    /** How often a thread waited for another's look-up. */
    long shared() {
        return shared.sum();
    }

    private LookUp join(LookUp own) {
        if (!own.epoch().flowing()) {
            return own;
        }
        return underWay.compute(
                own.key(), (key, present) -> present == null || copies.isOutdated(present) ? own : present);
    }

    private Optional<SessionRecord> askAnew(SessionKey key) {
        LookUp own = copies.begin(key);
        underWay.put(key, own);
        return ask(own, copy -> false);
    }

    private Optional<SessionRecord> ask(LookUp own, Predicate<SessionRecord> usable) {
        try {
            // Another look-up may have ended between this thread's glance at the copies and now.
            Optional<SessionRecord> meanwhile = copies.current(own.key()).filter(usable);
            Optional<SessionRecord> found = meanwhile.isPresent() ? meanwhile : askStore(own);
            own.answered(found);
            return found;
        } catch (RuntimeException problem) {
            if (!Thread.currentThread().isInterrupted()) {
                own.failed(problem);
            }
            throw problem;
        } finally {
            own.givenUp(); // after an error, which is this thread's own, or an interruption
            underWay.remove(own.key(), own);
        }
    }

    private Optional<SessionRecord> askStore(LookUp own) {
        try {
            Optional<SessionRecord> found = origin.find(own.key());
            found.ifPresentOrElse(record -> copies.keep(own, record), () -> copies.drop(own.key()));
            return found;
        } catch (UnreadableRecordException unreadable) {
            copies.drop(own.key());
            throw unreadable;
        }
    }
}
