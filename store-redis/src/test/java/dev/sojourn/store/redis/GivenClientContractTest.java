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
import org.junit.jupiter.api.AfterEach;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** The store keeps the contract on a client of the application's. */
class GivenClientContractTest extends SessionStoreContract {
    private final RedisServer server = SharedRedis.get();
    private final RedisClient client = RedisClient.builder()
            .hostAndPort("127.0.0.1", server.port())
            .poolConfig(manyConnections())
            .build();

    @AfterEach
    void closeClient() {
        client.close();
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
                .client(client)
                .clock(clock)
                .withoutStartReport()
                .build();
    }

    private static ConnectionPoolConfig manyConnections() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(32);
        return pool;
    }
}
