// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place in the way of a request where a test can hold it. */
final class Gate {
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** The request is here, and waits until the gate is open. */
    void pass() {
        arrived.countDown();
        await(open, "the gate was not opened");
    }

    /** Waits until a request is here. */
    void awaitArrival() {
        await(arrived, "no request came to the gate");
    }

    void open() {
        open.countDown();
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS), otherwise);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(otherwise, e);
        }
    }
}
