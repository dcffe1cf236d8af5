// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisSentinels;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;

/** The store keeps the contract behind sentinels. */
class SentinelStoreContractTest extends SessionStoreContract {
    private static final RedisSentinels SERVERS = RedisSentinels.start();

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    @Override
    protected SessionStore newStore(InstantSource clock) {
        RedisStore store = node(clock);
        store.clear(); // through the store: a busy machine may have made the sentinels change the master
        return store;
    }

    @Override
    protected SessionStore otherView(SessionStore first) {
        return node(((RedisStore) first).clock());
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore first) {
        return Optional.of(new RedisContents(List.of(SERVERS.master())));
    }

    static String uri(RedisSentinels servers) {
        return servers.sentinelPorts().stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(",", "redis-sentinel://", "#" + RedisSentinels.MASTER_NAME));
    }

    private static RedisStore node(InstantSource clock) {
        return RedisStore.builder()
                .uri(uri(SERVERS))
                .clock(clock)
                .withoutStartReport()
                .build();
    }
}
