// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.util.List;

/**
 * A store that hands out each session that ended by time or was evicted, once, with its last state.
 *
 * <p>Of all nodes that share the store, exactly one gets a given session.
 */
public interface Expiring {

    /**
     * From now on, keep what ends until it is claimed.
     *
     * <p>Called once, by the session manager, and only if somebody listens: what it costs is then worth it.
     */
    void keepEnded();

    /**
     * Takes up to this many ended sessions.
     *
     * @param limit 1 to 10,000
     * @return those taken, empty when there are none at present
     * @throws StoreUnavailableException if the store did not answer
     */
    List<EndedSession> claimEnded(int limit);

    /**
     * Whether what ended stays in the store until somebody takes it away.
     *
     * <p>If so, the session manager calls {@link #removeEnded} from its background thread as long as nobody listens. False by
     * default: most stores let go of what ended by themselves. Always the same answer.
     */
    default boolean needsSweep() {
        return false;
    }

    /**
     * Takes away up to this many ended sessions without handing them out; nothing by default.
     *
     * @param limit 1 to 10,000
     * @return how many; fewer than the limit if there are no more at present
     * @throws StoreUnavailableException if the store did not answer
     */
    default int removeEnded(int limit) {
        return 0;
    }

    /**
     * A session that ended in the store.
     *
     * @param session its last state
     * @param evicted true if the store had no room for it, false if its time was over
     */
    record EndedSession(SessionRecord session, boolean evicted) {}
}
