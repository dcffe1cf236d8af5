// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/** Waits for the end of a session; made by {@link SessionManager#onEnd}. Closing it stops the waiting. Thread-safe. */
public interface EndWatch extends AutoCloseable {

    /** Waits no more; harmless when repeated. An action that runs already goes on. */
    @Override
    void close();
}
