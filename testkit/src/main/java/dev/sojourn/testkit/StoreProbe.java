// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.store.SessionKey;
import java.util.List;

/** Looks past a store at what it keeps, as a thief of its disk would. */
public interface StoreProbe {

    /** Everything that is physically there, in any order and form, keys and index entries included. */
    List<byte[]> dump();

    /**
     * Puts bytes in the place of a session's record that are no record.
     *
     * @return false if this store has no place where such bytes could be; nothing was done then
     */
    default boolean damage(SessionKey key) {
        return false;
    }
}
