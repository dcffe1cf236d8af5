// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import dev.sojourn.store.Expiring;
import java.util.List;

/** Has what was remembered long enough taken away. Nobody is told: no session ends with it. */
final class SweptRevocations implements Expiring {
    private final Expiring store;

    SweptRevocations(Expiring store) {
        this.store = store;
    }

    @Override
    public void keepEnded() {}

    @Override
    public List<EndedSession> claimEnded(int limit) {
        int removed;
        do {
            removed = store.removeEnded(limit);
        } while (removed == limit);
        return List.of();
    }

    @Override
    public boolean needsSweep() {
        return store.needsSweep();
    }

    @Override
    public int removeEnded(int limit) {
        return store.removeEnded(limit);
    }
}
