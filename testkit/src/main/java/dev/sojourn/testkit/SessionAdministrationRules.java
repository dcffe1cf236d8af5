// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.EndReason;
import dev.sojourn.KeepAlive;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent.Ended;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPage;
import dev.sojourn.SessionSnapshot;
import dev.sojourn.store.Browsable;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SessionKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the manager does from outside of a request: finding, ending, changing, keeping alive. */
abstract class SessionAdministrationRules extends SessionFailureRules {

    private String loggedIn(String principal) {
        return stored(session -> session.login(principal));
    }

    /** C: find by principal; ASVS 7.5.2; G21-160: a user's live sessions, oldest first, without ghosts. */
    @Test
    public void a_users_sessions_are_listed_without_ghosts() {
        needs(PrincipalIndex.class);
        String first = loggedIn("anna");
        pass(Duration.ofMinutes(20));
        String second = loggedIn("anna");
        loggedIn("bert");
        assertEquals(
                List.of(open(first).id(), open(second).id()),
                manager().sessionsOf("anna").stream().map(SessionSnapshot::id).toList());
        pass(Duration.ofMinutes(10));
        assertEquals(1, manager().sessionsOf("anna").size());
        request(second, session -> session.login("carl"));
        assertEquals(0, manager().sessionsOf("anna").size());
        assertEquals(1, manager().sessionsOf("carl").size());
    }

    /** T34, T35, D8, ASVS 7.4.3, W18, W24: after a password change every session of the user is over, on every node. */
    @Test
    public void end_all_ends_every_session_of_a_user() {
        needs(PrincipalIndex.class);
        String one = loggedIn("anna");
        String two = loggedIn("anna");
        String other = loggedIn("bert");
        events.forget();
        assertEquals(2, manager().endAll("anna"));
        assertEquals(List.of("Ended", "Ended"), events.kinds());
        assertEquals(EndReason.REVOKED, events.await(Ended.class).reason());
        assertNone(NoSessionReason.UNKNOWN, one);
        assertNone(NoSessionReason.UNKNOWN, two);
        open(other);
        assertEquals(0, manager().endAll("anna"));
    }

    /** ASVS 7.4.3, G21-159: sign out everywhere else. */
    @Test
    public void end_others_spares_the_session_at_hand() {
        needs(PrincipalIndex.class);
        String mine = loggedIn("anna");
        String other = loggedIn("anna");
        Session session = open(mine);
        assertEquals(1, manager().endOthers(session));
        commit(session, Outcome.UNCHANGED);
        open(mine);
        assertNone(NoSessionReason.UNKNOWN, other);
        fails(IllegalStateException.class, () -> manager().endOthers(manager().create()));
    }

    /** Fault 29, G21-159: a login is before the ending of all, and ended, or after it, and lives; a touch revives nothing. */
    @Test
    public void end_all_races_with_logins_and_touches() {
        needs(PrincipalIndex.class);
        for (int round = 0; round < 20; round++) {
            String old = loggedIn("anna");
            pass(TOUCH);
            Session touching = open(old);
            Session login = manager().create();
            login.login("anna");
            race(List.of(
                    () -> manager().endAll("anna"),
                    () -> commit(touching).tokenChanged() ? 1 : 0,
                    () -> commit(login, Outcome.CREATED).tokenChanged() ? 1 : 0));
            assertNone(NoSessionReason.UNKNOWN, old);
            assertTrue(manager().sessionsOf("anna").size() <= 1);
            manager().endAll("anna");
            assertEquals(List.of(), manager().sessionsOf("anna"));
        }
    }

    /** ASVS 7.4.5, W24: an operator ends one session by its key; the token opens nothing from then on. */
    @Test
    public void end_ends_one_session_once() {
        String token = stored(session -> session.set("n", 7));
        SessionKey key = keyOf(token);
        events.forget();
        List<Boolean> ended = race(8, () -> manager().end(key));
        assertEquals(1, ended.stream().filter(each -> each).count());
        assertNone(NoSessionReason.UNKNOWN, token);
        assertEquals(Optional.of(7), events.await(Ended.class).session().get("n"));
        assertEquals(1, events.events(Ended.class).size());
        assertFalse(manager().find(key).isPresent());
    }

    /** C: an update from outside merges with requests, is no use of the session, and revives nothing. */
    @Test
    public void update_from_outside_merges_and_is_no_use() {
        String token = stored(session -> session.set("n", 1));
        SessionKey key = keyOf(token);
        Session inFlight = open(token);
        pass(Duration.ofMinutes(20));
        assertTrue(manager().update(key, session -> session.update("n", 0, (Integer n) -> n + 1)));
        assertTrue(manager().update(key, session -> {}));
        assertEquals(1, calls().calls(StoreVerb.SAVE));
        assertEquals(0, calls().calls(StoreVerb.TOUCH));
        fails(IllegalStateException.class, () -> manager().update(key, session -> session.login("x")));
        inFlight.update("n", 0, (Integer n) -> n + 1);
        pass(Duration.ofMinutes(9));
        commit(inFlight, Outcome.SAVED);
        assertEquals(Optional.of(3), valueOf(token, "n"));
        pass(IDLE);
        assertFalse(manager().update(key, session -> session.set("n", 9)));
        assertFalse(present(token).session().isPresent());
    }

    /** W19, ASVS 8.3.2: rights taken from outside are gone at the next request, and one in flight brings none back. */
    @Test
    public void rights_taken_from_outside_stay_taken() {
        String token =
                tokenOf(request(stored(session -> session.set("role", "admin")), session -> session.login("anna")));
        Session inFlight = open(token);
        assertEquals(Optional.of("admin"), inFlight.get("role"));
        SessionKey key = keyOf(token);

        assertTrue(manager().update(key, session -> session.set("role", "reader")));
        assertEquals(Optional.of("reader"), valueOf(token, "role"));
        inFlight.set("page", 7);
        commit(inFlight);

        assertEquals(Optional.of("reader"), valueOf(token, "role"));
        assertEquals(Optional.of(7), valueOf(token, "page"));
    }

    /** NIST SP 800-63B-4 §5.1: traffic without the user keeps no session alive. */
    @Test
    public void updates_from_outside_keep_no_session_alive() {
        String token = stored(session -> {});
        SessionKey key = keyOf(token);
        for (int minute = 0; minute < 29; minute++) {
            pass(Duration.ofMinutes(1));
            int now = minute;
            assertTrue(manager().update(key, session -> session.set("n", now)));
        }
        pass(Duration.ofMinutes(1));
        assertFalse(present(token).session().isPresent());
    }

    /** C: an update from outside may end the session. */
    @Test
    public void update_from_outside_may_end_the_session() {
        String token = stored(session -> {});
        assertTrue(manager().update(keyOf(token), Session::invalidate));
        assertNone(NoSessionReason.UNKNOWN, token);
    }

    /** S10, fault 10, T21, T22, T30, G4-31: counting and going through sees all live sessions, and clear ends them. */
    @Test
    public void all_sessions_can_be_counted_browsed_and_cleared() {
        needs(Browsable.class);
        Set<String> expected = new HashSet<>();
        for (int count = 0; count < 25; count++) {
            expected.add(open(stored(session -> {})).id());
        }
        stored(session -> session.idleTimeout(Duration.ofSeconds(1)));
        pass(Duration.ofSeconds(1));
        Set<String> seen = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        do {
            SessionPage page = manager().browse(cursor, 10);
            page.sessions().forEach(session -> seen.add(session.id()));
            cursor = page.next();
        } while (cursor.isPresent());
        assertEquals(expected, seen);
        manager().clear();
        assertEquals(0, manager().count());
    }

    // ---- keeping alive

    /** C: a request that takes longer than the idle timeout keeps its session, and lets it age when it is done. */
    @Test
    public void a_session_in_long_use_is_kept_alive() {
        String token = stored(session -> {});
        Session session = open(token);
        KeepAlive held = manager().keepAlive(session);
        for (int step = 0; step < 9; step++) {
            pass(Duration.ofMinutes(10));
            manager().sweep();
        }
        held.close();
        session.set("n", 1);
        commit(session, Outcome.SAVED);
        pass(IDLE);
        manager().sweep();
        assertFalse(present(token).session().isPresent());
    }

    /** It counts from the last use and not from when it was asked for: there may be a moment left only. */
    @Test
    public void a_session_opened_in_its_last_moment_is_kept_alive_at_once() {
        String token = stored(session -> {});
        pass(IDLE.minusMillis(1));
        Session session = open(token);
        KeepAlive held = manager().keepAlive(session);
        manager().sweep();
        pass(Duration.ofMinutes(9));
        commit(session, Outcome.TOUCHED);
        assertEquals(1, calls().calls(StoreVerb.TOUCH) - 1, "one touch by the hold, one by the commit");
        held.close();
    }

    /** T58, W16: the absolute timeout ends it all the same, and a session that is gone is not asked for again. */
    @Test
    public void keeping_alive_revives_nothing() {
        String token = stored(session -> {});
        Session session = open(token);
        request(token, Session::invalidate);
        calls().reset();
        KeepAlive held = manager().keepAlive(session);
        for (int step = 0; step < 5; step++) {
            pass(Duration.ofMinutes(10));
            manager().sweep();
        }
        held.close();
        assertEquals(1, calls().calls(StoreVerb.TOUCH));
        commit(session, Outcome.GONE);
    }

    /** C: the background thread does it by itself, also for timeouts shorter than its tick. */
    @Test
    public void the_background_thread_keeps_alive_by_itself() {
        FaultyStore store = new FaultyStore(newStore(InstantSource.system()));
        FaultyStore.Hang touch = store.hang(StoreVerb.TOUCH);
        SessionManager node = SessionManager.builder(store)
                .random(scanner.random())
                .policy(PLAIN.toBuilder().idleTimeout(Duration.ofSeconds(2)).build())
                .build();
        try {
            Session session = node.create();
            session.keep();
            node.commit(session);
            KeepAlive held = node.keepAlive(session);
            touch.awaitCaller();
            held.close();
        } finally {
            touch.release();
            node.close();
        }
        assertEquals(List.of(), scanner.logged());
    }

    /** C: destroyed sessions are told with their last state, once, by whichever node sweeps; T33, fault 38, fault 39. */
    @Test
    public void a_session_that_idled_out_is_told_once() {
        needs(Expiring.class);
        stored(session -> session.set("n", 5));
        pass(IDLE.plusSeconds(5));
        SessionManager other = node(builder -> builder);
        race(List.of(() -> manager().sweep(), other::sweep, () -> manager().sweep()));
        pass(Duration.ofSeconds(5));
        manager().sweep();
        List<Ended> ended = events.events(Ended.class);
        assertEquals(1, ended.size());
        assertEquals(EndReason.IDLE, ended.get(0).reason());
        assertEquals(Optional.of(5), ended.get(0).session().get("n"));
    }

    /** W26, fault 39: a node without listeners takes away what would stay in the store for ever, and tells nobody. */
    @Test
    public void without_listeners_the_sweep_takes_away_what_would_stay() {
        needs(Expiring.class);
        assumeTrue(faults().needsSweep(), "the store lets go of what ended by itself");
        int before = probe().dump().size();
        stored(session -> session.set("n", 5));
        pass(IDLE.plusSeconds(5));
        SessionManager deaf = SessionManager.builder(faults())
                .random(scanner.random())
                .clock(clock)
                .withoutThreads()
                .build();
        assertEquals(0, deaf.sweep());
        assertEquals(before, probe().dump().size());
        assertEquals(0, manager().sweep());
        assertEquals(List.of(), events.events(Ended.class));
    }

    /** The same by the background thread, which is there without listeners if the store needs it. */
    @Test
    public void the_background_thread_takes_away_what_would_stay() {
        FaultyStore store = new FaultyStore(newStore(InstantSource.system()));
        Optional<Expiring> expiring = store.capability(Expiring.class).filter(Expiring::needsSweep);
        FaultyStore.Hang removal = store.hang(StoreVerb.REMOVE_ENDED);
        SessionManager deaf =
                SessionManager.builder(store).sweepEvery(Duration.ofSeconds(1)).build();
        try {
            assumeTrue(expiring.isPresent(), "the store lets go of what ended by itself");
            removal.awaitCaller();
        } finally {
            removal.release();
            deaf.close();
        }
    }
}
