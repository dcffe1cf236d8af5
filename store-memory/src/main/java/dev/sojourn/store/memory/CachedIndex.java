// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.util.List;
import java.util.Optional;

/** The index of the store behind a near cache: whoever ends a user's sessions through it finds no copy of them afterwards. */
final class CachedIndex implements PrincipalIndex {
    private final PrincipalIndex index;
    private final Copies copies;

    CachedIndex(PrincipalIndex index, Copies copies) {
        this.index = index;
        this.copies = copies;
    }

    @Override
    public List<SessionRecord> findByPrincipal(String principal) {
        return index.findByPrincipal(principal);
    }

    /** If nobody knows which of them ended, every copy is doubtful. */
    @Override
    public List<SessionRecord> deleteByPrincipal(String principal, Optional<SessionKey> spared) {
        try {
            List<SessionRecord> ended = index.deleteByPrincipal(principal, spared);
            ended.forEach(record -> copies.drop(record.key()));
            return ended;
        } catch (StoreUnavailableException unknown) {
            copies.dropAll();
            throw unknown;
        }
    }
}
