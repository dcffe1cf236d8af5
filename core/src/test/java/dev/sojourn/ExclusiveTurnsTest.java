// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.Locking.LeaseListener;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the requests of one node wait for their turns: what the store is asked, and by whom. */
class ExclusiveTurnsTest {
    private static final Duration LEASE = Duration.ofSeconds(9);
    private static final long PATIENCE_SECONDS = 30;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final LeasingStore store = new LeasingStore(this::now);
    private final AtomicInteger beginnings = new AtomicInteger();
    private final ExclusiveTurns turns = turns(Duration.ofMinutes(1));
    private final SessionKey key = SessionKey.random(new SecureRandom());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** ASVS 15.4.4: threads of a node have their turns in the order of arrival, and only the first of them asks the store. */
    @Test
    void only_the_first_on_a_node_asks() throws Exception {
        ExclusiveTurn holding = turns.take(key, "id");
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int waiter = 1; waiter <= 5; waiter++) {
            int number = waiter;
            waiting.add(CompletableFuture.runAsync(
                    () -> {
                        ExclusiveTurn turn = turns.take(key, "id");
                        order.add(number);
                        turns.end(turn);
                    },
                    threads));
            awaitWaiting(number);
        }
        until(() -> store.state().split(" ").length == 4); // the lease, and one who waits
        assertEquals(2, store.asked.stream().distinct().count(), store.asked::toString);

        turns.end(holding);

        for (CompletableFuture<Void> turn : waiting) {
            turn.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertEquals(List.of(1, 2, 3, 4, 5), order);
        assertEquals(0, turns.waiting(key));
        assertTrue(beginnings.get() > 0, "it must be renewed");
    }

    /** Where the store tells nothing, who waits asks, and is called by others of its node. */
    @Test
    void without_offers_who_waits_asks() throws Exception {
        store.tells = false;
        ExclusiveTurn holding = turns.take(key, "id");
        CompletableFuture<ExclusiveTurn> waiting = CompletableFuture.supplyAsync(() -> turns.take(key, "id"), threads);
        until(() -> store.asked.size() > 4);

        turns.end(holding);

        turns.end(waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /** What was offered while the feed was away may have been missed, so who waits asks when it is back. */
    @Test
    void an_offer_that_was_missed_is_asked_for() throws Exception {
        ExclusiveTurn holding = turns.take(key, "id");
        CompletableFuture<ExclusiveTurn> waiting = CompletableFuture.supplyAsync(() -> turns.take(key, "id"), threads);
        until(() -> store.state().split(" ").length == 4);
        until(() -> turns.waiting(key) == 1);
        store.tells = false;
        turns.end(holding);
        assertTrue(store.state().startsWith("O "), store::state);

        store.toAll(LeaseListener::flowing);

        turns.end(waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        store.toAll(LeaseListener::interrupted);
    }

    /** ASVS 15.4.3: also where the store is asked again and again, to the last fraction of a millisecond. */
    @Test
    void waiting_has_an_end() {
        waitingEnds();
        store.tells = false;
        waitingEnds();
    }

    private void waitingEnds() {
        ExclusiveTurns impatient = turns(Duration.ofMillis(20));
        ExclusiveTurn holding = turns.take(key, "id");

        SessionBusyException busy = assertThrows(SessionBusyException.class, () -> impatient.take(key, "public-id"));

        assertTrue(String.valueOf(busy.getMessage()).contains("public-id"), busy::toString);
        assertEquals(3, store.state().split(" ").length, "it has left the queue");
        turns.end(holding);
    }

    /** Who is interrupted leaves the queue, and stays interrupted. */
    @Test
    void who_is_interrupted_leaves() throws Exception {
        ExclusiveTurn holding = turns.take(key, "id");
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            assertThrows(SessionBusyException.class, () -> turns.take(key, "id"));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        waiter.start();
        until(() -> store.state().split(" ").length == 4);

        waiter.interrupt();

        assertTrue(interrupted.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(3, store.state().split(" ").length);
        turns.end(holding);
    }

    /** Renewed when a third is over, and not before; a store that is down for a moment ends no turn. */
    @Test
    void a_turn_is_renewed_at_each_third() {
        ExclusiveTurn holding = turns.take(key, "id");
        pass(LEASE.dividedBy(3).minusMillis(1));
        turns.renew();
        assertFalse(store.asked.contains("renew"));

        pass(Duration.ofMillis(1));
        store.down = true;
        turns.renew();
        store.down = false;
        turns.renew();

        assertEquals(now().plus(LEASE), holding.until());
        pass(LEASE.minusMillis(1));
        assertFalse(holding.isLost(now()));
        assertTrue(turns.isStillHeld(holding));
        turns.end(holding);
        assertFalse(turns.isStillHeld(holding));
    }

    /** Fault 16: a turn that the store has given away is lost, whatever the clock says. */
    @Test
    void fault_16_a_turn_that_was_taken_over_is_lost() {
        ExclusiveTurn holding = turns.take(key, "id");
        Instant before = now();
        pass(LEASE);
        ExclusiveTurn taking = turns.take(key, "id");
        now.set(before);

        assertFalse(turns.isStillHeld(holding));

        assertTrue(taking.isTakenOver());
        assertTrue(holding.isLost(now()));
        assertFalse(holding.isTakenOver());
    }

    /** Who waits when the manager closes waits no longer. */
    @Test
    void who_waits_gives_up_at_the_end() throws Exception {
        ExclusiveTurn holding = turns.take(key, "id");
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                () -> assertThrows(SessionBusyException.class, () -> turns.take(key, "id")), threads);
        until(() -> store.state().split(" ").length == 4);

        turns.close();

        waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(holding.isEnded());
        until(() -> store.state().endsWith(" -"));
    }

    /** What the store may have done without saying so is taken back. */
    @Test
    void a_lease_that_may_have_been_given_is_given_back() {
        store.down = true;

        assertThrows(StoreUnavailableException.class, () -> turns.take(key, "id"));

        assertEquals("release", store.asked.get(1));
        assertEquals(0, turns.waiting(key));
    }

    /** A turn that cannot be given back is no error: it runs out. */
    @Test
    void a_store_that_is_down_does_not_fail_the_end() {
        ExclusiveTurn holding = turns.take(key, "id");
        store.down = true;
        turns.end(holding);
        store.down = false;

        turns.end(holding);

        assertTrue(store.state().startsWith("H "), store::state);
        pass(LEASE);
        assertTrue(turns.take(key, "id").isTakenOver());
    }

    /** I4: a session does not keep all threads of a server. */
    @Test
    void a_queue_has_an_end() {
        TurnQueues queues = new TurnQueues();
        List<TurnWaiter> waiters = new ArrayList<>();
        for (int waiter = 0; waiter < TurnQueues.LONGEST; waiter++) {
            waiters.add(new TurnWaiter("w" + waiter));
            assertTrue(queues.enter(key, waiters.get(waiter)));
        }
        assertFalse(queues.enter(key, new TurnWaiter("one more")));

        queues.leave(key, waiters.get(3));

        assertTrue(queues.enter(key, new TurnWaiter("one more")));
        assertEquals(TurnQueues.LONGEST, queues.length(key));
    }

    private ExclusiveTurns turns(Duration wait) {
        SessionPolicy policy = SessionPolicy.builder()
                .leaseLength(LEASE)
                .exclusiveWait(wait)
                .onConflict(ConflictPolicy.EXCLUSIVE)
                .build();
        Settings settings =
                Settings.of(SessionManager.builder(store).policy(policy).clock(this::now));
        return new ExclusiveTurns(settings, beginnings::incrementAndGet);
    }

    private Instant now() {
        return requireNonNull(now.get());
    }

    private void pass(Duration time) {
        now.updateAndGet(moment -> moment.plus(time));
    }

    private void awaitWaiting(int number) {
        until(() -> turns.waiting(key) == number);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen in time");
            Thread.onSpinWait();
        }
    }
}
