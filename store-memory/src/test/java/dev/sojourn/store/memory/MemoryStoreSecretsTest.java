// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.StoreProbe;
import dev.sojourn.testkit.StoredSecretsContract;
import java.time.InstantSource;

/** What the store keeps in the heap opens no session: whoever reads a dump of the heap finds hashes there. */
class MemoryStoreSecretsTest extends StoredSecretsContract {

    @Override
    protected SessionStore newStore(InstantSource clock, RecordEncoding records) {
        return MemoryStore.builder().clock(clock).build();
    }

    @Override
    protected StoreProbe probe(SessionStore store) {
        return new HeapProbe(store);
    }

    @Override
    protected boolean sealsRecords() {
        return false;
    }
}
