// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.codec.AttributeValue.EncodedValue;
import dev.sojourn.servers.Await;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Each way in which a server can fail, as an application sees it: an exception in words, in time, and nothing made up. */
class RedisFailuresTest {
    private static final Duration DEADLINE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Sessions sessions = new Sessions(InstantSource.system());

    /** Fault 2: a server that hangs costs each caller the deadline, and after some of them nothing. */
    @Test
    void a_server_that_hangs_ends_calls_at_the_deadline_and_then_at_once() {
        try (RedisServer server = RedisServer.start();
                RedisStore store = store(server.uri(), builder -> builder.circuitBreaker(3, Duration.ofMillis(200)))) {
            SessionRecord record = sessions.next();
            assertTrue(store.create(record));
            server.freeze();

            assertEquals(
                    "Redis at 127.0.0.1:" + server.port()
                            + " did not answer the script 'delete' in time; whether it was done is" + " unknown",
                    failure(() -> store.delete(record.key())));
            assertEquals(
                    "Redis at 127.0.0.1:" + server.port() + " did not answer GET in time",
                    failure(() -> store.find(record.key())));
            failure(() -> store.find(record.key()));
            assertTrue(failure(() -> store.find(record.key())).contains("failed 3 times in a row and is not asked"));

            server.thaw();
            Await.until("the store works again", PATIENCE, () -> works(() -> store.find(record.key())));
        }
    }

    /** Fault 2, fault 36: also when the request is larger than what the network takes without the server reading. */
    @Test
    void a_large_write_to_a_server_that_hangs_ends_at_the_deadline() {
        try (RedisServer server = RedisServer.start();
                RedisStore store = store(server.uri(), builder -> builder)) {
            SessionRecord record = sessions.next();
            assertTrue(store.create(record));
            SessionRecord large = Sessions.after(record)
                    .attributes(Attributes.of(Map.of("large", EncodedValue.of("bytes", new byte[64 * 1024 * 1024]))))
                    .build();
            server.freeze();

            assertTrue(failure(() -> store.save(large, 1)).contains("the script 'save'"));
        }
    }

    /** Fault 2: a server that lets its answer drip is as good as one that hangs. */
    @Test
    void an_answer_that_drips_ends_at_the_deadline() throws Exception {
        try (DrippingServer server = new DrippingServer();
                RedisStore store =
                        store(server.uri(), builder -> builder.circuitBreaker(1_000, Duration.ofMillis(1)))) {
            assertTrue(failure(() -> store.delete(sessions.next().key()))
                    .contains("did not answer the script 'delete' in time"));
        }
    }

    /** Fault 11: what the server says is told in words, with what to do. */
    @Test
    void a_password_that_is_missing_or_wrong_is_told() {
        try (RedisServer server = RedisServer.builder().password("open sesame").start()) {
            String address = "127.0.0.1:" + server.port();
            assertEquals(
                    "Redis at " + address
                            + " refused GET: NOAUTH, it wants a password and got none; give the store user and"
                            + " password",
                    failureOf("redis://" + address));
            assertEquals(
                    "Redis at " + address + " refused GET: WRONGPASS, it knows no such user, or the password is wrong",
                    failureOf("redis://:canary@" + address));
        }
    }

    @Test
    void a_right_that_is_missing_is_told() {
        try (RedisServer server = RedisServer.builder()
                .user("shop", "secret", "~sojourn:* +@all -get")
                .start()) {
            assertEquals(
                    "Redis at 127.0.0.1:" + server.port() + " refused GET: NOPERM, the user may not do that;"
                            + " docs/storage/redis.md lists the commands that it needs",
                    failureOf("redis://shop:secret@127.0.0.1:" + server.port()));
        }
    }

    /** Fault 9: a full server refuses writes, keeps what it has, and is read from. */
    @Test
    void a_server_without_memory_refuses_writes_and_answers_reads() {
        try (RedisServer server =
                        RedisServer.builder().maxMemory("0", "noeviction").start();
                RedisStore store = store(server.uri(), builder -> builder);
                RespClient client = server.client()) {
            SessionRecord record = sessions.next();
            assertTrue(store.create(record));
            client.send("CONFIG", "SET", "maxmemory", "1");

            for (int attempt = 0; attempt < 10; attempt++) {
                assertTrue(failure(() -> store.create(sessions.next()))
                        .contains("OOM, it has no memory left (maxmemory)"));
            }
            assertTrue(
                    failure(() -> store.save(Sessions.after(record).build(), 1)).contains("OOM"));

            assertEquals(1, store.find(record.key()).orElseThrow().version());
            client.send("CONFIG", "SET", "maxmemory", "0");
            assertTrue(store.create(sessions.next()));
        }
    }

    /** Fault 7, fault 11. */
    @Test
    void a_replica_refuses_writes() {
        try (RedisServer server = RedisServer.start();
                RespClient client = server.client();
                RedisStore store = store(server.uri(), builder -> builder)) {
            client.send("REPLICAOF", "127.0.0.1", "1");

            assertTrue(failure(() -> store.create(sessions.next()))
                    .contains("READONLY, it is a replica and takes no writes"));
        }
    }

    /** Fault 11. */
    @Test
    void a_server_that_is_busy_with_a_script_says_so() {
        try (RedisServer server =
                        RedisServer.builder().option("lua-time-limit", "50").start();
                RespClient hog = server.client();
                RedisStore store =
                        store(server.uri(), builder -> builder.circuitBreaker(1_000, Duration.ofMillis(1)))) {
            assertTrue(store.create(sessions.next()));
            hog.write("EVAL", "while true do end", "0");

            Await.until(
                    "the server says that it is busy",
                    PATIENCE,
                    () -> !works(() -> store.find(sessions.next().key()))
                            && failure(() -> store.find(sessions.next().key())).contains("BUSY, a script of somebody"));

            try (RespClient operator = server.client()) {
                operator.send("SCRIPT", "KILL");
            }
            Await.until("the store works again", PATIENCE, () -> works(() -> store.create(sessions.next())));
        }
    }

    /** Fault 5, T28: a write that the replicas have not got is not reported as done. */
    @Test
    void a_write_that_too_few_replicas_have_is_in_doubt() {
        try (RedisServer server = RedisServer.start();
                RedisStore store = store(server.uri(), builder -> builder.waitForReplicas(1, Duration.ofMillis(50)))) {
            SessionRecord record = sessions.next();

            assertEquals(
                    "Redis at 127.0.0.1:" + server.port()
                            + " did SET, but fewer than 1 replicas had it after 50 ms: a failover" + " now may lose it",
                    failure(() -> store.create(record)));

            assertTrue(store.find(record.key()).isPresent(), "reads do not wait");
            assertTrue(failure(() -> store.delete(record.key())).contains("did the script 'delete'"));
        }
    }

    @Test
    void connections_are_bounded_and_waiting_for_one_ends_at_the_deadline() throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisStore store = store(server.uri(), builder -> builder.maxConnections(1)
                        .circuitBreaker(1_000, Duration.ofMillis(1)))) {
            assertTrue(store.create(sessions.next()));
            server.freeze();
            CountDownLatch began = new CountDownLatch(1);
            Thread holder = new Thread(() -> {
                began.countDown();
                works(() -> store.find(sessions.next().key()));
            });
            holder.start();
            assertTrue(began.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            Await.until("the connection is in use", PATIENCE, () -> holder.getState() == Thread.State.RUNNABLE);

            assertFalse(works(() -> store.find(sessions.next().key())));

            holder.join(PATIENCE.toMillis());
            server.thaw();
            assertTrue(works(() -> store.find(sessions.next().key())));
        }
    }

    private String failureOf(String uri) {
        try (RedisStore store = store(uri, builder -> builder)) {
            return failure(() -> store.find(sessions.next().key()));
        }
    }

    private static String failure(Executable call) {
        return String.valueOf(
                assertThrows(StoreUnavailableException.class, call).getMessage());
    }

    private static boolean works(Runnable call) {
        try {
            call.run();
            return true;
        } catch (StoreUnavailableException notNow) {
            return false;
        }
    }

    private static RedisStore store(String uri, UnaryOperator<RedisStoreBuilder> settings) {
        try (CapturedLog quiet = new CapturedLog()) {
            RedisStoreBuilder builder =
                    RedisStore.builder().uri(uri).deadline(DEADLINE).withoutStartReport();
            RedisStore store = settings.apply(builder).build();
            assertTrue(quiet.infos().isEmpty());
            return store;
        }
    }
}
