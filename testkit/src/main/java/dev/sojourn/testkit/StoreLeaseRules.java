// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.store.ChangeFeed.Subscription;
import dev.sojourn.store.LeaseResult;
import dev.sojourn.store.LeaseResult.Acquired;
import dev.sojourn.store.LeaseResult.Waiting;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rules S201 to S214: one owner at a time. */
abstract class StoreLeaseRules extends StoreListingRules {
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final Duration MOMENT = Duration.ofMillis(2);
    private static final long SHORTLY_MILLIS = 500;
    private static final long PATIENCE_SECONDS = 20;
    private static final Acquired AT_ONCE = new Acquired(false);
    private static final Acquired TAKEN_OVER = new Acquired(true);

    /** Rule: a free lease is acquired, by one owner, on whichever node the next one asks. Covers ASVS 15.4.2. */
    @Test
    public void S201_a_lease_has_one_owner() {
        Locking leases = capability(Locking.class);
        SessionKey key = SessionKey.random(random);

        assertEquals(AT_ONCE, leases.acquire(key, "anna", LENGTH));
        assertWaiting(onOtherNode(), key, "berta");
        assertEquals(AT_ONCE, leases.acquire(SessionKey.random(random), "berta", LENGTH), "another session");
    }

    /** Rule: who has it may ask again, and has it for the whole length from then on. */
    @Test
    public void S202_an_owner_acquires_again() {
        Locking leases = capability(Locking.class);
        SessionKey key = acquired("anna");
        pass(LENGTH.minusSeconds(1));

        assertEquals(AT_ONCE, leases.acquire(key, "anna", LENGTH));

        pass(LENGTH.minusSeconds(1));
        assertWaiting(leases, key, "berta");
    }

    /** Rule: who waits is told how long the lease still lasts. */
    @Test
    public void S203_who_waits_is_told_how_long_at_most() {
        SessionKey key = acquired("anna");
        pass(Duration.ofSeconds(10));

        Waiting waiting = assertWaiting(onOtherNode(), key, "berta");

        Duration left = LENGTH.minusSeconds(10);
        assertTrue(waiting.remaining().compareTo(left.plus(MOMENT)) <= 0, waiting::toString);
        assertTrue(waiting.remaining().compareTo(left.minusSeconds(5)) > 0, waiting::toString);
    }

    /** Rule: a lease that is given back goes to those who wait, in their order, however often each asks. Covers ASVS 15.4.4. */
    @Test
    public void S204_who_waits_gets_it_in_order() {
        Locking leases = capability(Locking.class);
        Locking other = onOtherNode();
        SessionKey key = acquired("o0");
        for (int waiter = 1; waiter <= 5; waiter++) {
            assertWaiting(waiter % 2 == 0 ? leases : other, key, "o" + waiter);
        }
        for (int again = 5; again >= 1; again--) {
            assertWaiting(leases, key, "o" + again);
        }
        for (int owner = 0; owner < 5; owner++) {
            assertTrue(leases.release(key, "o" + owner));
            assertWaiting(other, key, "late");
            for (int waiter = 5; waiter > owner + 1; waiter--) {
                assertWaiting(other, key, "o" + waiter);
            }
            assertEquals(AT_ONCE, other.acquire(key, "o" + (owner + 1), LENGTH));
        }
        assertTrue(leases.release(key, "o5"));
        assertEquals(AT_ONCE, leases.acquire(key, "late", LENGTH));
    }

    /** Rule: only the owner gives it back; others only stop waiting. Covers ASVS 15.4.1. */
    @Test
    public void S205_only_the_owner_gives_it_back() {
        Locking leases = capability(Locking.class);
        SessionKey key = acquired("anna");

        assertFalse(leases.release(key, "berta"));
        assertFalse(onOtherNode().release(key, "clara"));
        assertWaiting(leases, key, "dora");
        assertFalse(leases.release(key, "dora"));
        assertWaiting(leases, key, "emma");

        assertTrue(leases.release(key, "anna"));
        assertFalse(leases.release(key, "anna"), "once");
        assertEquals(AT_ONCE, leases.acquire(key, "emma", LENGTH), "dora has given up");
    }

    /** Rule: only the owner renews it, and not when it has run out. */
    @Test
    public void S206_only_the_owner_renews_it() {
        Locking leases = capability(Locking.class);
        SessionKey key = acquired("anna");
        pass(LENGTH.minusSeconds(1));

        assertFalse(leases.renew(key, "berta", LENGTH));
        assertTrue(leases.renew(key, "anna", LENGTH));
        pass(LENGTH.minusSeconds(1));
        assertWaiting(leases, key, "berta");
        assertFalse(leases.renew(key, "berta", LENGTH), "waits, and has nothing to renew");

        pass(Duration.ofSeconds(1).plus(MOMENT));
        assertFalse(leases.renew(key, "anna", LENGTH));
        assertFalse(leases.renew(SessionKey.random(random), "anna", LENGTH));
    }

    /** Rule: a lease that ran out is taken over, and who takes it is told so: its last owner may still write. Covers fault 16. */
    @Test
    public void S207_a_lease_that_ran_out_is_taken_over() {
        Locking leases = capability(Locking.class);
        SessionKey key = acquired("stopped");
        pass(LENGTH.plus(MOMENT));

        assertEquals(TAKEN_OVER, onOtherNode().acquire(key, "anna", LENGTH));

        assertFalse(leases.renew(key, "stopped", LENGTH));
        assertFalse(leases.release(key, "stopped"), "what it does when it wakes up changes nothing");
        assertWaiting(leases, key, "berta");
        assertTrue(leases.release(key, "anna"));
        assertEquals(AT_ONCE, leases.acquire(key, "berta", LENGTH), "given back in order");
    }

    /** Rule: of those who wait when it runs out, the first gets it, whoever asks first; it is told of the loss. */
    @Test
    public void S208_the_first_in_the_queue_takes_over() {
        Locking leases = capability(Locking.class);
        SessionKey key = acquired("dead");
        assertWaiting(leases, key, "anna");
        assertWaiting(leases, key, "berta");
        pass(LENGTH.plus(MOMENT));

        assertWaiting(onOtherNode(), key, "berta");
        assertWaiting(onOtherNode(), key, "clara");

        assertEquals(TAKEN_OVER, leases.acquire(key, "anna", LENGTH));
    }

    /** Rule: a waiter that died holds up the others for a moment only. Covers ASVS 15.4.4. */
    @Test
    public void S209_a_dead_waiter_loses_its_turn() {
        Locking leases = capability(Locking.class);
        SessionKey key = acquired("anna");
        assertWaiting(leases, key, "dead");
        assertWaiting(leases, key, "berta");
        assertTrue(leases.release(key, "anna"));
        assertWaiting(leases, key, "berta");

        pass(Locking.CLAIM.plus(MOMENT));

        assertEquals(AT_ONCE, leases.acquire(key, "berta", LENGTH), "nothing was lost: it was only offered");
    }

    /** Rule: nor does a dead waiter hide that the lease before was lost. Covers fault 16. */
    @Test
    public void S210_a_loss_is_remembered_past_a_dead_waiter() {
        Locking leases = capability(Locking.class);
        SessionKey key = acquired("stopped");
        assertWaiting(leases, key, "dead");
        assertWaiting(leases, key, "giving-up");
        assertWaiting(leases, key, "anna");
        pass(LENGTH.plus(MOMENT));
        assertWaiting(leases, key, "anna");
        pass(Locking.CLAIM.plus(MOMENT));
        assertWaiting(leases, key, "anna");

        assertFalse(leases.release(key, "giving-up"), "it was offered, and not taken");

        assertEquals(TAKEN_OVER, leases.acquire(key, "anna", LENGTH));
    }

    /** Rule: a loss is remembered also if nobody waits. Covers fault 16. */
    @Test
    public void S211_a_loss_is_remembered_when_nobody_waits() {
        Locking leases = capability(Locking.class);
        SessionKey key = acquired("stopped");
        assertWaiting(leases, key, "giving-up");
        assertWaiting(leases, key, "late");
        pass(LENGTH.plus(MOMENT));
        assertWaiting(leases, key, "late");
        assertFalse(leases.release(key, "late"));
        assertFalse(leases.release(key, "giving-up"));

        pass(Locking.MEMORY.minusMinutes(1));

        assertEquals(TAKEN_OVER, leases.acquire(key, "anna", LENGTH));
    }

    /** Rule: of many that ask at once, one gets it, and all of them in the end, one after the other. Covers ASVS 15.4.2. */
    @Test
    public void S212_of_many_that_ask_at_once_one_gets_it() {
        Locking leases = capability(Locking.class);
        Locking other = onOtherNode();
        SessionKey key = SessionKey.random(random);
        AtomicInteger inside = new AtomicInteger();
        List<Callable<Integer>> owners = new ArrayList<>();
        for (int owner = 0; owner < 8; owner++) {
            String name = "o" + owner;
            Locking node = owner % 2 == 0 ? leases : other;
            owners.add(() -> {
                while (node.acquire(key, name, LENGTH) instanceof Waiting) {
                    Thread.onSpinWait();
                }
                int together = inside.incrementAndGet();
                inside.decrementAndGet();
                assertTrue(node.release(key, name));
                return together;
            });
        }

        race(owners).forEach(together -> assertEquals(1, together));
    }

    /** Rule: who is offered the lease is told, on its node, where the store can tell. */
    @Test
    public void S213_who_is_offered_the_lease_is_told() throws InterruptedException {
        Locking leases = capability(Locking.class);
        Offers offers = new Offers();
        Subscription subscription = onOtherNode().subscribe(offers);
        assumeTrue(offers.flow(), "the store tells no offers");
        SessionKey key = acquired("anna");
        assertWaiting(leases, key, "berta");
        assertWaiting(leases, key, "clara");
        assertTrue(leases.release(key, "anna"));

        assertEquals(key.text() + " berta", offers.next());
        assertFalse(leases.release(key, "berta"));
        assertEquals(key.text() + " clara", offers.next());
        assertEquals(AT_ONCE, leases.acquire(key, "clara", LENGTH));
        assertWaiting(leases, key, "dora");
        assertWaiting(leases, key, "emma");
        pass(LENGTH.plus(MOMENT));
        assertWaiting(leases, key, "emma");
        assertEquals(key.text() + " dora", offers.next());
        subscription.close();
        subscription.close();
    }

    /** Rule: a lease neither needs a session nor ends with one. */
    @Test
    public void S214_a_lease_is_independent_of_its_session() {
        Locking leases = capability(Locking.class);
        SessionKey key = created(idling()).key();
        assertEquals(AT_ONCE, leases.acquire(key, "anna", LENGTH));

        assertTrue(store().delete(key));

        assertWaiting(leases, key, "berta");
        assertTrue(leases.release(key, "anna"));
    }

    private SessionKey acquired(String owner) {
        SessionKey key = SessionKey.random(random);
        assertEquals(AT_ONCE, capability(Locking.class).acquire(key, owner, LENGTH));
        return key;
    }

    private Locking onOtherNode() {
        return otherView().capability(Locking.class).orElseThrow();
    }

    private static Waiting assertWaiting(Locking leases, SessionKey key, String owner) {
        LeaseResult result = leases.acquire(key, owner, LENGTH);
        Waiting waiting = assertInstanceOf(Waiting.class, result, owner + " has to wait");
        assertTrue(waiting.remaining().compareTo(Duration.ZERO) > 0, waiting::toString);
        return waiting;
    }

    /** What was told. */
    private static final class Offers implements Locking.LeaseListener {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> states = new LinkedBlockingQueue<>();
        private final Set<String> seen = new HashSet<>();

        @Override
        public void offered(SessionKey key, String owner) {
            told.add(key.text() + " " + owner);
        }

        @Override
        public void flowing() {
            states.add("flowing");
        }

        @Override
        public void interrupted() {
            states.add("interrupted");
        }

        boolean flow() throws InterruptedException {
            return "flowing".equals(states.poll(SHORTLY_MILLIS, TimeUnit.MILLISECONDS));
        }

        /** The next that was not told before: a store with several servers may tell an offer several times. */
        String next() throws InterruptedException {
            String said = String.valueOf(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
            return seen.add(said) ? said : next();
        }
    }
}
