// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.util.List;
import java.util.Optional;

/** A store that finds the sessions of one user. */
public interface PrincipalIndex {

    /**
     * All live sessions of the principal, oldest first.
     *
     * <p>Complete and without ghosts: a session bound by an acknowledged save is listed, one that ended or was bound to
     * somebody else is not. A record that cannot be read is left out and never breaks the list.
     *
     * @throws StoreUnavailableException if the store did not answer
     */
    List<SessionRecord> findByPrincipal(String principal);

    /**
     * Ends the live sessions of the principal, all or all but one.
     *
     * <p>A session that was bound before the call is ended; one that is bound meanwhile is ended or lives. By default they are
     * found and deleted one by one through {@link SessionStore#delete}; a store that can do it in one step overrides this.
     *
     * @param spared the session that stays; empty: none
     * @return the last states of those that this very call ended, oldest first; of many callers, exactly one is given a
     *     session. One that could not be read may have been ended too, and is left out.
     * @throws StoreUnavailableException if the outcome is unknown; repeating is harmless
     * @throws UnsupportedOperationException by default, if this is not the {@link SessionStore} itself
     */
    default List<SessionRecord> deleteByPrincipal(String principal, Optional<SessionKey> spared) {
        if (!(this instanceof SessionStore store)) {
            throw new UnsupportedOperationException(
                    getClass().getName() + " is no SessionStore and has to implement deleteByPrincipal");
        }
        return findByPrincipal(principal).stream()
                .filter(record -> !spared.equals(Optional.of(record.key())))
                .filter(record -> store.delete(record.key()))
                .toList();
    }
}
