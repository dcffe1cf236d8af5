// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.util.concurrent.ThreadFactory;

/** Makes named threads that do not keep the process alive. */
final class DaemonThreads {
    private DaemonThreads() {}

    static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
