// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.util.List;

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
}
