// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SerializingStore;
import java.time.InstantSource;
import java.util.Optional;

/** The model over the store of the test kit. */
class SerializingStoreModelTest extends SessionModelContract {
    private Optional<SessionStore> store = Optional.empty();

    @Override
    protected SessionStore connect(InstantSource clock) {
        SessionStore shared = store.orElseGet(() -> new SerializingStore(clock));
        store = Optional.of(shared);
        return shared;
    }
}
