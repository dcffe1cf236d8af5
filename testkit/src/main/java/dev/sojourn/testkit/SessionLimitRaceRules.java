// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.LimitAction;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionLimitException;
import dev.sojourn.SessionManager;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Logins of one user at the same time under a limit, in every order of their calls, and with failures between them. */
abstract class SessionLimitRaceRules extends SessionLimitRules {
    /** Whether this node lets anna in, in a session that it has opened before. */
    private static boolean entersAs(SessionManager node, Session session) {
        try {
            session.login("anna");
        } catch (SessionLimitException refused) {
            assertEquals(Optional.empty(), session.principal());
            session.set("refused", 1);
            node.commit(session);
            assertFalse(session.state() == Session.State.ENDED);
            return false;
        }
        return node.commit(session).token().isPresent();
    }

    /** All orders in which two runners can make four calls each. */
    private static List<List<Integer>> ordersOfTwo() {
        return IntStream.range(0, 1 << 8)
                .filter(bits -> Integer.bitCount(bits) == 4)
                .mapToObj(bits ->
                        IntStream.range(0, 8).mapToObj(call -> bits >> call & 1).toList())
                .toList();
    }

    /** Some orders of calls of three runners, the same in each run. */
    private static List<List<Integer>> ordersOfThree() {
        SeededRandom seeded = new SeededRandom(28);
        return IntStream.range(0, 60)
                .mapToObj(round -> IntStream.generate(() -> seeded.nextInt(3))
                        .limit(15)
                        .boxed()
                        .toList())
                .toList();
    }

    private List<Boolean> together(int max, LimitAction action, List<Integer> order, int logins) {
        TurnTakingStore turns = new TurnTakingStore(faults());
        SessionManager observer = manager();
        List<Callable<Boolean>> runners = new ArrayList<>();
        for (int index = 0; index < logins; index++) {
            SessionManager node = node(turns, builder -> builder.policy(limited(max, action)));
            // One of them is new: its login stores it.
            Session session = index == 1
                    ? node.create()
                    : node.open(anonymous()).session().orElseThrow();
            runners.add(() -> entersAs(node, session));
        }
        List<Boolean> answers = turns.run(order, runners);
        assertEquals(observer, manager());
        return answers;
    }

    /** Fault 28, W65: two logins for the last place, in every order of their calls: exactly one has it. */
    @Test
    public void two_logins_at_once_leave_exactly_the_limit() {
        needs(PrincipalIndex.class);
        for (LimitAction action : LimitAction.values()) {
            for (List<Integer> order : ordersOfTwo()) {
                List<Boolean> entered = together(1, action, order, 2);
                assertEquals(1, alive().size(), action + " " + order);
                if (action == LimitAction.REFUSE_NEW) {
                    assertEquals(1, entered.stream().filter(each -> each).count(), () -> "answers in " + order);
                }
                manager().endAll("anna");
            }
        }
    }

    /** Fault 28: three logins for two places, in many orders. */
    @Test
    public void three_logins_at_once_leave_exactly_the_limit() {
        needs(PrincipalIndex.class);
        for (LimitAction action : LimitAction.values()) {
            for (List<Integer> order : ordersOfThree()) {
                List<Boolean> entered = together(2, action, order, 3);
                assertEquals(2, alive().size(), action + " " + order);
                if (action == LimitAction.REFUSE_NEW) {
                    assertEquals(2, entered.stream().filter(each -> each).count(), () -> "answers in " + order);
                }
                manager().endAll("anna");
            }
        }
    }

    /** Fault 28, ASVS 7.1.2: many threads on two nodes, none in step with another. */
    @Test
    public void many_logins_on_two_nodes_leave_exactly_the_limit() {
        needs(PrincipalIndex.class);
        for (LimitAction action : LimitAction.values()) {
            List<SessionManager> nodes = List.of(
                    node(builder -> builder.policy(limited(3, action))),
                    node(builder -> builder.policy(limited(3, action))));
            List<Callable<Boolean>> runners = new ArrayList<>();
            for (int index = 0; index < 16; index++) {
                SessionManager node = nodes.get(index % 2);
                Session session = node.open(anonymous()).session().orElseThrow();
                runners.add(() -> entersAs(node, session));
            }
            List<Boolean> entered = race(runners);
            assertEquals(3, alive().size());
            if (action == LimitAction.REFUSE_NEW) {
                assertEquals(3, entered.stream().filter(each -> each).count());
            }
            manager().endAll("anna");
        }
    }

    /** Fault 26, fault 28: what the limit has ended stays ended, whatever a request of it still saves. */
    @Test
    public void a_session_that_the_limit_ended_never_comes_back() {
        needs(PrincipalIndex.class);
        use(limited(1, LimitAction.END_OLDEST));
        String token = loggedIn();
        Session writing = open(token);
        Session touching = open(token);
        loggedIn();
        writing.set("n", 1);
        pass(TOUCH);
        assertTrue(commit(writing, Outcome.GONE).tokenMustGo());
        commit(touching, Outcome.GONE);
        assertNone(NoSessionReason.UNKNOWN, token);
        assertEquals(1, alive().size());
    }

    /** The store fails between binding and ending: the token is not told, and the commit tried again does the rest. */
    @Test
    public void a_commit_tried_again_ends_what_is_beyond_the_limit() {
        needs(PrincipalIndex.class);
        use(limited(1, LimitAction.END_OLDEST));
        String first = loggedIn();
        Session session = open(anonymous());
        session.login("anna");
        faults().failBefore(StoreVerb.DELETE);
        fails(StoreUnavailableException.class, () -> commit(session));
        assertEquals(2, alive().size());
        CommitResult again = commit(session, Outcome.UNCHANGED);
        assertTrue(again.tokenChanged());
        assertNone(NoSessionReason.UNKNOWN, first);
        assertEquals(List.of(session.id()), alive());
    }

    /** The store fails while a login asks: nobody is logged in, and its claim to a place is over. */
    @Test
    public void a_login_that_failed_holds_no_place() {
        needs(PrincipalIndex.class);
        use(limited(1, LimitAction.REFUSE_NEW));
        String token = anonymous();
        Session session = open(token);
        faults().failAfter(StoreVerb.SAVE);
        fails(StoreUnavailableException.class, () -> session.login("anna"));
        assertEquals(List.of(), alive());
        commit(session);
        assertEquals(Optional.of(1), valueOf(token, "cart"));
        loggedIn();
        assertEquals(1, alive().size());
    }

    /** A node that dies while its login asks holds a place for a minute at most, and leaves nothing that opens. */
    @Test
    public void a_node_that_dies_while_it_asks_gives_the_place_back() {
        needs(PrincipalIndex.class);
        SessionManager dying = node(builder -> builder.policy(limited(1, LimitAction.REFUSE_NEW)));
        use(limited(1, LimitAction.REFUSE_NEW));
        String token = anonymous();
        Session session = dying.open(token).session().orElseThrow();
        FaultyStore.Hang listing = faults().hangAfter(StoreVerb.SAVE);
        List<Callable<Boolean>> both = List.of(
                () -> {
                    fails(StoreUnavailableException.class, () -> session.login("anna"));
                    return true;
                },
                () -> {
                    listing.awaitCaller();
                    faults().goDown();
                    listing.release();
                    return true;
                });
        race(both);
        faults().comeBack();
        assertEquals(List.of(), alive());
        assertNone(NoSessionReason.STALE, token);
        pass(Duration.ofMinutes(1));
        assertNone(NoSessionReason.UNKNOWN, token);
        loggedIn();
        assertEquals(1, alive().size());
    }

    /** Fault 29: ending all sessions of a user finds a login that asks, and one in the session of another user. */
    @Test
    public void end_all_finds_a_login_that_asks() {
        needs(PrincipalIndex.class);
        use(limited(1, LimitAction.REFUSE_NEW));
        String bert = loggedIn("bert");
        Session session = open(bert);
        SessionManager operator = node(builder -> builder);
        FaultyStore.Hang asked = faults().hangAfter(StoreVerb.SAVE);
        List<Callable<Boolean>> both = List.of(
                () -> {
                    try {
                        session.login("anna");
                        return true;
                    } catch (IllegalStateException ended) {
                        return false;
                    }
                },
                () -> {
                    asked.awaitCaller();
                    operator.endAll("anna");
                    asked.release();
                    return true;
                });
        assertEquals(List.of(false, true), race(both));
        assertEquals(Session.State.ENDED, session.state());
        assertFalse(present(bert).session().isPresent());
    }
}
