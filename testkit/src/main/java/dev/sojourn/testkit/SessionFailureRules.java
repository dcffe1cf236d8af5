// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent.Ended;
import dev.sojourn.SessionEvent.RecordUnreadable;
import dev.sojourn.store.Browsable;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A store that is in trouble, and records that are. */
abstract class SessionFailureRules extends SessionExclusiveRules {

    /** Fault 1, fault 2, T3, E44, E46, G2-11: trouble is an error and never "no session", and nothing is told. */
    @Test
    public void a_store_that_is_down_is_an_error_and_not_a_missing_session() {
        String token = stored(session -> session.set("n", 1));
        Session session = open(token);
        session.set("n", 2);
        faults().goDown();
        fails(StoreUnavailableException.class, () -> present(token));
        fails(StoreUnavailableException.class, () -> commit(session));
        fails(StoreUnavailableException.class, session::invalidate);
        fails(StoreUnavailableException.class, () -> manager().end(SessionKey.random(scanner.random())));
        assertEquals(List.of(), events.kinds());
        assertEquals(Session.State.OPEN, session.state());
        faults().comeBack();
        commit(session, Outcome.SAVED);
        assertEquals(Optional.of(2), valueOf(token, "n"));
    }

    /** Fault 3, G12-84: a create that failed can be repeated, and tells once. */
    @Test
    public void a_failed_create_can_be_repeated() {
        Session session = manager().create();
        session.set("n", 1);
        faults().failBefore(StoreVerb.CREATE);
        fails(StoreUnavailableException.class, () -> commit(session));
        assertEquals(List.of(), events.kinds());
        String token = tokenOf(commit(session, Outcome.CREATED));
        assertEquals(List.of("Created"), events.kinds());
        assertEquals(Optional.of(1), valueOf(token, "n"));
    }

    /** Fault 4: a create whose answer was lost leaves one session after the repetition, not two. */
    @Test
    public void a_create_whose_answer_was_lost_leaves_one_session() {
        needs(Browsable.class);
        Session session = manager().create();
        session.login("anna");
        faults().failAfter(StoreVerb.CREATE);
        fails(StoreUnavailableException.class, () -> commit(session));
        String token = tokenOf(commit(session, Outcome.CREATED));
        open(token);
        assertEquals(1, manager().count());
    }

    /** Fault 4, fault 39: if somebody has ended it before it is repeated, it begins with another id, since one id ends once. */
    @Test
    public void a_create_whose_answer_was_lost_gives_no_id_two_ends() {
        needs(PrincipalIndex.class);
        Session session = manager().create();
        session.login("anna");
        faults().failAfter(StoreVerb.CREATE);
        fails(StoreUnavailableException.class, () -> commit(session));
        assertEquals(1, manager().endAll("anna"));

        tokenOf(commit(session, Outcome.CREATED));
        assertEquals(1, manager().endAll("anna"));

        List<String> ids =
                events.events(Ended.class).stream().map(Ended::sessionId).toList();
        assertEquals(2, ids.size());
        assertEquals(2, Set.copyOf(ids).size());
    }

    /** Fault 4: and that one's idle timeout begins at the end of the request, however long it took. */
    @Test
    public void a_create_whose_answer_was_lost_does_not_shorten_the_idle_timeout() {
        Session session = manager().create();
        session.keep();
        pass(IDLE);
        faults().failAfter(StoreVerb.CREATE);
        fails(StoreUnavailableException.class, () -> commit(session));
        CommitResult result = commit(session, Outcome.CREATED);
        assertEquals(clock.instant().plus(IDLE), result.expiresAt());
        open(tokenOf(result));
    }

    /** Fault 3, fault 4: a save whose answer was lost is not applied twice when it is repeated; counters are exact. */
    @Test
    public void a_save_whose_answer_was_lost_is_not_applied_twice() {
        String token = stored(session -> session.set("n", 1));
        Session session = open(token);
        session.update("n", 0, (Integer n) -> n + 1);
        faults().failAfter(StoreVerb.SAVE);
        fails(StoreUnavailableException.class, () -> commit(session));
        commit(session, Outcome.SAVED);
        assertEquals(Optional.of(2), valueOf(token, "n"));
    }

    /** Fault 4: the same if another request used the session in between. */
    @Test
    public void a_save_whose_answer_was_lost_is_recognised_after_a_touch() {
        String token = stored(session -> session.set("n", 1));
        Session session = open(token);
        session.update("n", 0, (Integer n) -> n + 1);
        faults().failAfter(StoreVerb.SAVE);
        fails(StoreUnavailableException.class, () -> commit(session));
        pass(TOUCH);
        request(token, reading -> {});
        commit(session, Outcome.SAVED);
        assertEquals(Optional.of(2), valueOf(token, "n"));
    }

    /** Fault 4: if others saved in between, nobody can tell whether it was done: better an error than twice. */
    @Test
    public void a_save_whose_answer_was_lost_is_not_tried_on_top_of_later_saves() {
        String token = stored(session -> session.set("n", 1));
        Session session = open(token);
        session.update("n", 0, (Integer n) -> n + 1);
        faults().failAfter(StoreVerb.SAVE);
        fails(StoreUnavailableException.class, () -> commit(session));
        request(token, other -> other.update("n", 0, (Integer n) -> n + 1));
        fails(StoreUnavailableException.class, () -> commit(session));
        assertEquals(Optional.of(3), valueOf(token, "n"));
    }

    /** Fault 4: what may happen twice is tried again on top of later saves. */
    @Test
    public void a_value_whose_save_was_not_answered_is_set_on_top_of_later_saves() {
        String token = stored(session -> session.set("n", 1));
        Session session = open(token);
        session.set("a", 1);
        faults().failBefore(StoreVerb.SAVE);
        fails(StoreUnavailableException.class, () -> commit(session));
        request(token, other -> other.set("b", 1));
        request(token, other -> other.set("b", 2));
        commit(session, Outcome.SAVED);
        assertEquals(Optional.of(1), valueOf(token, "a"));
        assertEquals(Optional.of(2), valueOf(token, "b"));
    }

    /** Fault 4: what was changed after the attempt that was not answered does not make it happen twice. */
    @Test
    public void a_save_whose_answer_was_lost_is_not_applied_twice_with_what_came_after() {
        String token = stored(session -> session.set("n", 1));
        Session session = open(token);
        session.update("n", 0, (Integer n) -> n + 1);
        faults().failAfter(StoreVerb.SAVE);
        fails(StoreUnavailableException.class, () -> commit(session));
        session.set("after", 1);
        fails(StoreUnavailableException.class, () -> commit(session));
        assertEquals(Optional.of(2), valueOf(token, "n"));
    }

    /** Fault 4: a login whose answer was lost leads to one renewal, whose token works. */
    @Test
    public void a_login_whose_answer_was_lost_can_be_repeated() {
        String old = stored(session -> {});
        Session session = open(old);
        session.login("anna");
        faults().failAfter(StoreVerb.SAVE);
        fails(StoreUnavailableException.class, () -> commit(session));
        CommitResult result = commit(session, Outcome.SAVED);
        assertTrue(result.tokenChanged());
        Session after = open(tokenOf(result));
        assertEquals(Optional.of("anna"), after.principal());
        assertEquals(session.id(), after.id());
        assertEquals(List.of("Renewed", "PrincipalBound"), events.kinds());
    }

    /** Fault 3: an end whose answer was lost is an end; repeating it is harmless. */
    @Test
    public void an_end_whose_answer_was_lost_can_be_repeated() {
        String token = stored(session -> {});
        Session session = open(token);
        faults().failAfter(StoreVerb.DELETE);
        fails(StoreUnavailableException.class, session::invalidate);
        session.invalidate();
        assertTrue(commit(session, Outcome.ENDED).tokenMustGo());
        assertNone(NoSessionReason.UNKNOWN, token);
    }

    /** G11-79: a failed touch is reported in the log, costs the request nothing, and the next commit tries again. */
    @Test
    public void a_failed_touch_is_reported_and_can_be_repeated() {
        scanner.expectWarnings();
        String token = stored(session -> {});
        pass(TOUCH);
        Session session = open(token);
        faults().failBefore(StoreVerb.TOUCH);
        commit(session, Outcome.UNCHANGED);
        commit(session, Outcome.TOUCHED);
    }

    /** Fault 2: a store that hangs holds up the request that asks, and no other. */
    @Test
    public void a_hanging_save_holds_up_nobody_else() {
        String token = stored(session -> {});
        FaultyStore.Hang hang = faults().hang(StoreVerb.SAVE);
        List<Boolean> done = race(
                List.of(() -> request(token, session -> session.set("slow", 1)).outcome() == Outcome.SAVED, () -> {
                    hang.awaitCaller();
                    request(token, session -> session.set("quick", 1));
                    hang.release();
                    return true;
                }));
        assertEquals(List.of(true, true), done);
        assertEquals(2, open(token).names().size());
    }

    // ---- records that cannot be read

    /** Fault 23, T26, G4-32, E45, W35: no session, one event, deleted, and others are not affected. */
    @Test
    public void a_damaged_record_ends_itself() {
        String healthy = stored(session -> session.login("anna"));
        String token = stored(session -> session.login("anna"));
        assumeTrue(probe().damage(keyOf(token)), "this store has no bytes to damage");
        forgetThePast();
        assertNone(NoSessionReason.UNREADABLE, token);
        assertTrue(events.await(RecordUnreadable.class).deleted());
        assertNone(NoSessionReason.UNKNOWN, token);
        assertEquals(List.of("RecordUnreadable", "TokenRefused"), events.kinds());
        open(healthy);
    }

    /** G21-165, T22: one damaged record breaks no list. */
    @Test
    public void a_damaged_record_breaks_no_list() {
        needs(PrincipalIndex.class);
        needs(Browsable.class);
        stored(session -> session.login("anna"));
        String token = stored(session -> session.login("anna"));
        assumeTrue(probe().damage(keyOf(token)), "this store has no bytes to damage");
        assertEquals(1, manager().sessionsOf("anna").size());
        assertEquals(1, manager().browse(Optional.empty(), 100).sessions().size());
        assertFalse(manager().end(SessionKey.random(scanner.random())));
        assertEquals(1, manager().endAll("anna"));
    }
}
