// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.Expiring;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** W26: a store that is many batches behind, and nobody who listens. */
class BackgroundSweepTest {
    private final Behind store = new Behind();

    @Test
    void the_background_thread_takes_one_batch_after_the_other_until_all_are_done() throws InterruptedException {
        try (SessionManager manager = SessionManager.builder(store).build()) {
            assertTrue(store.done.await(60, TimeUnit.SECONDS));
            assertEquals(0, manager.sweep());
        }
        assertEquals(0, store.due.get());
    }

    @Test
    void by_hand_one_call_takes_all() {
        try (SessionManager manager =
                SessionManager.builder(store).withoutThreads().build()) {
            manager.sweep();
            assertEquals(0, store.due.get());
        }
    }

    /** Has nothing but ended sessions. */
    private static final class Behind extends UntouchableStore implements Expiring {
        private final AtomicInteger due = new AtomicInteger(2_500);
        private final CountDownLatch done = new CountDownLatch(1);

        @Override
        public boolean needsSweep() {
            return true;
        }

        @Override
        public int removeEnded(int limit) {
            int taken = Math.min(limit, due.get());
            if (due.addAndGet(-taken) == 0) {
                done.countDown();
            }
            return taken;
        }

        @Override
        public void keepEnded() {
            throw new AssertionError("nobody listens");
        }

        @Override
        public List<EndedSession> claimEnded(int limit) {
            throw new AssertionError("nobody listens");
        }
    }
}
