// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisBinary;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIf;

/** The store keeps the contract on the newer Redis or Valkey that this machine has, if it has one. */
@EnabledIf("isInstalled")
class InstalledServerContractTest extends SessionStoreContract {
    private final RedisServer server = SharedRedis.get(RedisBinary.installed().orElseThrow());

    static boolean isInstalled() {
        return RedisBinary.installed().isPresent();
    }

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

    private SessionStore node(InstantSource clock) {
        return RedisStore.builder()
                .uri(server.uri())
                .clock(clock)
                .withoutStartReport()
                .build();
    }
}
