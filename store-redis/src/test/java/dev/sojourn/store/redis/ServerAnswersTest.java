// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.TestRecords.counterOf;
import static dev.sojourn.store.redis.TestRecords.next;
import static dev.sojourn.store.redis.Trouble.isUnavailable;
import static dev.sojourn.store.redis.Trouble.recovered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.Await;
import dev.sojourn.servers.RedisBinary;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RedisServerBuilder;
import dev.sojourn.servers.RespClient;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a single server answers when it will not: none of it is "no such session", and all of it ends without a restart. The words
 * differ between versions, so an installed server is asked too.
 */
@ParameterizedClass
@MethodSource("servers")
final class ServerAnswersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestRecords records = new TestRecords();
    private final RedisBinary binary;

    ServerAnswersTest(RedisBinary binary) {
        this.binary = binary;
    }

    static List<RedisBinary> servers() {
        return RedisBinary.available();
    }

    /** Fault 12: a script that the server forgot is sent again, in the same call. */
    @Test
    void fault_12_scripts_that_the_server_forgot_are_sent_again() {
        try (RedisServer server = server().start();
                RedisStore store = store(server);
                RespClient operator = server.client()) {
            SessionRecord session = created(store);
            operator.send("SCRIPT", "FLUSH");
            assertSame(SaveResult.SAVED, store.save(next(session), 1));
            operator.send("SCRIPT", "FLUSH");
            assertTrue(store.touch(session.key(), Instant.now().plusSeconds(1)));
            operator.send("SCRIPT", "FLUSH");
            assertTrue(store.delete(session.key()));
        }
    }

    /** Fault 11: a replica takes no writes, and its answer names the reason. */
    @Test
    void fault_11_readonly_is_the_answer_of_a_replica_and_no_end_of_a_session() {
        try (RedisServer master = server().start();
                RedisServer replica = server().option("replicaof", "127.0.0.1", Integer.toString(master.port()))
                        .start();
                RedisStore store = store(replica)) {
            SessionRecord session;
            try (RedisStore atMaster = store(master)) {
                session = created(atMaster);
            }
            Await.until("the replica has the session", PATIENCE, () -> hasKeys(replica));

            isUnavailable("READONLY", () -> store.save(next(session), 1));
            isUnavailable(
                    "READONLY", () -> store.touch(session.key(), Instant.now().plusSeconds(1)));
            isUnavailable("READONLY", () -> store.delete(session.key()));
            isUnavailable("READONLY", () -> store.create(records.session()));

            try (RespClient operator = replica.client()) {
                operator.send("REPLICAOF", "NO", "ONE");
            }
            assertSame(SaveResult.SAVED, store.save(next(session), 1));
        }
    }

    /** Fault 11: a server that is still reading its file has not lost the session. */
    @Test
    void fault_11_loading_is_waited_out() {
        try (RedisServer server =
                        server().appendOnly().option("key-load-delay", "300").start();
                RedisStore store = store(server)) {
            SessionRecord session = created(store);
            fill(server, 5_000);

            server.restartWithoutWaiting();

            Await.until("the server is loading", PATIENCE, () -> saysLoading(store, session));
            assertEquals(Optional.of(session), recovered(() -> store.find(session.key())));
            assertSame(SaveResult.SAVED, recovered(() -> store.save(next(session), 1)));
        }
    }

    /** Fault 11: somebody else's script that does not end. */
    @Test
    void fault_11_busy_says_what_an_operator_can_do() {
        try (RedisServer server = server().option("lua-time-limit", "20").start();
                RedisStore store = store(server);
                RespClient stuck = server.client();
                RespClient operator = server.client()) {
            SessionRecord session = created(store);
            stuck.write("EVAL", "while true do end", "0");
            Await.until("the server is busy", PATIENCE, () -> says(store, session, "BUSY"));

            isUnavailable("BUSY", () -> store.save(next(session), 1));

            operator.send("SCRIPT", "KILL");
            assertSame(SaveResult.SAVED, recovered(() -> store.save(next(session), 1)));
        }
    }

    /** Fault 11: a password is wanted, and there is none, or it is wrong. */
    @Test
    void fault_11_a_missing_or_wrong_password_is_named_and_not_shown() {
        try (RedisServer server = server().password("right-password").start();
                RedisStore without = store(server);
                RedisStore wrong = Trouble.impatient("redis://:wrong-password@127.0.0.1:" + server.port())
                        .build();
                RedisStore right = Trouble.impatient("redis://:right-password@127.0.0.1:" + server.port())
                        .build()) {
            SessionRecord session = created(right);

            isUnavailable("NOAUTH", () -> without.find(session.key()));
            String refused = isUnavailable("WRONGPASS", () -> wrong.find(session.key()));
            assertFalse(refused.contains("wrong-password"), refused);

            try (RespClient operator = server.client()) {
                operator.send("CONFIG", "SET", "requirepass", "wrong-password");
            }
            assertEquals(Optional.of(session), wrong.find(session.key()));
        }
    }

    /** Fault 11: a user who may not run scripts, until an operator allows it. */
    @Test
    void fault_11_a_user_without_the_right_is_refused_by_name_of_the_rule() {
        try (RedisServer server =
                        server().user("app", "secret", "~sojourn:* +get +set").start();
                RedisStore store = Trouble.impatient("redis://app:secret@127.0.0.1:" + server.port())
                        .build()) {
            SessionRecord session = created(store);

            isUnavailable("NOPERM", () -> store.save(next(session), 1));

            try (RespClient operator = server.client()) {
                operator.send("ACL", "SETUSER", "app", "+evalsha", "+eval", "+@read", "+@write");
            }
            assertSame(SaveResult.SAVED, store.save(next(session), 1));
        }
    }

    /** Fault 9: a full server refuses what makes it fuller, and keeps what it has. */
    @Test
    void fault_9_out_of_memory_refuses_writes_and_keeps_what_is_stored() {
        try (RedisServer server = server().maxMemory("100mb", "noeviction").start();
                RedisStore store = store(server);
                RespClient operator = server.client()) {
            SessionRecord session = created(store);
            SessionRecord second = next(session);
            assertSame(SaveResult.SAVED, store.save(second, 1));
            operator.send("CONFIG", "SET", "maxmemory", "1");

            isUnavailable("OOM", () -> store.create(records.session()));
            isUnavailable("OOM", () -> store.save(next(second), 2));

            assertEquals(Optional.of(second), store.find(session.key()));
            operator.send("CONFIG", "SET", "maxmemory", "100mb");
            assertSame(SaveResult.SAVED, store.save(next(second), 2));
        }
    }

    /** Fault 9: a session can always be ended, also when nothing can be written. */
    @Test
    void fault_9_a_session_can_be_ended_on_a_full_server() {
        try (RedisServer server = server().maxMemory("100mb", "noeviction").start();
                RedisStore store = store(server);
                RespClient operator = server.client()) {
            SessionRecord session = created(store);
            operator.send("CONFIG", "SET", "maxmemory", "1");

            assertTrue(store.delete(session.key()));

            assertEquals(Optional.empty(), store.find(session.key()));
        }
    }

    /** Fault 11: a server that lost its replicas and may not write without them. */
    @Test
    void fault_11_too_few_replicas_for_writes_is_named() {
        try (RedisServer server = server().option("min-replicas-to-write", "1").start();
                RedisStore store = store(server);
                RespClient operator = server.client()) {
            SessionRecord session = records.session();

            isUnavailable("NOREPLICAS", () -> store.create(session));
            assertEquals(Optional.empty(), store.find(session.key()));

            operator.send("CONFIG", "SET", "min-replicas-to-write", "0");
            assertTrue(store.create(session));
            operator.send("CONFIG", "SET", "min-replicas-to-write", "1");
            isUnavailable("NOREPLICAS", () -> store.save(next(session), 1));
            assertEquals(0, counterOf(store.find(session.key()).orElseThrow()));
        }
    }

    private RedisServerBuilder server() {
        return RedisServer.builder().binary(binary);
    }

    private static RedisStore store(RedisServer server) {
        return Trouble.impatient(server.uri()).build();
    }

    private SessionRecord created(RedisStore store) {
        SessionRecord session = records.session();
        assertTrue(store.create(session));
        return session;
    }

    private static boolean hasKeys(RedisServer server) {
        try (RespClient client = server.client()) {
            return client.send("DBSIZE").number() > 0;
        }
    }

    private static boolean saysLoading(RedisStore store, SessionRecord session) {
        return says(store, session, "LOADING");
    }

    /** Whether the session is not found for this reason; that it is not there is never said. */
    private static boolean says(RedisStore store, SessionRecord session, String code) {
        try {
            assertEquals(Optional.of(session), store.find(session.key()));
            return false;
        } catch (StoreUnavailableException failure) {
            return String.valueOf(failure.getMessage()).contains(code);
        }
    }

    private static void fill(RedisServer server, int keys) {
        try (RespClient client = server.client()) {
            for (int key = 0; key < keys; key++) {
                client.write("SET", "filler" + key, "value");
            }
            for (int key = 0; key < keys; key++) {
                client.read();
            }
        }
    }
}
