// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionStore;
import java.time.InstantSource;
import java.util.List;

/** The store of bytes holds no token. */
class SerializingStoreSecretsTest extends StoredSecretsContract {

    @Override
    protected SessionStore newStore(InstantSource clock, RecordEncoding records) {
        return new SerializingStore(clock);
    }

    @Override
    protected StoreProbe probe(SessionStore store) {
        return () -> List.copyOf(((SerializingStore) store).bytes().values());
    }

    /** It is for tests, and knows no encryption. */
    @Override
    protected boolean sealsRecords() {
        return false;
    }
}
