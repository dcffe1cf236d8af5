// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One thread that waits for its turn, and how it is woken: a call that comes before it waits is not lost. */
final class TurnWaiter {
    private final String owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition called = lock.newCondition();
    private boolean isCalled;
    private boolean isFirst;

    TurnWaiter(String owner) {
        this.owner = owner;
    }

    String owner() {
        return owner;
    }

    /** It has reason to ask the store. */
    void call() {
        lock.lock();
        try {
            isCalled = true;
            called.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody on this node is before it any more. */
    void first() {
        lock.lock();
        try {
            isFirst = true;
            called.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it is the first on this node.
     *
     * @return how much of the time is left; zero or less if it is over
     */
    Duration untilFirst(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (!isFirst && left > 0) {
                left = called.awaitNanos(left);
            }
            return Duration.ofNanos(left);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it is called, at most this long, and forgets the call.
     *
     * @return how long it did
     */
    Duration untilCalled(Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = most.toNanos();
            while (!isCalled && left > 0) {
                left = called.awaitNanos(left);
            }
            isCalled = false;
            return most.minusNanos(left);
        } finally {
            lock.unlock();
        }
    }
}
