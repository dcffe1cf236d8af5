// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.ConflictPolicy;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionConflictException;
import dev.sojourn.SessionEndedException;
import dev.sojourn.SessionEvent.Conflict;
import dev.sojourn.SessionEvent.Resolution;
import dev.sojourn.SessionManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Several requests of one session at the same time. */
abstract class SessionConcurrencyRules extends SessionTokenRules {

    /** G21-147, W9, W10, fault 26, T36, T44, R6: a slow modifying request brings nothing back. */
    @Test
    public void logout_wins_over_a_modifying_request_in_flight() {
        String token = stored(session -> session.set("n", 1));
        Session slow = open(token);
        slow.set("n", 2);
        request(token, Session::invalidate);
        CommitResult result = commit(slow, Outcome.GONE);
        assertTrue(result.tokenMustGo());
        assertTrue(result.token().isEmpty());
        assertEquals(Session.State.ENDED, slow.state());
        fails(SessionEndedException.class, () -> slow.set("n", 3));
        assertNone(NoSessionReason.UNKNOWN, token);
        assertFalse(commit(slow).tokenChanged());
        assertNone(NoSessionReason.UNKNOWN, token);
    }

    /** G21-148, W11, W12, fault 26: nor does a reading one, whether it is due for a touch or not. */
    @Test
    public void logout_wins_over_a_reading_request_in_flight() {
        String token = stored(session -> session.set("n", 1));
        Session reader = open(token);
        pass(TOUCH);
        Session touching = open(token);
        request(token, Session::invalidate);
        assertTrue(commit(touching, Outcome.GONE).tokenMustGo());
        assertFalse(commit(reader).tokenChanged());
        assertNone(NoSessionReason.UNKNOWN, token);
    }

    /** W9, W11: a login, a renewal and a timer renewal in flight do not bring it back either. */
    @Test
    public void logout_wins_over_a_login_in_flight() {
        use(RENEWING);
        String token = stored(session -> {});
        Session login = open(token);
        Session renewal = open(token);
        pass(RENEWAL);
        Session onTimer = open(token);
        request(token, Session::invalidate);
        login.login("anna");
        renewal.renew();
        for (Session late : List.of(login, renewal, onTimer)) {
            assertFalse(commit(late, Outcome.GONE).tokenChanged());
        }
        assertNone(NoSessionReason.UNKNOWN, token);
    }

    /** Fault 26: many at once; whatever the order, nothing is left. */
    @Test
    public void nothing_survives_a_logout_among_many_writers() {
        String token = stored(session -> {});
        List<Callable<Outcome>> runners = new ArrayList<>();
        for (int writer = 0; writer < 20; writer++) {
            String name = "n" + writer;
            Session session = open(token);
            runners.add(() -> {
                session.set(name, 1);
                return commit(session).outcome();
            });
        }
        Session leaving = open(token);
        runners.add(() -> {
            leaving.invalidate();
            return commit(leaving).outcome();
        });
        List<Outcome> outcomes = race(runners);
        assertEquals(Outcome.ENDED, outcomes.get(20));
        assertNone(NoSessionReason.UNKNOWN, token);
    }

    /** G21-149, fault 30, T43: of 100 parallel requests to three nodes that write 100 attributes, none is lost. */
    @Test
    public void a_hundred_parallel_attributes_all_survive(TestReporter report) {
        String token = stored(session -> {});
        List<SessionManager> nodes = threeNodes();
        List<Callable<CommitResult>> runners = new ArrayList<>();
        for (int index = 0; index < 100; index++) {
            String name = "n" + index;
            SessionManager node = nodes.get(index % nodes.size());
            runners.add(() -> request(node, token, session -> session.set(name, name)));
        }
        race(runners);
        assertEquals(100, open(token).names().size());
        reportTries(report, 100);
    }

    /** Fault 31, S1: 1,000 increments by 16 clients over three nodes are 1,000. */
    @Test
    public void a_thousand_increments_by_sixteen_threads_are_a_thousand(TestReporter report) {
        String token = stored(session -> {});
        List<SessionManager> nodes = threeNodes();
        AtomicInteger left = new AtomicInteger(1_000);
        race(16, () -> {
            for (int mine = left.getAndDecrement(); mine > 0; mine = left.getAndDecrement()) {
                SessionManager node = nodes.get(mine % nodes.size());
                request(node, token, session -> session.update("n", 0, (Integer n) -> n + 1));
            }
            return true;
        });
        assertEquals(Optional.of(1_000), valueOf(token, "n"));
        reportTries(report, 1_000);
    }

    private List<SessionManager> threeNodes() {
        calls().reset();
        return List.of(manager(), node(builder -> builder), node(builder -> builder));
    }

    private static CommitResult request(SessionManager node, String token, Consumer<Session> work) {
        Session session = node.open(token).session().orElseThrow();
        work.accept(session);
        return node.commit(session);
    }

    /** How often the store was asked to save for so many commits: each answer of "another was first" is one more. */
    private void reportTries(TestReporter report, int commits) {
        report.publishEntry("tries for " + commits + " commits", Long.toString(calls().calls(StoreVerb.SAVE)));
    }

    /** C: update runs again on the newer value, with all its steps, and the session then shows what is stored. */
    @Test
    public void update_is_applied_again_on_the_newer_value() {
        String token = stored(session -> session.set("n", 10));
        Session slow = open(token);
        slow.update("n", 0, (Integer n) -> n + 1);
        assertEquals(22, slow.update("n", 0, (Integer n) -> n * 2));
        request(token, session -> session.set("n", 100));
        commit(slow, Outcome.SAVED);
        assertEquals(Optional.of(202), valueOf(token, "n"));
        assertEquals(Optional.of(202), slow.get("n"));
    }

    /** Its function does not run again for a conflict about something else. */
    @Test
    public void update_does_not_run_again_for_another_attribute() {
        AtomicInteger runs = new AtomicInteger();
        String token = stored(session -> session.set("n", 1));
        Session slow = open(token);
        slow.update("n", 0, (Integer n) -> n + runs.incrementAndGet());
        request(token, session -> session.set("other", 1));
        commit(slow, Outcome.SAVED);
        assertEquals(1, runs.get());
        assertEquals(Optional.of(2), valueOf(token, "n"));
    }

    /** G21-150: of one attribute set by two, the later commit's value stays; removals merge as well. */
    @Test
    public void of_one_attribute_the_later_commit_stays() {
        String token = stored(session -> {
            session.set("same", 0);
            session.set("gone", 0);
            session.set("read", 0);
        });
        Session one = open(token);
        Session other = open(token);
        one.set("same", 1);
        one.set("read", 1);
        other.set("same", 2);
        other.remove("gone");
        other.get("read");
        commit(one, Outcome.SAVED);
        commit(other, Outcome.SAVED);
        assertEquals(Optional.of(2), valueOf(token, "same"));
        assertEquals(Optional.empty(), valueOf(token, "gone"));
        assertEquals(Optional.of(1), valueOf(token, "read"));
    }

    /** A conflict costs no look-up: the store hands out the newer record. */
    @Test
    public void a_merge_costs_one_more_save_and_no_look_up() {
        String token = stored(session -> {});
        Session slow = open(token);
        request(token, session -> session.set("a", 1));
        calls().reset();
        slow.set("b", 2);
        commit(slow, Outcome.SAVED);
        assertEquals(2, calls().calls(StoreVerb.SAVE));
        assertEquals(2, calls().calls());
    }

    /** Clearing also removes what a parallel request added before. */
    @Test
    public void clear_wins_over_what_was_added_before_it() {
        String token = stored(session -> session.set("a", 1));
        Session clearing = open(token);
        clearing.clear();
        clearing.set("b", 2);
        request(token, session -> session.set("c", 3));
        commit(clearing, Outcome.SAVED);
        assertEquals(List.of("b"), List.copyOf(open(token).names()));
    }

    /** G21-150: FAIL writes nothing, says so, and the session can be tried again by another request. */
    @Test
    public void fail_refuses_instead_of_merging() {
        use(PLAIN.toBuilder().onConflict(ConflictPolicy.FAIL).build());
        String token = stored(session -> {});
        Session slow = open(token);
        request(token, session -> session.set("a", 1));
        slow.set("b", 2);
        fails(SessionConflictException.class, () -> commit(slow));
        assertEquals(List.of("a"), List.copyOf(open(token).names()));
        request(token, session -> session.set("b", 2));
    }

    /** G21-150: FAIL does not drop in silence what a login made void; MERGE does. */
    @Test
    public void under_fail_a_change_that_a_login_made_void_is_refused() {
        String token = stored(session -> {});
        Session failing = manager().open(token, ConflictPolicy.FAIL).session().orElseThrow();
        Session merging = open(token);
        request(token, session -> session.login("anna"));
        failing.set("n", 1);
        merging.set("n", 2);

        fails(SessionConflictException.class, () -> commit(failing));
        commit(merging, Outcome.SUPERSEDED);

        assertEquals(
                List.of(Resolution.REFUSED),
                events.events(Conflict.class).stream().map(Conflict::resolution).toList());
    }

    /** Fault 18, fault 31: tries are bounded. */
    @Test
    public void tries_are_bounded() {
        use(PLAIN.toBuilder().tries(1).build());
        String token = stored(session -> {});
        Session slow = open(token);
        request(token, session -> session.set("a", 1));
        slow.set("b", 2);
        fails(SessionConflictException.class, () -> commit(slow));
        assertEquals(List.of("a"), List.copyOf(open(token).names()));
    }

    /** W10, W12, T42: what comes from before a login does not count after it, and the login's token stays. */
    @Test
    public void changes_from_before_a_login_are_dropped() {
        String old = stored(session -> {});
        Session slow = open(old);
        slow.set("smuggled", 1);
        String loggedIn = tokenOf(request(old, session -> session.login("anna")));
        CommitResult result = commit(slow, Outcome.SUPERSEDED);
        assertFalse(result.tokenChanged() || result.tokenMustGo());
        assertEquals(Optional.empty(), valueOf(loggedIn, "smuggled"));
        assertEquals(Session.State.ENDED, slow.state());
    }

    /** W1: however many requests with the old token race with the login, none of them is logged in. */
    @Test
    public void no_request_with_the_old_token_is_logged_in() {
        String old = stored(session -> session.set("cart", 1));
        Session session = open(old);
        session.login("anna");
        List<Callable<Integer>> runners = new ArrayList<>();
        runners.add(() -> commit(session).outcome() == Outcome.SAVED ? 0 : 1);
        for (int thief = 0; thief < 15; thief++) {
            runners.add(() -> {
                int loggedIn = 0;
                for (int attempt = 0; attempt < 20; attempt++) {
                    loggedIn += (int) manager().open(old).session().stream()
                            .filter(found -> found.principal().isPresent())
                            .count();
                }
                return loggedIn;
            });
        }

        assertEquals(List.of(0), race(runners).stream().distinct().toList());
        assertFalse(manager().open(old).session().isPresent(), "the old token is dead");
    }

    /** W1, W12: of a login and a login at once, one is bound, whole, with its own data. */
    @Test
    public void of_two_logins_at_once_one_is_bound_whole() {
        String old = stored(session -> {});
        List<Callable<CommitResult>> runners = new ArrayList<>();
        for (String user : List.of("anna", "bert")) {
            Session session = open(old);
            runners.add(() -> {
                session.login(user);
                session.set("user", user);
                return commit(session);
            });
        }
        List<CommitResult> results = race(runners);
        List<CommitResult> won = results.stream()
                .filter(result -> result.outcome() == Outcome.SAVED)
                .toList();
        assertEquals(1, won.size());
        Session session = open(tokenOf(won.get(0)));
        assertEquals(session.get("user"), session.principal().map(Object.class::cast));
        assertNone(NoSessionReason.STALE, old);
    }

    /** E13, E43, W14, T49: changes after a commit are saved by the next one, and only they. */
    @Test
    public void late_changes_are_saved_by_the_second_commit() {
        String token = stored(session -> {});
        Session session = open(token);
        session.set("a", 1);
        session.update("n", 0, (Integer n) -> n + 1);
        commit(session, Outcome.SAVED);
        request(token, other -> other.set("a", 2));
        session.set("b", 3);
        commit(session, Outcome.SAVED);
        assertEquals(Optional.of(2), valueOf(token, "a"));
        assertEquals(Optional.of(1), valueOf(token, "n"));
        assertEquals(Optional.of(3), valueOf(token, "b"));
        assertEquals(Outcome.UNCHANGED, commit(session).outcome());
    }

    /** S1: an update after a commit counts on from what others saved, though the request goes on seeing the value it read. */
    @Test
    public void an_update_after_a_commit_loses_nothing_that_others_saved() {
        String token = stored(session -> session.set("n", 1));
        Session session = open(token);
        assertEquals(Optional.of(1), session.get("n"));
        request(token, other -> other.set("n", 10));
        session.set("else", 1);
        commit(session, Outcome.SAVED);
        session.update("n", 0, (Integer n) -> n + 1);
        commit(session, Outcome.SAVED);
        assertEquals(Optional.of(11), valueOf(token, "n"));
    }

    /** Nor does using up a flash value after a commit take away another that was put in its place. */
    @Test
    public void a_flash_value_used_up_after_a_commit_is_the_one_that_was_seen() {
        String token = stored(session -> session.flash().next("notice", "old"));
        Session session = open(token);
        session.flash().keep("notice");
        assertEquals(Optional.of("old"), session.flash().get("notice"));
        request(token, other -> other.flash().next("notice", "new"));
        session.set("else", 1);
        commit(session, Outcome.SAVED);
        assertEquals(Optional.of("old"), session.flash().pop("notice"));
        commit(session);
        assertEquals(Optional.of("new"), open(token).flash().get("notice"));
    }

    /** C: a request may use its session from several threads. */
    @Test
    public void eight_threads_may_share_one_session() {
        String token = stored(session -> {});
        Session session = open(token);
        AtomicInteger next = new AtomicInteger();
        race(8, () -> {
            int mine = next.incrementAndGet();
            for (int round = 0; round < 100; round++) {
                session.set("n" + mine, round);
                session.update("sum", 0, (Integer sum) -> sum + 1);
                session.get("n" + (1 + round % 8));
                session.names();
                session.flash().now("f" + mine, round);
                if (round % 25 == 0) {
                    commit(session);
                }
            }
            return true;
        });
        commit(session);
        assertEquals(Optional.of(800), valueOf(token, "sum"));
        assertEquals(9, open(token).names().size());
    }

    /** Fault 43, T74: the next request on another node sees what was committed. */
    @Test
    public void another_node_sees_what_was_committed() {
        String token = tokenOf(request(stored(session -> {}), session -> session.login("anna")));
        assertEquals(
                Optional.of("anna"),
                node(builder -> builder).open(token).session().orElseThrow().principal());
        pass(Duration.ofMinutes(1));
    }
}
