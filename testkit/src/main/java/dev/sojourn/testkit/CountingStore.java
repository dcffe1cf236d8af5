// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.store.SessionStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Counts how often a store is asked what, to prove that nothing is asked that need not be. Thread-safe.
 *
 * <p>Offers the capabilities of the store counted.
 */
public final class CountingStore extends ForwardingStore {
    private final Map<StoreVerb, LongAdder> calls = new EnumMap<>(StoreVerb.class);

    /** Counts what this store is asked. */
    public CountingStore(SessionStore target) {
        super(target);
        for (StoreVerb verb : StoreVerb.values()) {
            calls.put(verb, new LongAdder());
        }
    }

    /** How often the store was asked this, whether or not it could answer. */
    public long calls(StoreVerb verb) {
        return adder(verb).sum();
    }

    /** How often it was asked anything: the round trips that a store on the network would have cost. */
    public long calls() {
        return calls.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Counts from zero again. */
    public void reset() {
        calls.values().forEach(LongAdder::reset);
    }

    @Override
    protected <T> T ask(StoreVerb verb, Supplier<T> question) {
        adder(verb).increment();
        return question.get();
    }

    /** What was asked, and how often. */
    @Override
    public String toString() {
        return "CountingStore" + calls;
    }

    private LongAdder adder(StoreVerb verb) {
        LongAdder adder = calls.get(verb);
        if (adder == null) {
            throw new IllegalStateException("every verb has a count");
        }
        return adder;
    }
}
