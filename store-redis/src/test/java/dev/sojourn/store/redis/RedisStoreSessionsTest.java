// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionManagerContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Sessions behave on Redis as everywhere. */
class RedisStoreSessionsTest extends SessionManagerContract {
    private final RedisServer server = SharedRedis.get();

    @Override
    protected SessionStore newStore(InstantSource clock) {
        server.flush();
        return configure(RedisStore.builder().uri(server.uri()).clock(clock).withoutStartReport())
                .build();
    }

    RedisStoreBuilder configure(RedisStoreBuilder builder) {
        return builder;
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore store) {
        return Optional.of(new RedisContents(List.of(server)));
    }
}
