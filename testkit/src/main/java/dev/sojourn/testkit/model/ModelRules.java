// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import dev.sojourn.SessionPolicy;
import dev.sojourn.StaleTokenReaction;
import java.time.Duration;

/**
 * The times of a program, for the model and for the real thing. Immutable.
 *
 * @param readsCopies whether look-ups may be answered from a copy
 * @param renewing whether tokens are renewed on the timer
 * @param endsStolen whether an old token ends its session
 */
record ModelRules(boolean readsCopies, boolean renewing, boolean endsStolen) {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration ABSOLUTE = Duration.ofHours(24);
    static final Duration TOUCH = Duration.ofMinutes(1);
    static final Duration RENEWAL = Duration.ofMinutes(10);
    static final Duration GRACE = Duration.ofSeconds(30);

    /** The same for the real thing. */
    SessionPolicy policy() {
        SessionPolicy.Builder policy = SessionPolicy.builder()
                .idleTimeout(IDLE)
                .absoluteTimeout(ABSOLUTE)
                .touchEvery(TOUCH)
                .renewalGrace(GRACE);
        if (renewing) {
            policy.renewEvery(RENEWAL);
        }
        if (endsStolen) {
            policy.onStaleToken(StaleTokenReaction.END_SESSION);
        }
        return policy.build();
    }

    /** How often use is written: often enough that a session in use does not end. */
    long touchEvery(long idle) {
        return idle == ModelRecord.NO_LIMIT ? TOUCH.toMillis() : Math.min(TOUCH.toMillis(), idle / 2);
    }
}
