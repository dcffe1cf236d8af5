// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import dev.sojourn.store.Expiring.EndedSession;
import java.time.Duration;
import java.util.List;

/**
 * A store that keeps what ended until somebody says that it was told, so that no end is lost with a process.
 *
 * <p>{@link Expiring#claimEnded} hands out a session and forgets it; here it stays in the store, and is handed out again if it is not
 * confirmed. So an end is told at least once, where a claim has it told at most once. Nodes that share the store must all
 * confirm, or all claim.
 */
public interface ConfirmedEnds {
    /**
     * How long what was handed out is left to whoever has it: 1 minute.
     *
     * <p>Long enough for a slow database behind a listener, short beside the hour for which Redis keeps what ended.
     */
    Duration HELD = Duration.ofMinutes(1);

    /**
     * Up to this many sessions that ended, none of which is handed out to anybody else within {@link #HELD}.
     *
     * <p>{@link Expiring#keepEnded} must have been called.
     *
     * @param limit 1 to 10,000
     * @return empty when there are none at present
     * @throws StoreUnavailableException if the store did not answer; what it gave all the same is handed out later
     */
    List<EndedSession> handOutEnded(int limit);

    /**
     * Takes away what was told.
     *
     * @param told what {@link #handOutEnded} gave, at most 10,000
     * @return those that this very call took away; of many callers, exactly one is given a session
     * @throws StoreUnavailableException if the outcome is unknown; repeating is harmless
     */
    List<EndedSession> confirmEnded(List<EndedSession> told);
}
