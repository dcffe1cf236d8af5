// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.CountingStore;
import dev.sojourn.testkit.FaultyStore;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.StoreVerb;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A node of a test: a near cache, before a counter, before a store that can fail, before the shared one. */
final class CachedNode {
    private final SharedStore.Node node;
    private final FaultyStore faults;
    private final CountingStore calls;
    private final NearCache cache;

    CachedNode(SharedStore shared, ManualClock clock, UnaryOperator<NearCache.Builder> settings) {
        node = shared.node();
        faults = new FaultyStore(node);
        calls = new CountingStore(faults);
        cache = settings.apply(NearCache.builder(calls).clock(clock)).build();
    }

    NearCache cache() {
        return cache;
    }

    SharedStore.Node node() {
        return node;
    }

    ManualFeed feed() {
        return node.feed();
    }

    FaultyStore faults() {
        return faults;
    }

    CountingStore calls() {
        return calls;
    }

    long finds() {
        return calls.calls(StoreVerb.FIND);
    }

    Optional<SessionRecord> find(SessionKey key) {
        return cache.find(key);
    }

    /** Looks the session up, and forgets that this cost something. */
    void warm(SessionKey key) {
        SessionRecord unused = cache.find(key).orElseThrow();
        calls.reset();
    }
}
