// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionEndedException;
import dev.sojourn.SessionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** How a session begins, ages and ends, and what that costs in round trips. */
abstract class SessionLifeRules extends SessionContractFixture {

    /** E15, T6, T13, T65, G2-8, S1: no trace of a session that was only looked at. */
    @Test
    public void an_untouched_new_session_is_not_stored_and_sends_no_token() {
        Session session = manager().create();
        assertTrue(session.get("a").isEmpty());
        CommitResult result = commit(session, Outcome.UNCHANGED);
        assertTrue(result.token().isEmpty());
        assertFalse(result.tokenChanged() || result.tokenMustGo());
        assertEquals(0, calls().calls());
        assertEquals(List.of(), events.kinds());
    }

    /** T45, E14: an empty session can be stored on purpose, and is not new when it comes back. */
    @Test
    public void keep_stores_an_empty_session() {
        Session session = manager().create();
        session.keep();
        CommitResult result = commit(session, Outcome.CREATED);
        assertTrue(result.tokenChanged());
        assertEquals(1, calls().calls());
        Session again = open(tokenOf(result));
        assertFalse(again.isNew());
        assertEquals(session.id(), again.id());
    }

    /** G2-8, G2-9, G2-10, R2: one record and one token for each; a create costs one round trip, an open one. */
    @Test
    public void a_changed_new_session_is_created_once() {
        Session session = manager().create();
        assertTrue(session.isNew());
        session.set("user", "anna");
        CommitResult result = commit(session, Outcome.CREATED);
        assertEquals(1, calls().calls(StoreVerb.CREATE));
        CommitResult again = commit(session, Outcome.UNCHANGED);
        assertFalse(again.tokenChanged(), "a token is sent once");
        assertEquals(1, calls().calls());
        assertEquals(Optional.of("anna"), valueOf(tokenOf(result), "user"));
        assertEquals(1, calls().calls(StoreVerb.FIND));
        assertNotEquals(tokenOf(result), stored(other -> {}));
    }

    /** E6, G4-28, fault 35, T52, W62: 0 round trips for what is no token, 1 for a guess, and nothing written. */
    @Test
    public void refusing_costs_at_most_one_look_up() {
        String token = stored(session -> {});
        assertNone(NoSessionReason.MALFORMED, "");
        assertNone(NoSessionReason.MALFORMED, token.substring(1));
        assertNone(NoSessionReason.MALFORMED, token + "=");
        assertEquals(0, calls().calls());
        assertNone(NoSessionReason.UNKNOWN, "A".repeat(64));
        assertEquals(1, calls().calls(StoreVerb.FIND));
        assertEquals(1, calls().calls());
    }

    /** G4-25, G4-26, W7: a token that was never issued here is never adopted. */
    @Test
    public void an_unknown_token_creates_nothing() {
        String unknown = "B".repeat(64);
        assertNone(NoSessionReason.UNKNOWN, unknown);
        assertNone(NoSessionReason.UNKNOWN, unknown);
        assertEquals(0, calls().calls(StoreVerb.CREATE));
    }

    /** T48, G11-76, G11-77, E11, S1: unchanged 0 writes, changed 1 save; setting what is there already is no change. */
    @Test
    public void only_changes_are_written() {
        String token = stored(session -> session.set("n", 1));
        request(token, session -> session.get("n"));
        assertEquals(0, calls().calls(StoreVerb.SAVE) + calls().calls(StoreVerb.TOUCH));
        assertEquals(
                Outcome.UNCHANGED,
                request(token, session -> session.set("n", 1)).outcome());
        assertEquals(0, calls().calls(StoreVerb.SAVE));
        assertEquals(
                Outcome.SAVED, request(token, session -> session.set("n", 2)).outcome());
        assertEquals(1, calls().calls(StoreVerb.SAVE));
        int checked = readsCopies() ? 1 : 0; // what a copy holds already is no proof that the store does
        assertEquals(4 + checked, calls().calls());
    }

    /** G21-161, fault 33, T15, G16-112: 100 parallel reads move the last access once per window. */
    @Test
    public void a_hundred_parallel_reads_touch_at_most_once_each_window() {
        String token = stored(session -> {});
        race(100, () -> request(token, session -> {}));
        assertEquals(0, calls().calls(StoreVerb.TOUCH));
        pass(TOUCH);
        request(token, session -> {});
        race(100, () -> request(token, session -> {}));
        assertEquals(1, calls().calls(StoreVerb.TOUCH));
        assertEquals(0, calls().calls(StoreVerb.SAVE));
    }

    /** S2, E19: a touch answers the end that it made, so that a cookie lives as long as the session. */
    @Test
    public void a_touch_moves_the_end_and_says_so() {
        String token = stored(session -> {});
        pass(Duration.ofMinutes(20));
        CommitResult result = request(token, session -> {});
        assertEquals(Outcome.TOUCHED, result.outcome());
        assertEquals(clock.instant().plus(IDLE), result.expiresAt());
        pass(Duration.ofMinutes(20));
        assertEquals(clock.instant().plus(Duration.ofMinutes(10)), open(token).expiresAt());
    }

    /** C: the expiry boundary; G4-29, G4-30, S3: expired at exactly the timeout, and not a millisecond earlier. */
    @Test
    public void the_idle_timeout_is_exact() {
        String token = stored(session -> {});
        pass(IDLE.minusMillis(1));
        assertEquals(Session.State.OPEN, open(token).state());
        pass(Duration.ofMillis(1));
        assertFalse(present(token).session().isPresent());
    }

    /** T58, W16, S2: use moves the idle timeout and never the absolute one. */
    @Test
    public void the_absolute_timeout_ends_a_session_in_constant_use() {
        use(SessionPolicy.aal3().toBuilder().withoutRenewalOnTimer().build());
        String token = stored(session -> {});
        for (int quarter = 1; quarter < 12 * 6; quarter++) {
            pass(Duration.ofMinutes(10));
            request(token, session -> session.set("n", 1));
        }
        pass(Duration.ofMinutes(10).minusMillis(1));
        open(token);
        pass(Duration.ofMillis(1));
        assertFalse(present(token).session().isPresent());
    }

    /** E28, D4: each session may have its own idle timeout, or none. */
    @Test
    public void a_session_may_have_its_own_idle_timeout() {
        String brief = stored(session -> session.idleTimeout(Duration.ofSeconds(5)));
        String patient = stored(Session::withoutIdleTimeout);
        pass(Duration.ofSeconds(5));
        assertFalse(present(brief).session().isPresent());
        pass(Duration.ofHours(23));
        assertEquals(Optional.empty(), open(patient).idleTimeout());
        pass(Duration.ofHours(1));
        assertFalse(present(patient).session().isPresent());
    }

    /** S6, W16, ASVS 7.3.2: a login starts the absolute timeout anew, a renewal does not. */
    @Test
    public void login_restarts_the_absolute_timeout_and_renewal_does_not() {
        use(PLAIN.toBuilder().withoutIdleTimeout().build());
        String token = stored(session -> {});
        pass(Duration.ofHours(20));
        String renewed = tokenOf(request(token, Session::renew));
        assertEquals(clock.instant().plus(Duration.ofHours(4)), open(renewed).expiresAt());
        String loggedIn = tokenOf(request(renewed, session -> session.login("anna")));
        assertEquals(clock.instant().plus(Duration.ofHours(24)), open(loggedIn).expiresAt());
        assertEquals(Optional.of(clock.instant()), open(loggedIn).authenticated());
    }

    /** Fault 13, fault 15: a clock that goes back ends nothing, and the last access never moves back. */
    @Test
    public void a_clock_going_backwards_does_no_harm() {
        String token = stored(session -> {});
        Instant created = clock.instant();
        pass(Duration.ofHours(-1));
        assertEquals(
                Outcome.SAVED, request(token, session -> session.set("n", 1)).outcome());
        assertEquals(created, open(token).lastAccessed());
        assertEquals(Outcome.UNCHANGED, request(token, session -> {}).outcome());
        pass(Duration.ofHours(1).plus(IDLE));
        assertFalse(present(token).session().isPresent());
    }

    /** C: the last access is the one before this request's, also after a commit in the middle of the request. */
    @Test
    public void last_accessed_is_constant_within_a_request() {
        String token = stored(session -> {});
        Instant before = clock.instant();
        pass(Duration.ofMinutes(5));
        Session session = open(token);
        session.set("n", 1);
        commit(session, Outcome.SAVED);
        assertEquals(before, session.lastAccessed());
        assertEquals(clock.instant(), open(token).lastAccessed());
    }

    /** Fault 41: a first request that takes longer than the idle timeout does not create a session that is over. */
    @Test
    public void a_new_session_begins_to_idle_when_its_first_request_ends() {
        Session session = manager().create();
        session.set("n", 1);
        pass(IDLE.plusMinutes(5));
        CommitResult result = commit(session, Outcome.CREATED);
        assertEquals(Optional.of(1), valueOf(tokenOf(result), "n"));
    }

    /** T36, T37, E41, G14-92, G16-103, W22, D2: the end is at once, for everybody, and the browser is told. */
    @Test
    public void an_invalidated_session_is_gone_and_the_token_must_go() {
        String token = stored(session -> session.set("n", 1));
        Session session = open(token);
        session.set("n", 2);
        session.invalidate();
        session.invalidate();
        assertEquals(Session.State.ENDED, session.state());
        assertNone(NoSessionReason.UNKNOWN, token);
        CommitResult result = commit(session, Outcome.ENDED);
        assertTrue(result.tokenMustGo());
        assertTrue(result.token().isEmpty());
        assertEquals(1, calls().calls(StoreVerb.DELETE));
        assertNone(NoSessionReason.UNKNOWN, token);
    }

    /** G14-93, E21: a session that was never stored ends without a trace. */
    @Test
    public void a_new_session_can_be_invalidated_for_free() {
        Session session = manager().create();
        session.set("n", 1);
        session.invalidate();
        assertFalse(commit(session, Outcome.UNCHANGED).tokenMustGo());
        assertEquals(0, calls().calls());
    }

    /** S5, E40: a session after the end is another one, with its own id and lifetime. */
    @Test
    public void a_session_after_the_end_is_another_one() {
        String token = stored(session -> session.set("old", 1));
        Session first = open(token);
        first.invalidate();
        commit(first);
        Session second = manager().create();
        second.set("new", 2);
        String next = tokenOf(commit(second, Outcome.CREATED));
        assertNotEquals(first.id(), second.id());
        assertEquals(Optional.empty(), valueOf(next, "old"));
        assertNone(NoSessionReason.UNKNOWN, token);
    }

    /** C: after the end every use says so clearly, but for id, state and a second end. */
    @Test
    public void an_ended_session_throws_on_use() {
        String token = stored(session -> {});
        Session session = open(token);
        String id = session.id();
        session.invalidate();
        List<Executable> uses = List.of(
                session::isNew,
                session::created,
                session::lastAccessed,
                session::expiresAt,
                session::idleTimeout,
                session::names,
                session::principal,
                session::authenticated,
                session::clear,
                session::keep,
                session::renew,
                session::withoutIdleTimeout,
                () -> session.get("n"),
                () -> session.has("n"),
                () -> session.set("n", 1),
                () -> session.remove("n"),
                () -> session.update("n", 0, (Integer n) -> n + 1),
                () -> session.login("anna"),
                () -> session.flash().get("n"),
                () -> session.flash().next("n", 1));
        uses.forEach(use -> fails(SessionEndedException.class, use));
        assertEquals(id, session.id());
    }

    /** A1, P1, T7, T49: after the response has left, changes are still saved, but no token can be promised. */
    @Test
    public void after_the_response_only_changes_without_a_new_token_are_possible() {
        String token = stored(session -> {});
        Session session = open(token);
        commit(session, Outcome.UNCHANGED);
        manager().responseLeft(session);
        session.set("late", 1);
        commit(session, Outcome.SAVED);
        assertEquals(Optional.of(1), valueOf(token, "late"));
        fails(IllegalStateException.class, session::renew);
        fails(IllegalStateException.class, () -> session.login("anna"));
        assertEquals(Optional.empty(), session.principal());
        Session fresh = manager().create();
        commit(fresh, Outcome.UNCHANGED);
        manager().responseLeft(fresh);
        fails(IllegalStateException.class, () -> fresh.set("n", 1));
        commit(fresh, Outcome.UNCHANGED);
    }

    /** E9, T54: a key that is taken is never overwritten; another one is used. */
    @Test
    public void creation_times_and_ids_belong_to_one_session() {
        Session one = manager().create();
        pass(Duration.ofSeconds(1));
        Session other = manager().create();
        assertNotEquals(one.id(), other.id());
        assertEquals(one.created().plusSeconds(1), other.created());
        assertTrue(one.id().matches("[A-Za-z0-9_-]{22}"));
    }
}
