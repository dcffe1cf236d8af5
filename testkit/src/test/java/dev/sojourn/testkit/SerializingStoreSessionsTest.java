// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

class SerializingStoreSessionsTest extends SessionManagerContract {

    @Override
    protected SessionStore newStore(InstantSource clock) {
        return new SerializingStore(clock);
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore store) {
        SerializingStore bytes = (SerializingStore) store;
        return Optional.of(new StoreProbe() {
            @Override
            public List<byte[]> dump() {
                return List.copyOf(bytes.bytes().values());
            }

            @Override
            public boolean damage(SessionKey key) {
                bytes.plant(key, new byte[] {1, 2, 3});
                return true;
            }
        });
    }
}
