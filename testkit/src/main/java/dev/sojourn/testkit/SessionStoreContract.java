// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What every session store promises, as tests: extend this class in your store's tests.
 *
 * <pre>
 *   class MyStoreContractTest extends SessionStoreContract {
 *       &#64;Override
 *       protected SessionStore newStore(InstantSource clock) {
 *           return new MyStore(clock);
 *       }
 *   }
 * </pre>
 *
 * <p>Each rule is one test with a number in its name: S101 to S149 the five verbs, S151 to S157 races, S161 to S170 {@link
 * PrincipalIndex}, S171 to S178 {@link Browsable}, S181 to S190 {@link Expiring}, S191 to S193 the end, S201 to S214 {@link
 * dev.sojourn.store.Locking}, S221 to S228 {@link dev.sojourn.store.ConfirmedEnds}. Rules of an interface that the store does not implement are skipped.
 * Compiled against JUnit 5.12, runs on every later one.
 */
public abstract class SessionStoreContract extends StoreConfirmedEndRules {

    /** A contract over the store that {@link #newStore} makes. */
    protected SessionStoreContract() {}

    /** Rule: a session whose time is over is handed out once, with its last state, and as not evicted. Covers fault 38. */
    @Test
    public void S181_a_session_that_timed_out_is_claimed_with_its_last_state() {
        Expiring expiring = keepingEnded();
        SessionRecord first = createdFor("alice");
        SessionRecord second = saved(first, first.toBuilder().attributes(counter(2)));
        created(eternal());

        pass(IDLE.plus(claimDelay()));
        List<EndedSession> claimed = claimAll(expiring);

        assertEquals(1, claimed.size());
        assertSameSession(second, claimed.get(0).session());
        assertFalse(claimed.get(0).evicted());
        assertEquals(List.of(), claimAll(expiring));
    }

    /** Rule: of racing nodes exactly one gets a given session. Covers fault 39. */
    @Test
    public void S182_racing_claimers_get_each_session_exactly_once() {
        Expiring expiring = keepingEnded();
        Expiring other = otherView().capability(Expiring.class).orElseThrow();
        other.keepEnded();
        Set<SessionKey> expected = new HashSet<>();
        for (int session = 0; session < 500; session++) {
            expected.add(created(idling()).key());
        }
        pass(IDLE.plus(claimDelay()));

        List<SessionKey> claimed = new ArrayList<>();
        List<Callable<List<EndedSession>>> claimers = new ArrayList<>();
        for (int claimer = 0; claimer < 8; claimer++) {
            Expiring node = claimer % 2 == 0 ? expiring : other;
            claimers.add(() -> claimSome(node));
        }
        List<List<EndedSession>> perClaimer = race(claimers);
        perClaimer.forEach(
                batch -> batch.forEach(ended -> claimed.add(ended.session().key())));
        claimAll(expiring).forEach(ended -> claimed.add(ended.session().key()));

        assertEquals(expected.size(), claimed.size(), "none twice, none lost");
        assertEquals(expected, new HashSet<>(claimed));
    }

    /** Rule: whoever ended a session by deleting it knows already. */
    @Test
    public void S183_a_deleted_session_is_not_claimed() {
        Expiring expiring = keepingEnded();
        SessionRecord record = created(idling());
        store().delete(record.key());

        pass(IDLE.plus(claimDelay()));

        assertEquals(List.of(), claimAll(expiring));
    }

    /** Rule: a session that was used in time lives. Covers T17, T23. */
    @Test
    public void S184_a_session_touched_in_time_is_not_claimed() {
        Expiring expiring = keepingEnded();
        SessionRecord record = created(idling());
        pass(IDLE.minusSeconds(10));
        assertTrue(store().touch(record.key(), now()));

        pass(IDLE.minusSeconds(10));

        assertEquals(List.of(), claimAll(expiring));
        assertEquals(record.key(), find(record.key()).key());
        pass(claimDelay().plusSeconds(10));
        assertEquals(1, claimAll(expiring).size());
    }

    /** Rule: a session that a look-up, save, touch or delete found expired is still claimed, once. */
    @Test
    public void S185_a_session_that_was_found_expired_is_claimed_once() {
        Expiring expiring = keepingEnded();
        SessionRecord record = created(idling());
        pass(IDLE.plusMillis(1));
        assertGone(record.key());
        assertFalse(store().touch(record.key(), now()));
        assertFalse(store().delete(record.key()));
        assertEquals(SaveResult.GONE, store().save(next(record), record.version()));

        pass(claimDelay());

        assertEquals(1, claimAll(expiring).size());
        assertEquals(List.of(), claimAll(expiring));
    }

    /** Rule: a key that is used anew does not swallow the end of its former session. */
    @Test
    public void S186_a_key_used_anew_does_not_hide_the_end_of_the_old_session() {
        Expiring expiring = keepingEnded();
        SessionRecord old = created(idling().attributes(counter(1)));
        pass(IDLE);
        created(SessionRecord.builder(old.key(), old.secrets(), now()));

        pass(claimDelay());
        List<EndedSession> claimed = claimAll(expiring);

        assertEquals(1, claimed.size());
        assertSameSession(old, claimed.get(0).session());
        assertEquals(old.key(), find(old.key()).key());
    }

    /** Rule: a claim takes as many as asked for, and leaves the rest for the next one. Covers T21. */
    @Test
    public void S187_a_claim_takes_no_more_than_its_limit() {
        Expiring expiring = keepingEnded();
        for (int session = 0; session < 25; session++) {
            created(idling());
        }
        pass(IDLE.plus(claimDelay()));

        assertEquals(10, expiring.claimEnded(10).size());
        assertEquals(10, expiring.claimEnded(10).size());
        assertEquals(5, expiring.claimEnded(10).size());
        assertEquals(0, expiring.claimEnded(10).size());
    }

    /** Rule: a limit is 1 to 10,000. */
    @Test
    public void S188_a_limit_of_a_claim_out_of_range_is_refused() {
        Expiring expiring = keepingEnded();

        for (int limit : new int[] {Integer.MIN_VALUE, -1, 0, 10_001, Integer.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> expiring.claimEnded(limit));
        }
    }

    /** Rule: a session that timed out is claimed or found, never both and never neither, whatever races. Covers W9. */
    @Test
    public void S189_a_touch_racing_with_the_end_prolongs_or_is_refused() {
        Expiring expiring = keepingEnded();
        for (int round = 0; round < 50; round++) {
            SessionRecord record = created(idling());
            pass(IDLE.minus(Duration.ofMillis(1)));
            List<Boolean> touched = race(List.of(() -> store().touch(record.key(), now()), () -> {
                pass(Duration.ofMillis(1));
                return expiring.claimEnded(1).isEmpty();
            }));
            pass(claimDelay());

            boolean claimed = claimAll(expiring).size() + (touched.get(1) ? 0 : 1) == 1;

            assertEquals(touched.get(0), store().find(record.key()).isPresent());
            assertEquals(touched.get(0), !claimed);
            store().delete(record.key());
        }
    }

    /** Rule: what ended does not stay for ever, also if nobody wants to hear of it. Covers W26. */
    @Test
    public void S190_ended_sessions_go_if_nobody_listens() {
        Expiring expiring = capability(Expiring.class);
        StoreProbe probe = probe();
        int before = probe.dump().size();
        for (int session = 0; session < 25; session++) {
            created(idling());
        }
        pass(IDLE.plus(claimDelay()));
        SessionRecord living = created(idling());

        int removed = expiring.removeEnded(10) + expiring.removeEnded(10) + expiring.removeEnded(10);

        assumeTrue(expiring.needsSweep(), "the store lets go of them by itself");
        assertEquals(25, removed);
        assertTrue(probe.dump().size() < before + 25, "rows are left");
        assertEquals(living.key(), find(living.key()).key());
        assertEquals(0, expiring.removeEnded(10));
    }

    /** Rule: to close twice is harmless. */
    @Test
    public void S191_a_store_can_be_closed_twice() {
        store().close();
        store().close();

        assertThrows(StoreUnavailableException.class, () -> store().find(
                        eternal().build().key()));
    }

    /** Rule: after the end every verb says that the store is not there, and none that a session is not. Covers fault 49. */
    @Test
    public void S192_after_close_every_verb_is_unavailable() {
        SessionRecord record = created(idling());
        store().close();

        List<Executable> verbs = new ArrayList<>(List.of(
                () -> store().create(idling().build()),
                () -> store().find(record.key()),
                () -> store().save(next(record), record.version()),
                () -> store().touch(record.key(), now()),
                () -> store().delete(record.key())));
        if (store().capability(PrincipalIndex.class).isPresent()) {
            verbs.add(() -> capability(PrincipalIndex.class).findByPrincipal("alice"));
            verbs.add(() -> capability(PrincipalIndex.class).deleteByPrincipal("alice", Optional.empty()));
        }
        if (store().capability(Browsable.class).isPresent()) {
            verbs.add(() -> capability(Browsable.class).count());
            verbs.add(() -> capability(Browsable.class).browse(Optional.empty(), 1));
            verbs.add(() -> capability(Browsable.class).clear());
        }
        if (store().capability(Expiring.class).isPresent()) {
            verbs.add(() -> capability(Expiring.class).claimEnded(1));
            if (capability(Expiring.class).needsSweep()) {
                verbs.add(() -> capability(Expiring.class).removeEnded(1));
            }
        }
        verbs.forEach(verb -> assertThrows(StoreUnavailableException.class, verb));
    }

    /** Rule: what a store prints of itself opens nothing and names nobody. Covers W51. */
    @Test
    public void S193_a_store_prints_no_content() {
        SessionRecord record = createdFor("canary-principal");

        assertFalse(store().toString().contains("canary-principal"));
        assertFalse(store().toString().contains(record.key().text()));
    }

    private Expiring keepingEnded() {
        Expiring expiring = capability(Expiring.class);
        expiring.keepEnded();
        return expiring;
    }

    private static List<EndedSession> claimSome(Expiring expiring) {
        List<EndedSession> claimed = new ArrayList<>();
        List<EndedSession> batch;
        do {
            batch = expiring.claimEnded(7);
            claimed.addAll(batch);
        } while (!batch.isEmpty());
        return claimed;
    }
}
