// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.ChangeFeed.Subscription;
import dev.sojourn.store.LeaseResult;
import dev.sojourn.store.LeaseState;
import dev.sojourn.store.LeaseState.Step;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The leases of sessions in this heap, first come, first served. Thread-safe. */
final class MemoryLeases implements Locking {
    private static final int FEW = 1_000;

    private final InstantSource clock;
    private final Runnable ensureOpen;
    private final Map<SessionKey, LeaseState> leases = new ConcurrentHashMap<>();
    private final List<LeaseListener> listeners = new CopyOnWriteArrayList<>();
    private volatile int tidyAbove = FEW;

    MemoryLeases(InstantSource clock, Runnable ensureOpen) {
        this.clock = clock;
        this.ensureOpen = ensureOpen;
    }

    @Override
    public LeaseResult acquire(SessionKey key, String owner, Duration length) {
        tidy();
        return step(key, (lease, now) -> lease.acquire(owner, now, length));
    }

    @Override
    public boolean renew(SessionKey key, String owner, Duration length) {
        return step(key, (lease, now) -> lease.renew(owner, now, length));
    }

    @Override
    public boolean release(SessionKey key, String owner) {
        return step(key, (lease, now) -> lease.release(owner, now));
    }

    @Override
    public Subscription subscribe(LeaseListener listener) {
        ensureOpen.run();
        listeners.add(listener);
        listener.flowing();
        return () -> listeners.remove(listener);
    }

    /** How many there are in memory. */
    int count() {
        return leases.size();
    }

    private <T> T step(SessionKey key, BiFunction<LeaseState, Instant, Step<T>> question) {
        ensureOpen.run();
        Asking<T> asking = new Asking<>(question, clock.instant());
        LeaseState unused = leases.compute(key, asking::on);
        asking.newlyOffered().ifPresent(next -> listeners.forEach(listener -> listener.offered(key, next)));
        return asking.step().answer();
    }

    /** Takes away those of owners that were lost with their requests, which nobody asks for any more. */
    private void tidy() {
        if (leases.size() > tidyAbove) {
            Instant now = clock.instant();
            leases.values().removeIf(lease -> lease.isForgettable(now));
            tidyAbove = Math.max(FEW, 2 * leases.size());
        }
    }

    /** One question, asked within the entry's lock. */
    private static final class Asking<T> {
        private final BiFunction<LeaseState, Instant, Step<T>> question;
        private final Instant now;
        private LeaseState before = LeaseState.FREE;
        private @Nullable Step<T> step;

        Asking(BiFunction<LeaseState, Instant, Step<T>> question, Instant now) {
            this.question = question;
            this.now = now;
        }

        @Nullable
        LeaseState on(SessionKey key, @Nullable LeaseState present) {
            before = present == null ? LeaseState.FREE : present;
            Step<T> taken = question.apply(before, now);
            step = taken;
            return taken.next().isForgettable(now) ? null : taken.next();
        }

        Step<T> step() {
            return Objects.requireNonNull(step, "it was asked");
        }

        Optional<String> newlyOffered() {
            return step().offered().filter(next -> !before.offered().equals(Optional.of(next)));
        }
    }
}
