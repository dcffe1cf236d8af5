// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that hold up nobody's exit. */
final class DaemonThreads {
    private DaemonThreads() {}

    /** Threads with this name and a number. */
    static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
