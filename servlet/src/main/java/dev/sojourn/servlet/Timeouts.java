// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import java.time.Duration;
import java.util.Optional;

/** Idle timeouts in the numbers of the Servlet API. */
final class Timeouts {
    private static final int NEVER = -1;

    private Timeouts() {}

    /** Rounded up, since 0 would mean never. */
    static int seconds(Optional<Duration> timeout) {
        if (timeout.isEmpty()) {
            return NEVER;
        }
        long seconds = timeout.get().plusNanos(999_999_999).toSeconds();
        return (int) Math.min(Integer.MAX_VALUE, seconds);
    }
}
