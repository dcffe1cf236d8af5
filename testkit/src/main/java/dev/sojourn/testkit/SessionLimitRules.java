// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.EndReason;
import dev.sojourn.LimitAction;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent.Ended;
import dev.sojourn.SessionLimitException;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.SessionSnapshot;
import dev.sojourn.store.PrincipalIndex;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many sessions one user may have: what a login does and costs, one after the other. */
abstract class SessionLimitRules extends SessionAdministrationRules {
    static SessionPolicy limited(int max, LimitAction action) {
        return PLAIN.toBuilder().sessionsPerPrincipal(max, action).build();
    }

    final String anonymous() {
        return stored(session -> session.set("cart", 1));
    }

    final String loggedIn() {
        return loggedIn("anna");
    }

    final String loggedIn(String principal) {
        return tokenOf(request(anonymous(), session -> session.login(principal)));
    }

    final List<String> alive() {
        return manager().sessionsOf("anna").stream().map(SessionSnapshot::id).toList();
    }

    /** W65, ASVS 7.1.2: without a limit a login costs one save, as before, and any number is let in. */
    @Test
    public void without_a_limit_a_login_costs_one_save() {
        for (int count = 0; count < 5; count++) {
            String token = anonymous();
            Session session = open(token);
            calls().reset();
            session.login("anna");
            commit(session, Outcome.SAVED);
            assertEquals(1, calls().calls());
            assertEquals(1, calls().calls(StoreVerb.SAVE));
        }
    }

    /** Fault 28, W65, ASVS 7.1.2: the login that is longest ago makes room, whenever its session was created. */
    @Test
    public void the_oldest_login_ends_when_the_limit_is_reached() {
        needs(PrincipalIndex.class);
        use(limited(2, LimitAction.END_OLDEST));
        String early = anonymous();
        String first = loggedIn();
        String second = loggedIn();
        events.forget();
        String third = tokenOf(request(early, session -> session.login("anna")));
        assertEquals(List.of("Renewed", "PrincipalBound", "Ended"), events.kinds());
        assertNone(NoSessionReason.UNKNOWN, first);
        open(second);
        assertEquals(Optional.of(1), valueOf(third, "cart"));
        Ended ended = events.await(Ended.class);
        assertEquals(EndReason.LIMIT, ended.reason());
        assertEquals(Optional.of("anna"), ended.session().principal());
    }

    /** The cost: two look-ups by principal and one save, and one delete for each session that ends. */
    @Test
    public void ending_the_oldest_costs_two_lists_and_its_delete() {
        needs(PrincipalIndex.class);
        use(limited(1, LimitAction.END_OLDEST));
        for (int ending = 0; ending <= 1; ending++) {
            Session session = open(anonymous());
            calls().reset();
            session.login("anna");
            assertEquals(0, calls().calls());
            commit(session, Outcome.SAVED);
            assertEquals(2, calls().calls(StoreVerb.FIND_BY_PRINCIPAL));
            assertEquals(1, calls().calls(StoreVerb.SAVE));
            assertEquals(ending, calls().calls(StoreVerb.DELETE));
            assertEquals(3 + ending, calls().calls());
        }
    }

    /** A new session that logs in is counted as well; another user's are not. */
    @Test
    public void a_limit_counts_new_sessions_and_each_user_alone() {
        needs(PrincipalIndex.class);
        use(limited(1, LimitAction.END_OLDEST));
        String bert = stored(session -> session.login("bert"));
        String first = stored(session -> session.login("anna"));
        String second = stored(session -> session.login("anna"));
        assertNone(NoSessionReason.UNKNOWN, first);
        open(second);
        open(bert);
        assertEquals(1, alive().size());
    }

    /** Logging in again, or authenticating again, takes no place, costs nothing more and ends nobody. */
    @Test
    public void a_login_of_the_same_user_takes_no_place() {
        needs(PrincipalIndex.class);
        for (LimitAction action : LimitAction.values()) {
            use(limited(2, action));
            String first = loggedIn();
            String second = loggedIn();
            calls().reset();
            request(first, session -> session.login("anna", Session.LoginData.DROP));
            request(second, Session::reauthenticated);
            assertEquals(0, calls().calls(StoreVerb.FIND_BY_PRINCIPAL));
            assertEquals(2, alive().size());
            manager().endAll("anna");
        }
    }

    /** The order of logins is by number and not by clock: a node whose clock is slow ends the same session. */
    @Test
    public void the_order_of_logins_does_not_depend_on_clocks() {
        needs(PrincipalIndex.class);
        use(limited(2, LimitAction.END_OLDEST));
        String first = loggedIn();
        String second = loggedIn();
        ManualClock slow = ManualClock.create();
        SessionManager behind = node(builder -> builder.policy(limited(2, LimitAction.END_OLDEST))
                .clock(() -> slow.instant().minus(Duration.ofMinutes(5))));
        Session third = behind.create();
        third.login("anna");
        CommitResult result = behind.commit(third);
        result.token().ifPresent(scanner::issued);
        assertEquals(Outcome.CREATED, result.outcome());
        assertNone(NoSessionReason.UNKNOWN, first);
        open(second);
        open(tokenOf(result));
    }

    /** Fault 28, W65: a refused login changes nothing: same token, nobody logged in, and costs one look-up. */
    @Test
    public void a_refused_login_changes_nothing() {
        needs(PrincipalIndex.class);
        use(limited(1, LimitAction.REFUSE_NEW));
        String first = loggedIn();
        String token = anonymous();
        Session session = open(token);
        String id = session.id();
        forgetThePast();
        SessionLimitException refused = fails(SessionLimitException.class, () -> session.login("anna"));
        assertEquals(1, refused.limit());
        assertFalse(String.valueOf(refused.getMessage()).contains("anna"));
        assertEquals(1, calls().calls());
        assertEquals(id, session.id());
        assertEquals(Optional.empty(), session.principal());
        session.set("message", "too many");
        assertFalse(commit(session, Outcome.SAVED).tokenChanged());
        assertEquals(Optional.of("too many"), valueOf(token, "message"));
        assertEquals(List.of(), events.kinds());
        request(first, Session::invalidate);
        tokenOf(request(token, again -> again.login("anna")));
        assertEquals(1, alive().size());
    }

    /** A login that is let in is saved at once, with two look-ups and two saves; what came before and after is kept. */
    @Test
    public void a_login_that_may_be_refused_is_saved_at_once() {
        needs(PrincipalIndex.class);
        use(limited(1, LimitAction.REFUSE_NEW));
        String old = anonymous();
        Session session = open(old);
        session.set("before", 1);
        forgetThePast();
        session.login("anna");
        assertEquals(2, calls().calls(StoreVerb.FIND_BY_PRINCIPAL));
        assertEquals(2, calls().calls(StoreVerb.SAVE));
        assertEquals(4, calls().calls());
        assertEquals(List.of("Renewed", "PrincipalBound"), events.kinds());
        assertEquals(List.of(session.id()), alive());
        session.set("after", 2);
        CommitResult result = commit(session, Outcome.SAVED);
        assertTrue(result.tokenChanged());
        assertNone(NoSessionReason.STALE, old);
        assertEquals(
                List.of("after", "before", "cart"),
                List.copyOf(open(tokenOf(result)).names()));
    }

    /** The same in a session that is not stored yet, and the browser is told its token by the commit. */
    @Test
    public void a_new_session_is_let_in_or_left_new() {
        needs(PrincipalIndex.class);
        use(limited(1, LimitAction.REFUSE_NEW));
        Session session = manager().create();
        session.login("anna");
        CommitResult result = commit(session, Outcome.UNCHANGED);
        assertTrue(result.tokenChanged());
        assertEquals(Optional.of("anna"), open(tokenOf(result)).principal());
        assertEquals(List.of("Created", "PrincipalBound"), events.kinds());
        Session other = manager().create();
        forgetThePast();
        fails(SessionLimitException.class, () -> other.login("anna"));
        assertEquals(Session.State.NEW, other.state());
        assertTrue(commit(other, Outcome.UNCHANGED).token().isEmpty());
        assertEquals(1, calls().calls());
    }

    /** A login drops what another user left, and frees that user's place. */
    @Test
    public void a_login_in_anothers_session_drops_what_was_there() {
        needs(PrincipalIndex.class);
        use(limited(1, LimitAction.REFUSE_NEW));
        String bert = loggedIn("bert");
        String anna = tokenOf(request(bert, session -> session.login("anna")));
        assertEquals(Optional.empty(), valueOf(anna, "cart"));
        assertEquals(List.of(), manager().sessionsOf("bert"));
        loggedIn("bert");
    }
}
