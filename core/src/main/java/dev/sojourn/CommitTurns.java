// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SessionKey;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Lets commits of this process that lost a race for a session try again one after the other, first come, first served.
 *
 * <p>Without turns each of 16 threads that work on one session in Redis wins one race in 16, and now and then one loses a hundred
 * in a row. With them, those who wait make no round trips for nothing either. Only a courtesy: saves are conditional whoever has
 * the turn, and who waits too long goes on without it, so that no order of locks can stop anybody for long. Thread-safe.
 */
final class CommitTurns {
    private static final int STRIPES = 256;
    private static final long PATIENCE_SECONDS = 2;

    private final ReentrantLock[] stripes =
            Stream.generate(() -> new ReentrantLock(true)).limit(STRIPES).toArray(ReentrantLock[]::new);

    /** The turns of this session, not taken yet. */
    Turn of(SessionKey key) {
        return new Turn(stripes[Math.floorMod(key.hashCode(), STRIPES)]);
    }

    /** One commit's place in the queue; of one thread. */
    static final class Turn implements AutoCloseable {
        private final ReentrantLock stripe;
        private boolean asked;
        private boolean taken;

        private Turn(ReentrantLock stripe) {
            this.stripe = stripe;
        }

        /** Waits for its turn if others have theirs just now: who comes later must not win again and again before them. */
        void takeIfContended() {
            if (stripe.isLocked()) {
                take();
            }
        }

        /** Waits for its turn, once. */
        void take() {
            if (asked) {
                return;
            }
            asked = true;
            try {
                taken = stripe.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Lets the next one go on. */
        @Override
        public void close() {
            if (taken) {
                taken = false;
                stripe.unlock();
            }
        }
    }
}
