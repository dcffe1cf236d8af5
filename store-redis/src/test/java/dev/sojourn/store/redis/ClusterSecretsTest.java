// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.StoreProbe;
import dev.sojourn.testkit.StoredSecretsContract;
import java.time.InstantSource;

/** What all masters of a cluster hold opens no session. */
class ClusterSecretsTest extends StoredSecretsContract {

    @Override
    protected SessionStore newStore(InstantSource clock, RecordEncoding records) {
        SharedTopologies.cluster().masters().forEach(RedisServer::flush);
        return SharedTopologies.inCluster(clock).records(records).build();
    }

    @Override
    protected StoreProbe probe(SessionStore store) {
        return SharedTopologies.inCluster();
    }
}
