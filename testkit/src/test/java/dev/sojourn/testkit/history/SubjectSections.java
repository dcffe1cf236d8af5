// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.Session;
import dev.sojourn.web.RequestSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The exclusive sections of a {@link SubjectServer}, by their names. Thread-safe. */
final class SubjectSections {
    private static final long LONGEST_SECONDS = 10;

    private final Map<String, CountDownLatch> entered = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> left = new ConcurrentHashMap<>();

    /** Reads, waits until the client lets it leave, and writes one more than it read. */
    void count(String name, RequestSession request) {
        left.put(name, new CountDownLatch(1));
        try {
            Session session = request.session().orElseThrow(() -> new RefusedException(410));
            int visits = (int) session.get("visits").orElse(0);
            latch(entered, name).countDown();
            await(latch(left, name));
            session.set("visits", visits + 1);
        } finally {
            left.remove(name);
        }
    }

    void awaitEntered(String name) {
        try {
            await(latch(entered, name));
        } finally {
            entered.remove(name);
        }
    }

    void leave(String name) {
        CountDownLatch door = left.get(name);
        if (door != null) {
            door.countDown();
        }
    }

    private static CountDownLatch latch(Map<String, CountDownLatch> latches, String name) {
        return latches.computeIfAbsent(name, any -> new CountDownLatch(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new RefusedException(408);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new RefusedException(503);
        }
    }

    /** The section was not entered, or was given up: nothing was changed. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(int status) {
            super("answered " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
