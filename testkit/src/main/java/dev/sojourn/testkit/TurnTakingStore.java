// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.store.SessionStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A store that several runners ask in an order that is fixed call by call, so that a race comes out the same each time.
 *
 * <p>The order names whose call is next. Turns of a runner that is done are passed over; when the order is used up, the runners
 * that are left finish one after the other.
 */
final class TurnTakingStore extends ForwardingStore {
    private static final long PATIENCE_SECONDS = 60;

    private final ThreadLocal<Integer> runner = ThreadLocal.withInitial(() -> -1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Set<Integer> done = new HashSet<>();
    private List<Integer> order = List.of();
    private int runners;
    private int position;

    TurnTakingStore(SessionStore target) {
        super(target);
    }

    /** Runs all of them, each in a thread of its own, with their calls to this store in this order. */
    <T> List<T> run(List<Integer> newOrder, List<Callable<T>> work) {
        order = newOrder;
        position = 0;
        runners = work.size();
        done.clear();
        List<Callable<T>> inTurn = new ArrayList<>();
        for (int index = 0; index < work.size(); index++) {
            int self = index;
            inTurn.add(() -> {
                runner.set(self);
                try {
                    return work.get(self).call();
                } finally {
                    leave(self);
                }
            });
        }
        return StoreContractFixture.race(inTurn);
    }

    @Override
    protected <T> T ask(StoreVerb verb, Supplier<T> question) {
        int self = runner.get();
        if (self < 0) {
            return question.get();
        }
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (next() != self) {
                if (left <= 0) {
                    throw new IllegalStateException("the turn of runner " + self + " did not come");
                }
                left = moved.awaitNanos(left);
            }
            position++;
            return question.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a turn", interrupted);
        } finally {
            moved.signalAll();
            lock.unlock();
        }
    }

    private int next() {
        while (position < order.size() && done.contains(order.get(position))) {
            position++;
        }
        if (position < order.size()) {
            return order.get(position);
        }
        int first = 0;
        while (first < runners - 1 && done.contains(first)) {
            first++;
        }
        return first;
    }

    private void leave(int self) {
        lock.lock();
        try {
            done.add(self);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
