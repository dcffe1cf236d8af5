// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionManager;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.ChangeFeed;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Settings: what is refused, and what the accepted ones do. */
class RedisStoreBuilderTest {

    @Test
    void all_that_is_wrong_is_said_at_once() {
        RedisStoreBuilder builder = RedisStore.builder()
                .prefix("{app}:")
                .deadline(Duration.ZERO)
                .maxConnections(0)
                .circuitBreaker(0, Duration.ZERO)
                .keepEndedFor(Duration.ofSeconds(-1))
                .waitForReplicas(1, Duration.ofMinutes(5))
                .database(-1);

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, builder::build);

        assertEquals(
                "one of uri and client is needed, and not both;"
                        + " prefix must be 1 to 100 printable ASCII characters without braces;"
                        + " deadline must be PT0.01S to PT1M, was PT0S;"
                        + " maxConnections must be at least 1, was 0;"
                        + " the failures of circuitBreaker must be at least 1, were 0;"
                        + " the pause of circuitBreaker must be positive, was PT0S;"
                        + " keepEndedFor must be positive, was PT-1S;"
                        + " the timeout of waitForReplicas must be positive and shorter than the deadline, was PT5M;"
                        + " database must be 0 to 65535, was -1",
                refused.getMessage());
    }

    @Test
    void settings_that_do_not_go_together_are_refused() throws Exception {
        SSLContext tls = SSLContext.getDefault();
        refused("a Cluster has only database 0", builder -> builder.uri("redis-cluster://host")
                .database(1));
        refused("write rediss", builder -> builder.uri("redis://host").tls(tls));
        refused("and not both", builder -> builder);
        try (RedisClient client = RedisClient.create("127.0.0.1", 1)) {
            refused("and not both", builder -> builder.client(client).uri("redis://host"));
            refused("connections are its business", builder -> builder.client(client)
                    .credentials("user", "password"));
        }
    }

    /** W51: nothing that a store prints opens anything. */
    @Test
    void a_store_prints_where_it_is_and_no_password() {
        try (RedisStore store = RedisStore.builder()
                .uri("redis://canary:canary@127.0.0.1:1/2")
                .prefix("shop:")
                .build()) {
            assertEquals("RedisStore[redis://127.0.0.1:1/2, prefix shop:]", store.toString());
        }
    }

    /** Fault 1: the application decides whether it starts without its store. */
    @Test
    void a_store_starts_without_its_server_unless_it_must_be_there() {
        RedisStoreBuilder builder =
                RedisStore.builder().uri("redis://127.0.0.1:1").deadline(Duration.ofMillis(500));
        try (RedisStore store = builder.build()) {
            StoreUnavailableException away = assertThrows(StoreUnavailableException.class, store::count);
            assertTrue(String.valueOf(away.getMessage())
                    .startsWith("Redis at 127.0.0.1:1 cannot be reached for DBSIZE: "));
        }

        assertThrows(
                StoreUnavailableException.class, () -> builder.mustBeReachable().build());
    }

    @Test
    void user_password_and_database_are_used() {
        try (RedisServer server =
                RedisServer.builder().user("shop", "open sesame", "~* &* +@all").start()) {
            String address = "127.0.0.1:" + server.port();
            Sessions sessions = new Sessions(InstantSource.system());
            try (RedisStore store = RedisStore.builder()
                    .uri("redis://shop:open%20sesame@" + address + "/5")
                    .withoutStartReport()
                    .build()) {
                assertTrue(store.create(sessions.next()));
                assertEquals(1, store.count());
            }
            try (RedisStore otherDatabase = RedisStore.builder()
                    .uri("redis://" + address)
                    .credentials("shop", "open sesame")
                    .database(4)
                    .withoutStartReport()
                    .build()) {
                assertEquals(0, otherDatabase.count());
            }
        }
    }

    /** Fault 13: one clock for all nodes, that of the server. */
    @Test
    void the_default_clock_is_the_servers_and_the_manager_goes_by_it() {
        RedisServer server = SharedRedis.get();
        try (RedisStore store = RedisStore.builder()
                        .uri(server.uri())
                        .withoutStartReport()
                        .build();
                RespClient client = server.client()) {
            long before = Long.parseLong(client.send("TIME").texts().get(0));
            Instant now = store.clock().instant();
            long after = Long.parseLong(client.send("TIME").texts().get(0));
            assertTrue(before - 1 <= now.getEpochSecond() && now.getEpochSecond() <= after + 1);

            try (SessionManager manager =
                    SessionManager.builder(store).withoutThreads().build()) {
                assertEquals(store.clock(), manager.clock());
            }
        }
        ManualClock manual = ManualClock.create();
        try (RedisStore store = RedisStore.builder()
                .uri(server.uri())
                .clock(manual)
                .withoutStartReport()
                .build()) {
            assertEquals(manual, store.clock());
        }
    }

    @Test
    void a_given_client_has_no_change_feed_and_stays_open() {
        RedisServer server = SharedRedis.get();
        try (RedisClient client = RedisClient.create("127.0.0.1", server.port())) {
            RedisStore store =
                    RedisStore.builder().client(client).withoutStartReport().build();
            assertFalse(store.capability(ChangeFeed.class).isPresent());
            store.close();

            assertEquals("PONG", client.ping());
        }
    }

    private static void refused(String words, UnaryOperator<RedisStoreBuilder> settings) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> settings.apply(RedisStore.builder())
                        .build());
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
    }
}
