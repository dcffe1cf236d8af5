// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens in another process, where there is nothing to be woken by. */
public final class Await {

    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private Await() {}

    /**
     * Asks until the answer is yes.
     *
     * @param what what is awaited, for the message: "the replica is online"
     * @throws AssertionError if it did not happen in time
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        until(what, limit, condition, () -> "");
    }

    /** As above, with a description of what is the case instead, which ends the message. */
    public static void until(String what, Duration limit, BooleanSupplier condition, Supplier<String> instead) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what + "\n" + instead.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
