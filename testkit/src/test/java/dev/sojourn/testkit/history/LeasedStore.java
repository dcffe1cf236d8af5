// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.store.LeaseResult;
import dev.sojourn.store.LeaseState;
import dev.sojourn.store.LeaseState.Step;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.ForwardingStore;
import dev.sojourn.testkit.StoreVerb;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Another store with leases. Two that share the sessions and not the leases have the bug that each server has locks of its own. */
final class LeasedStore extends ForwardingStore implements Locking {
    private final Map<SessionKey, LeaseState> leases = new ConcurrentHashMap<>();

    LeasedStore(SessionStore target) {
        super(target);
    }

    @Override
    protected <T> T ask(StoreVerb verb, Supplier<T> question) {
        return question.get();
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return type == Locking.class ? Optional.of(type.cast(this)) : super.capability(type);
    }

    @Override
    public LeaseResult acquire(SessionKey key, String owner, Duration length) {
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

    private synchronized <T> T step(SessionKey key, BiFunction<LeaseState, Instant, Step<T>> question) {
        Step<T> step = question.apply(leases.getOrDefault(key, LeaseState.FREE), Instant.now());
        leases.put(key, step.next());
        return step.answer();
    }
}
