// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The copies of a near cache, and the rules of what may be copied and used. Thread-safe.
 *
 * <p>The race that counts: the store is asked, the session changes, the change is told, the store's older answer arrives. So a
 * look-up notes how many changes had been told when it began, and its answer is kept only if that number is still the same.
 * Number and copy are compared and put under the lock of the copy's entry; a change first counts and then takes that lock to
 * remove. Whichever is first, an outdated answer does not stay. The numbers are counted for groups of keys: two that share one
 * cost a look-up now and then, and no memory for keys that nobody asks for any more.
 *
 * <p>While a write by this node is under way, nothing is kept: one thread may read from the store what was written already, and
 * must not see afterwards, in a copy, what another thread had read before.
 */
final class Copies {
    private static final int GROUPS = 4_096;

    private final InstantSource clock;
    private final long staleAfterMillis;
    private final long continueMillis;
    private final Cache<SessionKey, Copy> cache;
    private final AtomicLongArray changes = new AtomicLongArray(GROUPS);
    private final AtomicIntegerArray ownWrites = new AtomicIntegerArray(GROUPS);
    private volatile Epoch epoch = Epoch.FIRST;

    Copies(InstantSource clock, long maximum, Duration staleAfter, Duration continueFor) {
        this.clock = clock;
        this.staleAfterMillis = staleAfter.toMillis();
        this.continueMillis = continueFor.toMillis();
        this.cache = Caffeine.newBuilder()
                .ticker(new ClockTicker(clock))
                .maximumSize(maximum)
                // Only gives back heap: what may be used is decided with each use.
                .expireAfterWrite(staleAfter.compareTo(continueFor) > 0 ? staleAfter : continueFor)
                .executor(Runnable::run)
                .build();
    }

    /** The copy that may stand for the store's answer. */
    Optional<SessionRecord> current(SessionKey key) {
        Copy copy = cache.getIfPresent(key);
        return copy != null && isCurrent(copy, clock.instant()) ? Optional.of(copy.record) : Optional.empty();
    }

    /** The copy that may be used while the store does not answer. */
    Optional<SessionRecord> whileStoreIsDown(SessionKey key) {
        Copy copy = cache.getIfPresent(key);
        Instant now = clock.instant();
        return copy != null && copy.epoch.number() >= epoch.floor() && copy.isLiveAndYoung(now, continueMillis)
                ? Optional.of(copy.record)
                : Optional.empty();
    }

    /** Notes what is known before the store is asked. */
    LookUp begin(SessionKey key) {
        return new LookUp(key, changes.get(group(key)), epoch, clock.instant());
    }

    /**
     * Whether something may have changed since the store was asked, or is about to.
     *
     * <p>The writes under way first: one that ends between the two questions has been counted by the second.
     */
    boolean isOutdated(LookUp lookUp) {
        int group = group(lookUp.key());
        return ownWrites.get(group) > 0
                || changes.get(group) != lookUp.changesBefore()
                || epoch.number() != lookUp.epoch().number();
    }

    /** Keeps the store's answer, unless something may have changed since it was asked or a newer one is there. */
    void keep(LookUp lookUp, SessionRecord record) {
        if (!lookUp.epoch().flowing() && continueMillis == 0) {
            return;
        }
        Copy copy = new Copy(record, lookUp.epoch(), lookUp.asked().toEpochMilli());
        Copy unused = cache.asMap()
                .compute(
                        lookUp.key(),
                        (key, present) -> isOutdated(lookUp) || isNewer(present, record) ? present : copy);
    }

    /** A write by this node begins: no copy of this session until it has ended. */
    void writeBegins(SessionKey key) {
        ownWrites.getAndIncrement(group(key));
        drop(key);
    }

    /** It has ended, whatever became of it. */
    void writeEnded(SessionKey key) {
        drop(key);
        ownWrites.getAndDecrement(group(key));
    }

    /** Nothing that was read before now counts for this session. */
    void drop(SessionKey key) {
        changes.getAndIncrement(group(key));
        cache.invalidate(key);
    }

    /** Nothing that was read before now counts at all. */
    void dropAll() {
        goOn(Epoch::cleared);
        cache.invalidateAll();
    }

    void flowing() {
        goOn(present -> present.next(true));
    }

    void interrupted() {
        goOn(present -> present.next(false));
        if (continueMillis == 0) {
            cache.invalidateAll();
        }
    }

    void close() {
        goOn(Epoch::closed);
        cache.invalidateAll();
    }

    boolean isFlowing() {
        return epoch.flowing();
    }

    long count() {
        return cache.estimatedSize();
    }

    private synchronized void goOn(UnaryOperator<Epoch> step) {
        if (!epoch.isClosed()) {
            epoch = step.apply(epoch);
        }
    }

    private boolean isCurrent(Copy copy, Instant now) {
        Epoch present = epoch;
        return present.flowing()
                && copy.epoch.number() == present.number()
                && copy.isLiveAndYoung(now, staleAfterMillis);
    }

    /** Of two look-ups at the same time, the one with the older answer may end last. */
    private boolean isNewer(@Nullable Copy present, SessionRecord record) {
        return present != null
                && isCurrent(present, clock.instant())
                && (present.record.version() > record.version()
                        || (present.record.version() == record.version()
                                && present.record.lastAccessed().isAfter(record.lastAccessed())));
    }

    private static int group(SessionKey key) {
        return key.hashCode() & (GROUPS - 1);
    }

    /** A session as the store had it when it was asked, or later. */
    private record Copy(SessionRecord record, Epoch epoch, long askedMillis) {

        /** A copy from the future was made before the clock was set back: nobody knows how old it is. */
        boolean isLiveAndYoung(Instant now, long millis) {
            long age = now.toEpochMilli() - askedMillis;
            return age >= 0 && age < millis && !record.isExpiredAt(now);
        }
    }
}
