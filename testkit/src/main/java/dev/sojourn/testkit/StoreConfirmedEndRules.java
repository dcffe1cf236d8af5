// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What ended stays until it is confirmed. */
abstract class StoreConfirmedEndRules extends StoreLeaseRules {

    /** Rule: who was handed out an end and died is followed by somebody else, not before the time is over. Covers fault 39. */
    @Test
    public void S221_what_is_not_confirmed_is_handed_out_again() {
        ConfirmedEnds ends = confirming();
        ConfirmedEnds other = otherConfirming();
        SessionRecord record = created(idling().attributes(counter(1)));
        pass(IDLE.plus(claimDelay()));

        assertSameSession(record, handOutAll(ends).get(0).session());
        assertEquals(List.of(), handOutAll(other));
        pass(ConfirmedEnds.HELD.minusSeconds(1));
        assertEquals(List.of(), handOutAll(other));
        pass(Duration.ofSeconds(1).plus(claimDelay()));

        List<EndedSession> again = handOutAll(other);
        assertEquals(1, again.size());
        assertSameSession(record, again.get(0).session());
        assertFalse(again.get(0).evicted());
    }

    /** Rule: what was confirmed is gone, and of many who confirm one is told that it took it away. */
    @Test
    public void S222_what_is_confirmed_is_gone() {
        ConfirmedEnds ends = confirming();
        ConfirmedEnds other = otherConfirming();
        SessionRecord record = created(idling());
        pass(IDLE.plus(claimDelay()));
        List<EndedSession> out = handOutAll(ends);

        List<EndedSession> taken = ends.confirmEnded(out);

        assertEquals(List.of(record.key()), keys(taken));
        assertEquals(List.of(), ends.confirmEnded(out));
        assertEquals(List.of(), other.confirmEnded(out));
        pass(ConfirmedEnds.HELD.plus(claimDelay()));
        assertEquals(List.of(), handOutAll(other));
        assertTrue(store().create(record), "the key is free");
    }

    /** Rule: of racing nodes exactly one is handed out a given session, and exactly one takes it away. Covers fault 39. */
    @Test
    public void S223_racing_nodes_are_handed_out_each_session_once() {
        ConfirmedEnds ends = confirming();
        ConfirmedEnds other = otherConfirming();
        Set<SessionKey> expected = new HashSet<>();
        for (int session = 0; session < 300; session++) {
            expected.add(created(idling()).key());
        }
        pass(IDLE.plus(claimDelay()));

        List<Callable<List<EndedSession>>> nodes = new ArrayList<>();
        for (int node = 0; node < 6; node++) {
            ConfirmedEnds view = node % 2 == 0 ? ends : other;
            nodes.add(() -> handOutSome(view, 7));
        }
        List<EndedSession> out = new ArrayList<>();
        race(nodes).forEach(out::addAll);
        out.addAll(handOutAll(ends));
        assertEquals(expected.size(), out.size(), "none twice, none lost");
        assertEquals(expected, new HashSet<>(keys(out)));

        List<EndedSession> taken = new ArrayList<>();
        List<Callable<List<EndedSession>>> confirming =
                List.of(() -> ends.confirmEnded(out), () -> other.confirmEnded(out));
        race(confirming).forEach(taken::addAll);
        assertEquals(expected.size(), taken.size());
        assertEquals(expected, new HashSet<>(keys(taken)));
    }

    /** Rule: while it is held it is over for every verb, and nobody ends it once more. */
    @Test
    public void S224_what_is_handed_out_is_no_session() {
        ConfirmedEnds ends = confirming();
        SessionRecord record = created(idling());
        pass(IDLE.plus(claimDelay()));
        handOutAll(ends);

        assertGone(record.key());
        assertFalse(store().touch(record.key(), now()));
        assertFalse(store().delete(record.key()));
        assertEquals(SaveResult.GONE, store().save(next(record), record.version()));
    }

    /** Rule: a save may end a session, which then is over at once, and handed out with what was saved. */
    @Test
    public void S225_a_session_that_a_save_ended_is_handed_out() {
        ConfirmedEnds ends = confirming();
        SessionRecord record = createdFor("alice");
        SessionRecord over = saved(
                record, record.toBuilder().deadline(now().minusSeconds(60)).attributes(counter(7)));

        assertGone(record.key());
        assertFalse(store().delete(record.key()));
        pass(claimDelay());

        List<EndedSession> out = handOutAll(ends);
        assertEquals(1, out.size());
        assertSameSession(over, out.get(0).session());
        assertEquals(1, ends.confirmEnded(out).size());
    }

    /** Rule: no more are handed out than asked for, and a limit is 1 to 10,000. */
    @Test
    public void S226_no_more_are_handed_out_than_asked_for() {
        ConfirmedEnds ends = confirming();
        for (int session = 0; session < 25; session++) {
            created(idling());
        }
        pass(IDLE.plus(claimDelay()));

        assertEquals(10, ends.handOutEnded(10).size());
        assertEquals(10, ends.handOutEnded(10).size());
        assertEquals(5, ends.handOutEnded(10).size());
        assertEquals(0, ends.handOutEnded(10).size());
        for (int limit : new int[] {Integer.MIN_VALUE, -1, 0, 10_001, Integer.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> ends.handOutEnded(limit));
        }
    }

    /** Rule: a session in use is handed out to nobody, and a key that is used anew hides no end. Covers T17. */
    @Test
    public void S227_a_session_in_use_is_not_handed_out() {
        ConfirmedEnds ends = confirming();
        SessionRecord used = created(idling());
        SessionRecord old = created(idling());
        pass(IDLE.minusSeconds(10));
        assertTrue(store().touch(used.key(), now()));
        pass(Duration.ofSeconds(10));
        created(SessionRecord.builder(old.key(), old.secrets(), now()));
        pass(claimDelay());

        List<EndedSession> out = handOutAll(ends);

        assertEquals(List.of(old.key()), keys(out));
        assertEquals(1, ends.confirmEnded(out).size());
        assertEquals(used.key(), find(used.key()).key());
        assertEquals(old.key(), find(old.key()).key());
    }

    /** Rule: a store that is closed answers neither. Covers fault 49. */
    @Test
    public void S228_a_closed_store_hands_out_nothing() {
        ConfirmedEnds ends = confirming();
        created(idling());
        pass(IDLE.plus(claimDelay()));
        List<EndedSession> out = handOutAll(ends);
        store().close();

        assertThrows(StoreUnavailableException.class, () -> ends.handOutEnded(1));
        assertThrows(StoreUnavailableException.class, () -> ends.confirmEnded(out));
    }

    private ConfirmedEnds confirming() {
        ConfirmedEnds ends = capability(ConfirmedEnds.class);
        capability(Expiring.class).keepEnded();
        return ends;
    }

    private ConfirmedEnds otherConfirming() {
        SessionStore view = otherView();
        view.capability(Expiring.class).orElseThrow().keepEnded();
        return view.capability(ConfirmedEnds.class).orElseThrow();
    }

    private static List<EndedSession> handOutAll(ConfirmedEnds ends) {
        return handOutSome(ends, 1_000);
    }

    private static List<EndedSession> handOutSome(ConfirmedEnds ends, int limit) {
        List<EndedSession> out = new ArrayList<>();
        List<EndedSession> batch;
        do {
            batch = ends.handOutEnded(limit);
            out.addAll(batch);
        } while (!batch.isEmpty());
        return out;
    }

    private static List<SessionKey> keys(List<EndedSession> ended) {
        return ended.stream().map(one -> one.session().key()).toList();
    }
}
