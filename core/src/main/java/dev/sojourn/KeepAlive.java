// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/**
 * Keeps a session from idling out while something long uses it; made by {@link SessionManager#keepAlive}.
 *
 * <p>Closing it lets the session age again, from the moment of its last use. Thread-safe.
 */
public interface KeepAlive extends AutoCloseable {

    /** Lets go; harmless when repeated. */
    @Override
    void close();
}
