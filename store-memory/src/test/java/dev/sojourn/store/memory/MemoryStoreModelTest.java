// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.model.SessionModelContract;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Random programs on the memory store. */
class MemoryStoreModelTest extends SessionModelContract {
    private final List<SessionStore> shared = new ArrayList<>();

    /** All nodes share the one object: it belongs to one process. */
    @Override
    protected SessionStore connect(InstantSource clock) {
        if (shared.isEmpty()) {
            shared.add(MemoryStore.builder().clock(clock).build());
        }
        return shared.get(0);
    }
}
