// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.ChangeFeed.Subscription;
import dev.sojourn.store.LeaseResult;
import dev.sojourn.store.LeaseState;
import dev.sojourn.store.LeaseState.Step;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** A store with one lease and no sessions, which tells offers if it is asked to, and can be down. */
final class LeasingStore extends UntouchableStore implements Locking {
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile boolean tells = true;
    volatile boolean down;

    private final InstantSource clock;
    private final List<LeaseListener> listeners = new ArrayList<>();
    private LeaseState lease = LeaseState.FREE;

    LeasingStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public LeaseResult acquire(SessionKey key, String owner, Duration length) {
        return step("acquire " + owner, key, (state, now) -> state.acquire(owner, now, length));
    }

    @Override
    public boolean renew(SessionKey key, String owner, Duration length) {
        return step("renew", key, (state, now) -> state.renew(owner, now, length));
    }

    @Override
    public boolean release(SessionKey key, String owner) {
        return step("release", key, (state, now) -> state.release(owner, now));
    }

    @Override
    public synchronized Subscription subscribe(LeaseListener listener) {
        listeners.add(listener);
        if (tells) {
            listener.flowing();
        }
        return () -> {};
    }

    synchronized void toAll(Consumer<LeaseListener> news) {
        listeners.forEach(news);
    }

    synchronized String state() {
        return lease.text();
    }

    private <T> T step(String what, SessionKey key, BiFunction<LeaseState, Instant, Step<T>> question) {
        Step<T> step;
        synchronized (this) {
            asked.add(what);
            if (down) {
                throw new StoreUnavailableException("down, as the test asked");
            }
            step = question.apply(lease, clock.instant());
            lease = step.next();
        }
        if (tells) {
            step.offered().ifPresent(next -> toAll(listener -> listener.offered(key, next)));
        }
        return step.answer();
    }
}
