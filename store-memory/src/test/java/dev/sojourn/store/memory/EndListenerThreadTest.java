// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.store.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Fault 37: an end listener that blocks holds up nothing else. */
class EndListenerThreadTest {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch telling = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicReference<String> thread = new AtomicReference<>("");

    @Test
    void sessions_are_kept_alive_while_an_end_listener_blocks() throws InterruptedException {
        try (SessionManager manager = SessionManager.builder(MemoryStore.create())
                .endListener(ended -> block())
                .sweepEvery(Duration.ofSeconds(1))
                .build()) {
            Session held = manager.create();
            held.idleTimeout(Duration.ofSeconds(3));
            held.keep();
            manager.commit(held);
            manager.keepAlive(held);
            Session leaving = manager.create();
            leaving.keep();
            manager.commit(leaving);
            leaving.invalidate();

            assertTrue(telling.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals("sojourn-end-listeners", thread.get());
            awaitUse(manager, manager.keyOf(held));
            release.countDown();
        }
    }

    private void block() throws InterruptedException {
        thread.set(Thread.currentThread().getName());
        telling.countDown();
        assertTrue(release.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static void awaitUse(SessionManager manager, SessionKey key) {
        Instant before = manager.find(key).orElseThrow().lastAccessed();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!manager.find(key).orElseThrow().lastAccessed().isAfter(before)) {
            assertTrue(System.nanoTime() < end, "it was not kept alive");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
