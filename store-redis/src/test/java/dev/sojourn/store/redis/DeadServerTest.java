// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.TestRecords.counterOf;
import static dev.sojourn.store.redis.TestRecords.large;
import static dev.sojourn.store.redis.TestRecords.next;
import static dev.sojourn.store.redis.Trouble.isUnavailable;
import static dev.sojourn.store.redis.Trouble.recovered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.Await;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server process that is killed, stopped, emptied, and comes back. */
final class DeadServerTest {
    private static final int LARGE = 16 << 20;

    private final TestRecords records = new TestRecords();

    /** Fault 17, I2: what was acknowledged is there after SIGKILL, if the server writes each command to its file. */
    @Test
    void an_acknowledged_write_survives_the_kill_of_a_server_with_an_append_only_file() {
        try (RedisServer server = RedisServer.builder().appendOnly().start();
                RedisStore store = store(server)) {
            SessionRecord session = created(store);
            SessionRecord ended = created(store);
            SessionRecord second = next(session);
            assertSame(SaveResult.SAVED, store.save(second, 1));
            assertTrue(store.delete(ended.key()));

            server.kill();
            isUnavailable("", () -> store.find(session.key()));
            isUnavailable("", () -> store.save(next(second), 2));
            server.restart();

            assertEquals(Optional.of(second), recovered(() -> store.find(session.key())));
            assertEquals(Optional.empty(), store.find(ended.key()));
            assertSame(SaveResult.SAVED, store.save(next(second), 2));
        }
    }

    /** Fault 8, fault 10: a server that comes back empty has no sessions; nothing else is wrong, and no key is used again. */
    @Test
    void fault_8_a_server_that_comes_back_empty_has_no_sessions_and_works() {
        try (RedisServer server = RedisServer.start();
                RedisStore store = store(server)) {
            SessionRecord session = records.sessionOf("anna");
            assertTrue(store.create(session));

            server.restart();

            assertEquals(Optional.empty(), recovered(() -> store.find(session.key())));
            assertSame(SaveResult.GONE, recovered(() -> store.save(next(session), 1)));
            assertFalse(store.touch(session.key(), Instant.now()));
            assertFalse(store.delete(session.key()));
            assertEquals(List.of(), store.findByPrincipal("anna"));
            created(store);
        }
    }

    /** Fault 10: everything is deleted under a store that runs. */
    @Test
    void fault_10_after_flushall_sessions_are_gone_and_stay_gone() {
        try (RedisServer server = RedisServer.start();
                RedisStore store = store(server)) {
            SessionRecord session = records.sessionOf("anna");
            assertTrue(store.create(session));

            server.flush();

            assertSame(SaveResult.GONE, store.save(next(session), 1));
            assertEquals(Optional.empty(), store.find(session.key()));
            assertEquals(List.of(), store.findByPrincipal("anna"));
            assertEquals(0, store.count());
        }
    }

    /** Fault 2: a stopped process still has its connections; calls end, the breaker opens, and closes after SIGCONT. */
    @Test
    void fault_2_a_stopped_server_ends_every_call_in_time_until_it_goes_on() {
        try (RedisServer server = RedisServer.start();
                RedisStore store = Trouble.impatient(server.uri())
                        .circuitBreaker(3, Duration.ofMillis(200))
                        .build()) {
            SessionRecord session = created(store);
            server.freeze();
            for (int failure = 0; failure < 3; failure++) {
                isUnavailable("", () -> store.find(session.key()));
            }
            isUnavailable("is not asked for 200 ms", () -> store.find(session.key()));

            server.thaw();

            assertEquals(Optional.of(session), recovered(() -> store.find(session.key())));
            assertSame(SaveResult.SAVED, store.save(next(session), 1));
        }
    }

    /** Fault 3: a save that a stopped server has received is done when it goes on, once, and a repetition sees it. */
    @Test
    void fault_3_a_save_to_a_stopped_server_is_done_later_and_not_twice() {
        try (RedisServer server = RedisServer.start();
                RedisStore store = store(server)) {
            SessionRecord session = created(store);
            SessionRecord second = next(session);
            assertSame(SaveResult.SAVED, store.save(second, 1));
            SessionRecord third = next(second);
            server.freeze();
            isUnavailable("whether it was done is unknown", () -> store.save(third, 2));

            server.thaw();

            Await.until(
                    "the server has done what it had received",
                    Duration.ofSeconds(10),
                    () -> counterOf(recovered(() -> store.find(session.key())).orElseThrow()) == 2);
            SaveResult again = store.save(third, 2);
            assertEquals(
                    third, assertInstanceOf(SaveResult.Conflict.class, again).newer());
        }
    }

    /** Fault 2: nothing but a deadline ends a write that fills the buffers of a server that does not read. */
    @Test
    void fault_2_a_large_write_to_a_stopped_server_ends_in_time() {
        try (RedisServer server = RedisServer.start();
                RedisStore store = store(server)) {
            SessionRecord session = created(store);
            server.freeze();

            isUnavailable("", () -> store.save(large(session, LARGE), 1));

            server.thaw();
            assertEquals(Optional.of(session), recovered(() -> store.find(session.key())));
            assertSame(SaveResult.SAVED, recovered(() -> store.save(large(session, LARGE / 16), 1)));
        }
    }

    /** T53: no session is created, and none is taken for ended, while a server comes and goes. */
    @Test
    void a_server_that_comes_and_goes_never_makes_a_session_look_ended() {
        try (RedisServer server = RedisServer.builder().appendOnly().start();
                RedisStore store = store(server);
                RespClient operator = server.client()) {
            operator.send("PING");
            SessionRecord session = created(store);
            for (int round = 0; round < 3; round++) {
                server.restart();
                assertEquals(Optional.of(session), recovered(() -> store.find(session.key())));
            }
            assertEquals(1, store.count());
        }
    }

    private static RedisStore store(RedisServer server) {
        return Trouble.impatient(server.uri()).build();
    }

    private SessionRecord created(RedisStore store) {
        SessionRecord session = records.session();
        assertTrue(store.create(session));
        return session;
    }
}
