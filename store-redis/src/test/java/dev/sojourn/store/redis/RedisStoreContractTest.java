// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The store keeps the contract on a single server, seen by two nodes. Covers T21 to T25, fault 39. */
class RedisStoreContractTest extends SessionStoreContract {
    private final RedisServer server = SharedRedis.get();

    @Override
    protected SessionStore newStore(InstantSource clock) {
        server.flush();
        return node(clock);
    }

    @Override
    protected SessionStore otherView(SessionStore first) {
        return node(((RedisStore) first).clock());
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore first) {
        return Optional.of(new RedisContents(List.of(server)));
    }

    RedisStoreBuilder configure(RedisStoreBuilder builder) {
        return builder;
    }

    private SessionStore node(InstantSource clock) {
        return configure(RedisStore.builder().uri(server.uri()).clock(clock).withoutStartReport())
                .build();
    }
}
