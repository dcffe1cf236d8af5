// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.TestRecords.counterOf;
import static dev.sojourn.store.redis.TestRecords.next;
import static dev.sojourn.store.redis.Trouble.BOUND;
import static dev.sojourn.store.redis.Trouble.DEADLINE;
import static dev.sojourn.store.redis.Trouble.isUnavailable;
import static dev.sojourn.store.redis.Trouble.recovered;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.FaultProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real server behind a network that fails: what is said, what is done, and that it works again without a restart. */
final class BrokenConnectionTest {
    private static final byte[] SCRIPT = "EVALSHA".getBytes(US_ASCII);
    private static final int CALLERS = 16;

    private final RedisServer server = SharedRedis.get();
    private final TestRecords records = new TestRecords();
    private final FaultProxy network = FaultProxy.to(server.port());
    private final RedisStore store = Trouble.impatient(behind(network)).build();

    @BeforeEach
    void empty() {
        server.flush();
    }

    @AfterEach
    void close() {
        store.close();
        network.close();
    }

    /** Fault 1: the store starts without its server, every call says so, and it works once the server is there. */
    @Test
    void fault_1_a_server_that_refuses_connections_at_the_start_is_an_error_until_it_is_there() {
        network.goDown();
        try (RedisStore early = Trouble.impatient(behind(network)).build()) {
            SessionRecord session = records.session();
            isUnavailable("cannot be reached", () -> early.create(session));
            isUnavailable("cannot be reached", () -> early.find(session.key()));

            network.heal();

            assertTrue(recovered(() -> early.create(session)));
            assertEquals(Optional.of(session), early.find(session.key()));
        }
    }

    /** Fault 1: or it fails at the start, if the application wants that. */
    @Test
    void fault_1_a_store_that_must_be_reachable_does_not_start_without_its_server() {
        network.goDown();

        isUnavailable(
                "cannot be reached",
                () -> Trouble.impatient(behind(network)).mustBeReachable().build());
    }

    /** Fault 2: every verb ends within its deadline, and callers do not pile up. */
    @Test
    void fault_2_a_server_that_never_answers_ends_every_call_in_time() {
        SessionRecord session = created();
        network.hang();

        isUnavailable("did not answer", () -> store.find(session.key()));
        isUnavailable("whether it was done is unknown", () -> store.save(next(session), 1));
        isUnavailable("", () -> store.touch(session.key(), Instant.now()));
        isUnavailable("", () -> store.delete(session.key()));
        isUnavailable("", () -> store.create(records.session()));
        isUnavailable("", () -> store.findByPrincipal("anna"));
        isUnavailable("", store::count);
        isUnavailable("", () -> store.claimEnded(10));

        network.heal();
        recovered(() -> store.find(session.key()));
    }

    /** Fault 2, T53: more callers than connections wait no longer than one call may take. */
    @Test
    void fault_2_callers_that_wait_for_a_connection_end_in_time_too() {
        SessionRecord session = created();
        try (RedisStore narrow =
                Trouble.impatient(behind(network)).maxConnections(2).build()) {
            network.hang();

            List<String> messages =
                    assertTimeout(BOUND, () -> together(() -> isUnavailable("", () -> narrow.find(session.key()))));

            assertTrue(
                    messages.stream().anyMatch(message -> message.contains("all 2 connections")), messages::toString);
        }
    }

    /** Fault 2: after some failures calls are refused without asking, and one gets through now and then. */
    @Test
    void fault_2_the_breaker_opens_asks_no_more_and_closes_when_the_server_answers() {
        SessionRecord session = created();
        Duration pause = Duration.ofMillis(300);
        try (RedisStore guarded =
                Trouble.impatient(behind(network)).circuitBreaker(3, pause).build()) {
            assertTrue(guarded.find(session.key()).isPresent());
            network.hang();
            for (int failure = 0; failure < 3; failure++) {
                isUnavailable("did not answer", () -> guarded.find(session.key()));
            }
            long accepted = network.connections();

            isUnavailable("is not asked for 300 ms", () -> guarded.find(session.key()));

            assertEquals(accepted, network.connections(), "nobody asked");
            network.heal();
            assertEquals(Optional.of(session), recovered(() -> guarded.find(session.key())));
            assertEquals(CALLERS, together(() -> guarded.find(session.key())).size());
        }
    }

    /** Fault 3: the server has not seen the save, and it can be repeated. */
    @Test
    void fault_3_a_save_that_breaks_off_on_its_way_is_reported_as_unknown_and_changes_nothing() {
        SessionRecord session = created();
        network.resetNextRequest(20);

        isUnavailable("whether it was done is unknown", () -> store.save(next(session), 1));

        assertEquals(Optional.of(session), store.find(session.key()));
        assertSame(SaveResult.SAVED, store.save(next(session), 1));
    }

    /** Fault 4: the server has done the save, and done once it stays. */
    @Test
    void fault_4_a_save_whose_answer_is_lost_is_done_once_and_never_repeated_by_the_store() {
        SessionRecord session = created();
        assertSame(SaveResult.SAVED, store.save(next(session), 1));
        SessionRecord second = next(next(session));
        network.loseAnswerTo(SCRIPT);

        isUnavailable("whether it was done is unknown", () -> store.save(second, 2));

        assertEquals(2, counterOf(store.find(session.key()).orElseThrow()));
        SaveResult again = store.save(second, 2);
        assertEquals(second, assertInstanceOf(SaveResult.Conflict.class, again).newer());
    }

    /** Fault 4: the end of a session is an end although nobody said so. */
    @Test
    void fault_4_a_delete_whose_answer_is_lost_is_an_end() {
        assertTrue(store.delete(created().key()), "now the server knows the script");
        SessionRecord session = created();
        network.loseAnswerTo(SCRIPT);

        isUnavailable("whether it was done is unknown", () -> store.delete(session.key()));

        assertFalse(store.delete(session.key()));
        assertEquals(Optional.empty(), store.find(session.key()));
    }

    /** Fault 4: a session that was stored without an answer is there once. */
    @Test
    void fault_4_a_create_whose_answer_is_lost_is_not_repeated() {
        SessionRecord session = records.session();
        network.loseAnswerTo("SET".getBytes(US_ASCII));

        isUnavailable("whether it was done is unknown", () -> store.create(session));

        assertEquals(Optional.of(session), store.find(session.key()));
        assertFalse(store.create(session));
    }

    /** Fault 50: connections that the network forgot are told from a server that is away, and nobody sees it. */
    @Test
    void fault_50_reads_on_connections_that_died_while_idle_are_asked_again() {
        SessionRecord session = created();
        assertEquals(CALLERS, together(() -> store.find(session.key())).size());

        network.cut();

        together(() -> store.find(session.key())).forEach(found -> assertEquals(Optional.of(session), found));
    }

    /** Fault 50: the server itself hangs up on clients that were idle for long ({@code timeout} in its configuration). */
    @Test
    void fault_50_reads_after_the_server_hung_up_on_idle_clients_are_asked_again() {
        SessionRecord session = created();
        together(() -> store.find(session.key()));
        try (RespClient operator = server.client()) {
            operator.send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        }

        together(() -> store.find(session.key())).forEach(found -> assertEquals(Optional.of(session), found));
    }

    /** Fault 50: a firewall that forgot a connection says nothing: one call waits its time, and takes the others along. */
    @Test
    void fault_50_after_connections_fell_silent_the_next_calls_use_new_ones() {
        SessionRecord session = created();
        network.halfOpen();

        isUnavailable("did not answer", () -> store.find(session.key()));

        assertEquals(Optional.of(session), store.find(session.key()));
        assertSame(SaveResult.SAVED, store.save(next(session), 1));
    }

    /** A slow network is no failure while calls end in time. */
    @Test
    void a_slow_server_is_waited_for() {
        SessionRecord session = created();
        network.delay(Duration.ofMillis(60), Duration.ofMillis(60));

        assertEquals(Optional.of(session), store.find(session.key()));
        assertSame(SaveResult.SAVED, store.save(next(session), 1));
    }

    /** Fault 2: the deadline is that of the whole answer, not of each byte. */
    @Test
    void an_answer_that_drips_ends_with_the_deadline_of_the_call() {
        SessionRecord session = created();
        network.drip(1, DEADLINE.dividedBy(4));

        isUnavailable("did not answer", () -> store.find(session.key()));

        network.heal();
        assertEquals(Optional.of(session), recovered(() -> store.find(session.key())));
    }

    /** Fault 3: half an answer is none. */
    @Test
    void an_answer_that_ends_in_the_middle_is_asked_for_again_when_that_is_harmless() {
        SessionRecord session = created();
        network.truncateNextAnswer(10);

        assertEquals(Optional.of(session), store.find(session.key()));

        network.truncateNextAnswer(1);
        isUnavailable("whether it was done is unknown", () -> store.save(next(session), 1));
        assertEquals(1, counterOf(store.find(session.key()).orElseThrow()));
    }

    private SessionRecord created() {
        SessionRecord session = records.session();
        assertTrue(store.create(session));
        return session;
    }

    private static String behind(FaultProxy proxy) {
        return "redis://127.0.0.1:" + proxy.port();
    }

    /** The answers of many callers at once. */
    private static <T> List<T> together(Callable<T> call) {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<T>> answers = callers.invokeAll(Collections.nCopies(CALLERS, call));
            List<T> all = new ArrayList<>();
            for (Future<T> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } catch (Exception failure) {
            throw new AssertionError("a caller failed", failure);
        } finally {
            callers.shutdownNow();
        }
    }
}
