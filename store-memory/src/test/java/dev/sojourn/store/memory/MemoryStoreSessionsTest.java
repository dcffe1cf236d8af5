// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionManagerContract;
import java.time.InstantSource;

class MemoryStoreSessionsTest extends SessionManagerContract {

    @Override
    protected SessionStore newStore(InstantSource clock) {
        return MemoryStore.builder().clock(clock).build();
    }
}
