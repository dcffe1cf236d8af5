// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The exclusive sections of requests under way on this server, by the names that clients gave them. Thread-safe. */
final class OpenSections {
    private final Map<String, Door> doors = new ConcurrentHashMap<>();
    private final Duration longestWait;
    private final Duration longestStay;

    /** Who asks whether a section is entered waits so long for that, and who is in it stays so long at most. */
    OpenSections(Duration longestWait, Duration longestStay) {
        this.longestWait = longestWait;
        this.longestStay = longestStay;
    }

    /** A request begins that will be in this section. */
    Door open(String name) {
        Door door = door(name);
        door.opened = true;
        return door;
    }

    /** Waits until the section is entered; false if that does not happen in time. */
    boolean awaitEntered(String name) {
        Door door = door(name);
        boolean entered = await(door.entered, longestWait);
        if (!door.opened) {
            doors.remove(name, door); // its request never came
        }
        return entered;
    }

    /** Lets the request leave, now or as soon as it has entered. */
    void leave(String name) {
        Door door = doors.get(name);
        if (door != null) {
            door.left.countDown();
        }
    }

    private Door door(String name) {
        return doors.computeIfAbsent(name, Door::new);
    }

    private static boolean await(CountDownLatch latch, Duration time) {
        try {
            return latch.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Through which one request enters and leaves. */
    final class Door implements AutoCloseable {
        private final String name;
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch left = new CountDownLatch(1);
        private volatile boolean opened;

        private Door(String name) {
            this.name = name;
        }

        /** Says that the section is entered, and waits until it may be left; false if nobody lets it in time. */
        boolean awaitLeaving() {
            entered.countDown();
            return await(left, longestStay);
        }

        @Override
        public void close() {
            doors.remove(name, this);
        }
    }
}
