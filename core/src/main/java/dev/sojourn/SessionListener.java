// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/**
 * Is told what happens to sessions.
 *
 * <p>Called after the fact, so it can stop nothing; what it throws is logged and goes no further. Must be thread-safe.
 */
@FunctionalInterface
public interface SessionListener {

    /** Something happened. */
    void onEvent(SessionEvent event);
}
