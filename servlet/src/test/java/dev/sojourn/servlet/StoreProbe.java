// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.ForwardingStore;
import dev.sojourn.testkit.StoreVerb;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A store that counts what a request asks it, and can be down. */
final class StoreProbe extends ForwardingStore {
    private static final Set<StoreVerb> WRITES =
            EnumSet.of(StoreVerb.CREATE, StoreVerb.SAVE, StoreVerb.TOUCH, StoreVerb.DELETE);

    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    final AtomicBoolean down = new AtomicBoolean();
    final AtomicBoolean readOnly = new AtomicBoolean();

    StoreProbe(SessionStore store) {
        super(store);
    }

    void reset() {
        reads.set(0);
        writes.set(0);
    }

    int calls() {
        return reads.get() + writes.get();
    }

    @Override
    protected <T> T ask(StoreVerb verb, Supplier<T> question) {
        if (verb == StoreVerb.FIND) {
            reads.incrementAndGet();
            failIf(down.get());
        } else if (WRITES.contains(verb)) {
            writes.incrementAndGet();
            failIf(down.get() || readOnly.get());
        }
        return question.get();
    }

    private static void failIf(boolean now) {
        if (now) {
            throw new StoreUnavailableException("store at 10.11.12.13:6379 is down, as the test asked");
        }
    }
}
