// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A store that fails when a test says so: before it did what it was asked, after, or by not answering. Thread-safe.
 *
 * <p>The faults of one verb happen in the order in which they were asked for, one for each call; then it works again. Offers
 * the capabilities of the store asked.
 *
 * <p>Source: faults 1 to 4 of a store on the network: refused, hanging, reset before the effect, response lost after it.
 */
public final class FaultyStore extends ForwardingStore {
    private final Map<StoreVerb, ConcurrentLinkedQueue<Fault>> faults = new EnumMap<>(StoreVerb.class);
    private volatile boolean down;

    /** Passes everything on to this store until told to fail. */
    public FaultyStore(SessionStore target) {
        super(target);
        for (StoreVerb verb : StoreVerb.values()) {
            faults.put(verb, new ConcurrentLinkedQueue<>());
        }
    }

    /** The next call of this verb fails and has no effect. */
    public void failBefore(StoreVerb verb) {
        queue(verb).add(new Fault(() -> fail(verb, "nothing was done"), FaultyStore::nothing));
    }

    /** The next call of this verb takes effect and fails then: the caller cannot know. */
    public void failAfter(StoreVerb verb) {
        queue(verb).add(new Fault(FaultyStore::nothing, () -> fail(verb, "it was done, and the answer lost")));
    }

    /** The next call of this verb waits until it is released, and works then. */
    public Hang hang(StoreVerb verb) {
        Hang hang = new Hang();
        queue(verb).add(new Fault(hang::waitForRelease, FaultyStore::nothing));
        return hang;
    }

    /** The next call of this verb takes effect, and its answer waits until it is released. */
    public Hang hangAfter(StoreVerb verb) {
        Hang hang = new Hang();
        queue(verb).add(new Fault(FaultyStore::nothing, hang::waitForRelease));
        return hang;
    }

    /** Every call fails without effect from now on. */
    public void goDown() {
        down = true;
    }

    /** Works again, and forgets the faults that have not happened yet. */
    public void comeBack() {
        down = false;
        faults.values().forEach(ConcurrentLinkedQueue::clear);
    }

    @Override
    protected <T> T ask(StoreVerb verb, Supplier<T> question) {
        if (down) {
            fail(verb, "the store is down");
        }
        Fault fault = queue(verb).poll();
        if (fault == null) {
            return question.get();
        }
        fault.before.run();
        T answer = question.get();
        fault.after.run();
        return answer;
    }

    private ConcurrentLinkedQueue<Fault> queue(StoreVerb verb) {
        ConcurrentLinkedQueue<Fault> queue = faults.get(verb);
        if (queue == null) {
            throw new IllegalStateException("every verb has its faults");
        }
        return queue;
    }

    private static void fail(StoreVerb verb, String why) {
        throw new StoreUnavailableException(verb + " failed as the test asked: " + why);
    }

    private static void nothing() {}

    /** What happens to one call. */
    private record Fault(Runnable before, Runnable after) {}

    /** A call that waits. Thread-safe. */
    public static final class Hang {
        private static final long LONGEST_SECONDS = 60;

        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Hang() {}

        /**
         * Waits until a call hangs here, for a minute at most.
         *
         * @throws IllegalStateException if none came
         */
        public void awaitCaller() {
            await(arrived, "no call came to hang");
        }

        /** Lets the call go on, or keeps the one that will come from hanging. */
        public void release() {
            released.countDown();
        }

        private void waitForRelease() {
            arrived.countDown();
            await(released, "nobody released the call");
        }

        private static void await(CountDownLatch latch, String otherwise) {
            try {
                if (!latch.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(otherwise + " within " + LONGEST_SECONDS + " s");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new StoreUnavailableException("interrupted while the store did not answer", interrupted);
            }
        }
    }
}
