// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.OpenResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.FaultProxy;
import dev.sojourn.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sessions make of a store that did what it was asked and could not say so: nothing happens twice, and nothing is lost. */
final class LostAnswersTest {
    private static final byte[] SCRIPT = "EVALSHA".getBytes(StandardCharsets.US_ASCII);
    private static final String COUNTER = "counter";
    private static final int THREADS = 4;
    private static final int INCREMENTS = 50;
    private static final int ATTEMPTS = 10;

    private final RedisServer server = SharedRedis.get();
    private final FaultProxy network = FaultProxy.to(server.port());
    private final SessionManager manager = SessionManager.builder(
                    Trouble.impatient("redis://127.0.0.1:" + network.port()).build())
            .withoutThreads()
            .build();

    @BeforeEach
    void empty() {
        server.flush();
    }

    @AfterEach
    void close() {
        manager.close();
        network.close();
    }

    /** Fault 4: one request after the other, each repeated until it is answered. */
    @Test
    void fault_4_a_counter_is_exact_although_every_third_answer_is_lost() {
        String token = stored();

        Tally tally = incrementOften(token, new Random(1));

        assertTrue(tally.repeated > 0, "no answer was lost, so nothing was tested");
        assertEquals(0, tally.unknown);
        assertEquals(INCREMENTS, counter(token));
    }

    /**
     * Fault 4, fault 30: among others that do the same, what was answered counts once, and what was given up as unknown at most
     * once.
     */
    @Test
    void fault_4_parallel_counters_are_exact_but_for_what_was_reported_as_unknown() throws Exception {
        String token = stored();
        int acknowledged = 0;
        int unknown = 0;
        ExecutorService requests = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Tally>> tallies = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random chance = new Random(thread);
                tallies.add(requests.submit(() -> incrementOften(token, chance)));
            }
            for (Future<Tally> each : tallies) {
                acknowledged += each.get().acknowledged;
                unknown += each.get().unknown;
            }
        } finally {
            requests.shutdownNow();
        }

        int counted = counter(token);
        assertEquals(THREADS * INCREMENTS, acknowledged + unknown);
        assertTrue(
                counted >= acknowledged && counted <= acknowledged + unknown,
                counted + " counted, " + acknowledged + " acknowledged, " + unknown + " unknown");
    }

    /** Fault 4: the same for a change from outside of a request, as far as it can be known: done once, and reported as unknown. */
    @Test
    void fault_4_an_update_from_outside_whose_answer_is_lost_is_done_once() {
        String token = stored();
        SessionKey key = manager.keyOf(open(token));
        assertTrue(manager.update(key, LostAnswersTest::increment));
        network.loseAnswerTo(SCRIPT);

        assertThrows(StoreUnavailableException.class, () -> manager.update(key, LostAnswersTest::increment));

        assertEquals(2, counter(token));
    }

    /** Fault 4: a first request that is repeated leaves one session. */
    @Test
    void fault_4_a_first_request_whose_answer_is_lost_leaves_one_session() {
        Session session = manager.create();
        session.set(COUNTER, 1);
        network.loseAnswerTo("SET".getBytes(StandardCharsets.US_ASCII));
        assertThrows(StoreUnavailableException.class, () -> manager.commit(session));

        CommitResult again = manager.commit(session);

        assertEquals(1, counter(again.token().orElseThrow().reveal()));
        assertEquals(1, manager.count());
    }

    /** Fault 4, fault 39: the record went, and that its entry went too was not heard; who took it away must know, since nobody else does. */
    @Test
    void fault_4_what_was_confirmed_is_known_although_the_rest_of_the_answer_is_lost() {
        ManualClock clock = ManualClock.create();
        try (RedisStore store = Trouble.impatient("redis://127.0.0.1:" + network.port())
                .clock(clock)
                .build()) {
            store.keepEnded();
            assertTrue(store.create(new Sessions(clock).next()));
            clock.advance(Duration.ofHours(1));
            List<EndedSession> out = store.handOutEnded(10);
            network.loseAnswerTo("sojourn:d:".getBytes(StandardCharsets.US_ASCII));

            assertEquals(out, store.confirmEnded(out));

            assertEquals(1, network.faultsHappened());
            assertEquals(List.of(), store.confirmEnded(out));
        }
    }

    /** Fault 4: a logout that is repeated is a logout. */
    @Test
    void fault_4_a_logout_whose_answer_is_lost_can_be_repeated() {
        Session other = open(stored());
        other.invalidate();
        String token = stored();
        Session session = open(token);
        network.loseAnswerTo(SCRIPT);
        assertThrows(StoreUnavailableException.class, session::invalidate);

        session.invalidate();

        assertInstanceOf(OpenResult.NoSession.class, manager.open(token));
    }

    /** Fault 4, fault 27: a login whose answer is lost changes the token once, and the new token opens. */
    @Test
    void fault_4_a_login_whose_answer_is_lost_gives_one_new_token() {
        String token = stored();
        increment(token);
        Session session = open(token);
        session.login("anna");
        network.loseAnswerTo(("s:" + manager.keyOf(session)).getBytes(StandardCharsets.US_ASCII));
        network.loseAnswerTo("PX".getBytes(StandardCharsets.US_ASCII));

        String renewed = recoveredCommit(session).token().orElseThrow().reveal();

        assertEquals(Optional.of("anna"), open(renewed).principal());
        assertInstanceOf(OpenResult.NoSession.class, manager.open(token));
        assertEquals(1, manager.sessionsOf("anna").size());
    }

    /** Counts up, loses some answers on the way, and repeats what was not answered as long as that can help. */
    private Tally incrementOften(String token, Random chance) {
        Tally tally = new Tally();
        for (int increment = 0; increment < INCREMENTS; increment++) {
            Session session = Trouble.recovered(() -> open(token));
            increment(session);
            if (chance.nextInt(3) == 0) {
                network.loseAnswerTo(SCRIPT);
            }
            commit(session, tally);
        }
        return tally;
    }

    private void commit(Session session, Tally tally) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                assertEquals(CommitResult.Outcome.SAVED, manager.commit(session).outcome());
                tally.acknowledged++;
                return;
            } catch (StoreUnavailableException unknown) {
                tally.repeated++;
            }
        }
        tally.unknown++;
    }

    private CommitResult recoveredCommit(Session session) {
        return Trouble.recovered(() -> manager.commit(session));
    }

    private static void increment(Session session) {
        session.update(COUNTER, 0, (Integer count) -> count + 1);
    }

    private void increment(String token) {
        Session session = open(token);
        increment(session);
        manager.commit(session);
    }

    private String stored() {
        Session session = manager.create();
        session.set(COUNTER, 0);
        return manager.commit(session).token().orElseThrow().reveal();
    }

    private Session open(String token) {
        return assertInstanceOf(OpenResult.Opened.class, manager.open(token)).opened();
    }

    private int counter(String token) {
        return (Integer) open(token).get(COUNTER).orElseThrow();
    }

    /** What became of the commits of one thread. */
    private static final class Tally {
        private int acknowledged;
        private int repeated;
        private int unknown;
    }
}
