// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an operator is told at the start. */
class StartReportTest {
    private final Sessions sessions = new Sessions(InstantSource.system());

    @Test
    void a_server_that_keeps_what_it_is_given_is_worth_one_line() {
        try (RedisServer server = RedisServer.builder().appendOnly().start();
                CapturedLog log = new CapturedLog();
                RedisStore store = RedisStore.connect(server.uri())) {
            assertTrue(store.create(sessions.next()));

            assertEquals(List.of(), log.warnings());
            assertEquals(1, log.infos().size(), log.infos()::toString);
            String line = log.infos().get(0);
            assertTrue(
                    line.matches(
                            "sessions are kept in redis://127\\.0\\.0\\.1:[0-9]+/0, 1 server, Redis 6\\.2\\.11, prefix sojourn:,"
                                    + " this machine's clock is -?[0-9]+ ms ahead of it"),
                    line);
        }
    }

    /** Fault 9: an eviction policy ends sessions of users. */
    @Test
    void eviction_and_no_persistence_are_warned_of() {
        try (RedisServer server =
                        RedisServer.builder().maxMemory("50mb", "allkeys-lru").start();
                CapturedLog log = new CapturedLog();
                RedisStore store = RedisStore.connect(server.uri())) {
            assertTrue(store.create(sessions.next()));

            assertEquals(2, log.warnings().size(), log.warnings()::toString);
            assertTrue(
                    log.warnings().get(0).contains("evicts (maxmemory-policy allkeys-lru)"), log.warnings()::toString);
            assertTrue(
                    log.warnings().get(1).contains("neither an append-only file nor a replica"),
                    log.warnings()::toString);
        }
    }

    /** Nothing fails where the server forbids to ask. */
    @Test
    void a_server_that_forbids_questions_is_used_all_the_same() {
        try (RedisServer server = RedisServer.builder()
                        .user("shop", "secret", "~sojourn:* +@all -info -time -config -role")
                        .start();
                CapturedLog log = new CapturedLog();
                RedisStore store = RedisStore.connect(server.uri().replace("//", "//shop:secret@"))) {
            assertTrue(store.create(sessions.next()));

            assertEquals(List.of(), log.warnings());
            assertTrue(log.infos().get(0).contains("of unknown version"), log.infos()::toString);
        }
    }

    /** Fault 1: it starts without its server, says so once, and reports when the server is there. */
    @Test
    void a_server_that_comes_later_is_reported_then() {
        try (RedisServer server = RedisServer.builder().appendOnly().start()) {
            server.kill();
            try (CapturedLog log = new CapturedLog();
                    RedisStore store = RedisStore.builder()
                            .uri(server.uri())
                            .circuitBreaker(1_000, Duration.ofMillis(1))
                            .build()) {
                assertEquals(1, log.warnings().size());
                assertTrue(log.warnings().get(0).contains("starts without its server"), log.warnings()::toString);

                server.restart();
                assertTrue(store.create(sessions.next()));

                assertEquals(1, log.warnings().size(), log.warnings()::toString);
                assertEquals(1, log.infos().size());
            }
        }
    }

    /** Fault 13: clocks that differ are told, and the server's counts. */
    @Test
    void a_clock_that_is_off_is_told_and_does_not_count() {
        Redis.Server server = new FixedTime(1_800_000_000L);
        ManualClock local = ManualClock.startingAt(Instant.ofEpochSecond(1_800_003_600L));
        ServerClock clock = new ServerClock(local);
        assertEquals(local.instant(), clock.instant());
        assertTrue(clock.isDoubtful());

        clock.look(server);

        long off = clock.instant().toEpochMilli() - 1_800_000_000_000L;
        assertTrue(off >= 0 && off < 60_000, "off by " + off);
        try (CapturedLog log = new CapturedLog()) {
            new StartReport("sojourn:", Optional.of(RedisAddress.parse("redis://127.0.0.1")))
                    .tell(List.of(server), clock);
            assertTrue(log.warnings().get(0).contains("ms ahead of that of Redis"), log.warnings()::toString);
        }
    }

    /** Fault 14: somebody who sets this machine's clock changes nothing but that the server is asked again. */
    @Test
    void a_local_clock_that_is_set_makes_it_doubtful_and_nothing_else() {
        ManualClock local = ManualClock.create();
        ServerClock clock = new ServerClock(local);
        clock.look(new FixedTime(1_800_000_000L));
        Instant before = clock.instant();

        local.advance(Duration.ofHours(-5));

        assertTrue(clock.isDoubtful());
        assertTrue(!clock.instant().isBefore(before));
        assertTrue(clock.instant().isBefore(before.plusSeconds(60)));
    }

    @Test
    void plain_text_that_leaves_the_machine_is_warned_of() {
        try (CapturedLog log = new CapturedLog()) {
            new StartReport("sojourn:", Optional.of(RedisAddress.parse("redis://user:canary@192.0.2.1")))
                    .tell(List.of(new FixedTime(0)), null);

            assertTrue(
                    log.warnings()
                            .get(0)
                            .startsWith("the connection to Redis at 192.0.2.1:6379 leaves this machine in"),
                    log.warnings()::toString);
            assertTrue(!log.warnings().toString().contains("canary")
                    && !log.infos().toString().contains("canary"));
        }
        try (CapturedLog log = new CapturedLog()) {
            new StartReport("sojourn:", Optional.of(RedisAddress.parse("rediss://192.0.2.1")))
                    .tell(List.of(new FixedTime(0)), null);
            assertEquals(List.of(), log.warnings());
        }
    }
}
