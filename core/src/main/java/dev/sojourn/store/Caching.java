// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A store whose {@link SessionStore#find} may answer from a copy, which somebody may have changed or ended since.
 *
 * <p>A copy may let a request in and be read. It is no ground to refuse anybody, and none to leave out a change: whoever would
 * do that says so here, and is given what the store has.
 */
public interface Caching {

    /**
     * The session of this key: from a copy only if that will do, else as the store has it now.
     *
     * <p>An answer that will not do is the store's own, from after this call began. An empty answer is never from a copy; it
     * may be that to the same question of another thread, which was on its way already.
     *
     * @param usable whether a copy will do; quick, without effects, asked any number of times
     * @throws StoreUnavailableException if the store did not answer and no copy will do
     * @throws UnreadableRecordException if there is a record that this version of the library cannot read
     */
    Optional<SessionRecord> find(SessionKey key, Predicate<SessionRecord> usable);
}
