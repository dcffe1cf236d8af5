// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.MemoryStore;

/** In the heap of the one server: gone when it stops. */
record MemoryDemoStore() implements DemoStore {
    static final String NAME = "memory";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String label() {
        return NAME;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public boolean tellsChanges() {
        return false;
    }

    @Override
    public SessionStore open(boolean nearCache) {
        return MemoryStore.create();
    }
}
