// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionStoreContract;
import java.time.InstantSource;

/** The memory store keeps the contract. */
class MemoryStoreContractTest extends SessionStoreContract {

    @Override
    protected SessionStore newStore(InstantSource source) {
        return MemoryStore.builder().clock(source).build();
    }
}
