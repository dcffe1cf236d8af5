// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The store of bytes keeps the contract, and with it the record format. */
class SerializingStoreContractTest extends SessionStoreContract {

    @Override
    protected SessionStore newStore(InstantSource source) {
        return new SerializingStore(source);
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore first) {
        return Optional.of(new BytesProbe((SerializingStore) first));
    }

    private record BytesProbe(SerializingStore store) implements StoreProbe {
        @Override
        public List<byte[]> dump() {
            return new ArrayList<>(store.bytes().values());
        }

        @Override
        public boolean damage(SessionKey key) {
            store.plant(key, new byte[] {1, 2, 3});
            return true;
        }
    }
}
