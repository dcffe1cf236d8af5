// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionManagerContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.Optional;

/** Sessions behave in a cluster as everywhere. */
class ClusterSessionsTest extends SessionManagerContract {

    @Override
    protected SessionStore newStore(InstantSource clock) {
        SharedTopologies.cluster().masters().forEach(RedisServer::flush);
        return SharedTopologies.inCluster(clock).build();
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore store) {
        return Optional.of(SharedTopologies.inCluster());
    }
}
