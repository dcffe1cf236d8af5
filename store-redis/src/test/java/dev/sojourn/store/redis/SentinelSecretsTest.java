// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.StoreProbe;
import dev.sojourn.testkit.StoredSecretsContract;
import java.time.InstantSource;

/** What a master behind sentinels holds opens no session. */
class SentinelSecretsTest extends StoredSecretsContract {

    @Override
    protected SessionStore newStore(InstantSource clock, RecordEncoding records) {
        RedisStore store =
                SharedTopologies.behindSentinels(clock).records(records).build();
        store.clear();
        return store;
    }

    @Override
    protected StoreProbe probe(SessionStore store) {
        return SharedTopologies.behindSentinels();
    }
}
