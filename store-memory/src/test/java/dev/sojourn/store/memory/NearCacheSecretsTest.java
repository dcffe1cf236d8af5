// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.StoreProbe;
import dev.sojourn.testkit.StoredSecretsContract;
import java.time.InstantSource;

/** The copies of a near cache open no session. They are not sealed, whatever the store behind does: they are in this heap. */
class NearCacheSecretsTest extends StoredSecretsContract {

    @Override
    protected SessionStore newStore(InstantSource clock, RecordEncoding records) {
        return NearCache.builder(new SharedStore(clock).node()).clock(clock).build();
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
