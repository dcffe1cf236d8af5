// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.Session;
import dev.sojourn.SessionBusyException;
import dev.sojourn.SessionConflictException;
import dev.sojourn.SessionEvent.TurnTaken;
import dev.sojourn.SessionPolicy;
import dev.sojourn.testkit.RecordingListener;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What requests under EXCLUSIVE wait for is seen: turns taken, taken over, refused and lost. */
class TurnMetersTest {
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final long PATIENCE_SECONDS = 60;

    private final MeteredSessions sessions = with(Duration.ofMinutes(1));
    private final MeteredSessions impatient = with(Duration.ofMillis(5));
    private final ExecutorService threads = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
        sessions.close();
        impatient.close();
    }

    /** On threads: the second request waits until the first has given back its turn. */
    @Test
    void a_turn_that_was_waited_for_counts_with_its_wait() throws Exception {
        RecordingListener events = new RecordingListener();
        sessions.manager.addInlineListener(events);
        String token = sessions.stored(session -> {});
        Session first = sessions.open(token, ConflictPolicy.EXCLUSIVE);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Double> second = CompletableFuture.supplyAsync(
                () -> {
                    begun.countDown();
                    sessions.open(token, ConflictPolicy.EXCLUSIVE).endTurn();
                    return opened(sessions);
                },
                threads);
        assertTrue(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(1, opened(sessions), "the second one waits");
        sessions.clock.advance(Duration.ofSeconds(1));
        first.endTurn();
        assertEquals(2, second.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(2, turns(sessions, "taken").count());
        double waited = events.events(TurnTaken.class).stream()
                .mapToDouble(turn -> turn.waited().toMillis())
                .sum();
        assertEquals(waited, turns(sessions, "taken").totalTime(TimeUnit.MILLISECONDS));
    }

    @Test
    void a_turn_that_does_not_come_counts_as_refused_and_opens_nothing() {
        String token = impatient.stored(session -> {});
        Session holding = impatient.open(token, ConflictPolicy.EXCLUSIVE);
        assertThrows(SessionBusyException.class, () -> impatient.open(token, ConflictPolicy.EXCLUSIVE));
        holding.endTurn();
        assertEquals(1, turns(impatient, "refused").count());
        assertEquals(1, turns(impatient, "taken").count());
        assertEquals(1, opened(impatient));
    }

    @Test
    void a_lost_turn_counts_for_who_took_over_and_for_who_lost_it() {
        String token = sessions.stored(session -> {});
        Session standingStill = sessions.open(token, ConflictPolicy.EXCLUSIVE);
        standingStill.set("n", 1);
        sessions.clock.advance(LEASE.plusMillis(1));
        sessions.open(token, ConflictPolicy.EXCLUSIVE).endTurn();
        assertThrows(SessionConflictException.class, () -> sessions.manager.commit(standingStill));
        assertEquals(1, turns(sessions, "taken_over").count());
        assertEquals(1, sessions.figure("sojourn.conflicts", "policy", "exclusive", "resolution", "turn_lost"));
    }

    @Test
    void who_does_not_wait_makes_the_owner_of_the_turn_fail() {
        String token = sessions.stored(session -> {});
        Session owner = sessions.open(token, ConflictPolicy.EXCLUSIVE);
        sessions.request(token, session -> session.set("n", 1));
        owner.set("n", 2);
        assertThrows(SessionConflictException.class, () -> sessions.manager.commit(owner));
        owner.endTurn();
        assertEquals(1, sessions.figure("sojourn.conflicts", "policy", "exclusive", "resolution", "refused"));
    }

    private static MeteredSessions with(Duration exclusiveWait) {
        SessionPolicy policy = SessionPolicy.builder()
                .leaseLength(LEASE)
                .exclusiveWait(exclusiveWait)
                .build();
        return new MeteredSessions(new SimpleMeterRegistry(), policy).bind();
    }

    private static double opened(MeteredSessions sessions) {
        return sessions.figure("sojourn.sessions.opened", "policy", "exclusive", "by", "token");
    }

    private static Timer turns(MeteredSessions sessions, String outcome) {
        return sessions.registry.get("sojourn.turns").tag("outcome", outcome).timer();
    }
}
