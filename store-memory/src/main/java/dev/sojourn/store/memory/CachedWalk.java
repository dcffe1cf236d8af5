// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.Browsable;
import java.util.Optional;

/** The walk through the store behind a near cache: whoever clears the store through it finds no copy afterwards. */
final class CachedWalk implements Browsable {
    private final Browsable browsable;
    private final Copies copies;

    CachedWalk(Browsable browsable, Copies copies) {
        this.browsable = browsable;
        this.copies = copies;
    }

    @Override
    public long count() {
        return browsable.count();
    }

    @Override
    public Page browse(Optional<String> cursor, int limit) {
        return browsable.browse(cursor, limit);
    }

    @Override
    public void clear() {
        try {
            browsable.clear();
        } finally {
            copies.dropAll();
        }
    }
}
