// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import java.time.Duration;

/** A store that several servers share and that breaks while they use it. One thread at a time. */
interface StoreUnderFaults extends AutoCloseable {

    /** What {@code --store} gets. */
    String url();

    /** Whether several servers share it, and sessions outlive one that is killed. */
    default boolean isShared() {
        return true;
    }

    /** How many faults {@link #breakDown} has injected; one by default. */
    default int faults() {
        return 1;
    }

    /** Breaks it, and waits until it serves again. */
    void breakDown();

    /** Makes it what it was before, if it serves with less; by default it is whole when it serves. */
    default void repair() {}

    /** Writes acknowledged within this time before it broke, and until it served again, may be lost; by default none may. */
    default Duration mayLose() {
        return Duration.ZERO;
    }

    @Override
    void close();
}
