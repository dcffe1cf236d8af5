// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.testkit.FaultProxy;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A line between servers and their store that loses answers, breaks, hangs and is down for a while. One thread at a time. */
final class BrokenLine implements AutoCloseable {
    private static final int ROUNDS = 10;
    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final FaultProxy proxy;
    private int faults;

    BrokenLine(int port) {
        proxy = FaultProxy.to(port);
    }

    int port() {
        return proxy.port();
    }

    /** How often it has failed. */
    int faults() {
        return faults;
    }

    /** Fails in all its ways, and is whole again then. */
    void fail() {
        for (int round = 0; round < ROUNDS; round++) {
            loseAnAnswer();
            proxy.cut();
            faults++;
        }
        proxy.hang();
        pass();
        proxy.heal();
        proxy.goDown();
        pass();
        proxy.heal();
        faults += 2;
    }

    private void loseAnAnswer() {
        int before = proxy.faultsHappened();
        proxy.loseNextAnswer();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (proxy.faultsHappened() == before && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        faults += proxy.faultsHappened() - before;
    }

    private static void pass() {
        long end = System.nanoTime() + PAUSE_NANOS;
        for (long left = PAUSE_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        proxy.close();
    }
}
