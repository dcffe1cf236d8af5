// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionManagerContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.Optional;

/** Sessions behave behind sentinels as everywhere. */
class SentinelSessionsTest extends SessionManagerContract {

    @Override
    protected SessionStore newStore(InstantSource clock) {
        SharedTopologies.sentinels().master().flush();
        return SharedTopologies.behindSentinels(clock).build();
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore store) {
        return Optional.of(SharedTopologies.behindSentinels());
    }
}
