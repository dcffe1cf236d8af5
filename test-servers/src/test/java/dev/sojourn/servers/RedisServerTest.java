// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RedisServerTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void a_started_server_answers_and_says_its_version() {
        try (RedisServer server = RedisServer.start();
                RespClient client = server.client()) {
            client.send("SET", "name", "value");

            assertEquals("value", client.send("GET", "name").text());
            assertEquals(server.binary().version(), client.info("server").get("redis_version"));
            assertEquals(Long.toString(server.pid()), client.info("server").get("process_id"));
        }
    }

    @Test
    void a_killed_server_refuses_connections_and_forgets_what_it_did_not_write() {
        try (RedisServer server = RedisServer.start()) {
            set(server, "name");

            server.kill();
            assertThrows(UncheckedIOException.class, server::client);
            server.restart();

            assertFalse(has(server, "name"));
        }
    }

    @Test
    void an_append_only_file_survives_the_kill() {
        try (RedisServer server = RedisServer.builder().appendOnly().start()) {
            set(server, "name");

            server.restart();

            assertTrue(has(server, "name"));
        }
    }

    @Test
    void a_frozen_server_accepts_connections_answers_nothing_and_goes_on_later() {
        try (RedisServer server = RedisServer.start()) {
            server.freeze();
            try (RespClient client = RespClient.connect(server.port(), SHORT)) {
                assertThrows(UncheckedIOException.class, () -> client.send("PING"));
            }

            server.thaw();

            set(server, "name");
            assertTrue(has(server, "name"));
        }
    }

    @Test
    void a_password_is_asked_for() {
        try (RedisServer server = RedisServer.builder().password("open sesame").start();
                RespClient stranger = RespClient.connect(server.port());
                RespClient client = server.client()) {
            RespException refused = assertThrows(RespException.class, () -> stranger.send("PING"));

            assertEquals("NOAUTH", refused.code());
            assertEquals("PONG", client.send("PING").text());
        }
    }

    @Test
    void a_user_may_do_what_its_rules_say() {
        try (RedisServer server = RedisServer.builder()
                        .user("reader", "secret", "~app:* +get")
                        .start();
                RespClient client = server.client()) {
            client.send("AUTH", "reader", "secret");

            assertTrue(client.send("GET", "app:1").isNil());
            assertEquals(
                    "NOPERM",
                    assertThrows(RespException.class, () -> client.send("SET", "app:1", "x"))
                            .code());
        }
    }

    @Test
    void a_full_server_refuses_writes() {
        try (RedisServer server =
                        RedisServer.builder().maxMemory("1", "noeviction").start();
                RespClient client = server.client()) {
            RespException refused = assertThrows(RespException.class, () -> client.send("SET", "name", "value"));

            assertEquals("OOM", refused.code());
        }
    }

    @Test
    void an_option_that_the_server_does_not_know_fails_with_its_log() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> RedisServer.builder().option("no-such-option", "yes").start());

        assertTrue(String.valueOf(error.getMessage()).contains("no-such-option"), error::getMessage);
    }

    /** Redis 6.2 looks at its connections after each thousand commands of the file. */
    @Test
    void a_restart_without_waiting_shows_the_server_while_it_loads() {
        int keys = 3_000;
        try (RedisServer server = RedisServer.builder()
                .appendOnly()
                .option("key-load-delay", "200")
                .start()) {
            try (RespClient client = server.client()) {
                for (int key = 0; key < keys; key++) {
                    client.write("SET", "key" + key, "value");
                }
                for (int key = 0; key < keys; key++) {
                    client.read();
                }
            }
            server.restartWithoutWaiting();

            Await.until("the server says LOADING", Duration.ofSeconds(10), () -> isLoading(server), server::log);
            server.awaitReady();

            assertTrue(has(server, "key" + (keys - 1)));
        }
    }

    @Test
    void closing_deletes_the_directory() {
        RedisServer server = RedisServer.start();

        server.close();

        assertFalse(server.isAlive());
        assertFalse(Files.exists(server.directory()));
    }

    @Test
    void the_shared_server_is_the_same_for_all_and_can_be_emptied() {
        RedisServer server = SharedRedis.get();
        set(server, "name");

        SharedRedis.get().flush();

        assertFalse(has(server, "name"));
    }

    private static boolean isLoading(RedisServer server) {
        try (RespClient client = RespClient.connect(server.port())) {
            client.send("GET", "name");
            return false;
        } catch (RespException e) {
            return e.code().equals("LOADING");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static void set(RedisServer server, String key) {
        try (RespClient client = server.client()) {
            client.send("SET", key, "value");
        }
    }

    private static boolean has(RedisServer server, String key) {
        try (RespClient client = server.client()) {
            return client.send("EXISTS", key).number() == 1;
        }
    }
}
