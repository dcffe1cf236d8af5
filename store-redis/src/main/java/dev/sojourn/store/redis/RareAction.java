// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Something that many threads want done at the same moment: one does it while the others go on, and not again for a
 * while. Thread-safe.
 */
final class RareAction {
    private final ReentrantLock lock = new ReentrantLock();
    private final long pauseNanos;
    private volatile boolean done;
    private volatile long doneAtNanos;

    RareAction(Duration pause) {
        this.pauseNanos = pause.toNanos();
    }

    /** Does it, unless it was done lately or another thread is at it. */
    void tryNow(Runnable action) {
        if (!isDue() || !lock.tryLock()) {
            return;
        }
        try {
            if (isDue()) {
                run(action);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has been done when this returns, by this thread or another, unless it was done lately. */
    void await(Runnable action) {
        lock.lock();
        try {
            if (isDue()) {
                run(action);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isDue() {
        return !done || System.nanoTime() - doneAtNanos >= pauseNanos;
    }

    /** What fails has been done too: it must not be tried by everybody at once. */
    private void run(Runnable action) {
        try {
            action.run();
        } finally {
            doneAtNanos = System.nanoTime();
            done = true;
        }
    }
}
