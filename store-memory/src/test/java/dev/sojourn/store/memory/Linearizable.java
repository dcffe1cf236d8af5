// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Runs random calls on one store from three threads at once, and looks for an order of all calls, one after the other, that explains
 * what each was answered: a call that had ended before another began comes first. If there is none, the store is not atomic.
 *
 * <p>By trying all orders on a store that is simple enough to be right; of six calls by three threads there are at most 90.
 */
final class Linearizable {
    private static final int THREADS = 3;
    private static final int CALLS_PER_THREAD = 2;
    private static final long HEAD_START_NANOS = 50_000;

    private final List<Call> calls;
    private final Supplier<SessionStore> tested;
    private final Supplier<SessionStore> simple;

    /** One question to a store: its answer as a text. */
    interface Call {
        String ask(SessionStore store);
    }

    /** A call that was made: what, when, and what it was answered. */
    private record Made(int call, long from, long to, String answer) {}

    /**
     * Stores to compare.
     *
     * @param calls what can be asked
     * @param tested makes what is tested
     * @param simple makes one that is right if it is asked one after the other
     */
    Linearizable(List<Call> calls, Supplier<SessionStore> tested, Supplier<SessionStore> simple) {
        this.calls = calls;
        this.tested = tested;
        this.simple = simple;
    }

    /**
     * Tries so many times.
     *
     * @throws AssertionError with the calls and answers that no order explains
     */
    void check(int rounds, long seed) throws InterruptedException, ExecutionException {
        Random random = new Random(seed);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < rounds; round++) {
                List<List<Made>> all = run(threads, random);
                if (!isExplained(all)) {
                    throw new AssertionError("no order of these calls explains their answers: " + all);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<List<Made>> run(ExecutorService threads, Random random)
            throws InterruptedException, ExecutionException {
        SessionStore store = tested.get();
        AtomicLong start = new AtomicLong();
        CyclicBarrier together = new CyclicBarrier(THREADS, () -> start.set(System.nanoTime() + HEAD_START_NANOS));
        List<Future<List<Made>>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int[] chosen = random.ints(CALLS_PER_THREAD, 0, calls.size()).toArray();
            running.add(threads.submit(() -> {
                int unused = together.await();
                while (System.nanoTime() < start.get()) {
                    Thread.onSpinWait(); // those who wake up late begin at the same moment
                }
                List<Made> made = new ArrayList<>();
                for (int call : chosen) {
                    made.add(make(call, store));
                }
                return made;
            }));
        }
        List<List<Made>> all = new ArrayList<>();
        for (Future<List<Made>> one : running) {
            all.add(one.get());
        }
        all.add(List.of(make(0, store))); // the first kind of call looks: what is there in the end belongs to it
        store.close();
        return all;
    }

    private Made make(int call, SessionStore store) {
        long from = System.nanoTime();
        String answer = calls.get(call).ask(store);
        return new Made(call, from, System.nanoTime(), answer);
    }

    private boolean isExplained(List<List<Made>> all) {
        return isExplained(all, new int[all.size()], new ArrayList<>());
    }

    /** Goes on with each call that may be next. */
    private boolean isExplained(List<List<Made>> all, int[] taken, List<Made> order) {
        if (order.size() == all.stream().mapToInt(List::size).sum()) {
            return true;
        }
        for (int thread = 0; thread < all.size(); thread++) {
            if (taken[thread] < all.get(thread).size() && mayBeNext(all, taken, thread)) {
                List<Made> longer = new ArrayList<>(order);
                longer.add(all.get(thread).get(taken[thread]));
                int[] more = Arrays.copyOf(taken, taken.length);
                more[thread]++;
                if (answersAgree(longer) && isExplained(all, more, longer)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean mayBeNext(List<List<Made>> all, int[] taken, int thread) {
        long from = all.get(thread).get(taken[thread]).from;
        for (int other = 0; other < all.size(); other++) {
            if (taken[other] < all.get(other).size() && all.get(other).get(taken[other]).to < from) {
                return false;
            }
        }
        return true;
    }

    private boolean answersAgree(List<Made> order) {
        SessionStore store = simple.get();
        return order.stream().allMatch(made -> calls.get(made.call).ask(store).equals(made.answer));
    }
}
