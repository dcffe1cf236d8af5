// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.EndReason;
import dev.sojourn.LimitAction;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent;
import dev.sojourn.SessionEvent.Ended;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.StaleTokenReaction;
import dev.sojourn.store.Browsable;
import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every end is told to an {@link dev.sojourn.EndListener}, whatever becomes of the node that made it. */
abstract class SessionEndListenerRules extends SessionEndWatchRules {
    /** So much later than a session's end a store gives it out; see {@code SessionStoreContract}. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final Duration LIFE = Duration.ofHours(8);
    private static final SessionPolicy LIMITED =
            PLAIN.toBuilder().absoluteTimeout(LIFE).build();

    private final List<Ended> told = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    private SessionManager confirming(SessionPolicy policy) {
        needs(ConfirmedEnds.class);
        return node(builder -> builder.policy(policy).endListener(this::take));
    }

    private void take(Ended ended) {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the listener's database is away");
        }
        told.add(ended);
    }

    private String stored(SessionManager node, Consumer<Session> work) {
        Session session = node.create();
        session.keep();
        work.accept(session);
        CommitResult created = node.commit(session);
        created.token().ifPresent(scanner::issued);
        return tokenOf(created);
    }

    private static Session open(SessionManager node, String token) {
        return node.open(token).session().orElseThrow();
    }

    private static void logOut(SessionManager node, String token) {
        open(node, token).invalidate();
    }

    private void sweep(SessionManager node) {
        pass(SOON);
        node.sweep();
    }

    private List<EndReason> reasons() {
        return told.stream().map(Ended::reason).toList();
    }

    /** ASVS 16.3.1: ends by somebody and ends by time, each once if nothing fails, and each once to other listeners too. */
    @Test
    public void every_end_is_told_to_an_end_listener() {
        needs(PrincipalIndex.class);
        SessionManager node = confirming(LIMITED);
        String loggedOut = stored(node, session -> session.set("n", 1));
        String idle = stored(node, session -> session.login("berta"));
        SessionKey revoked = node.keyOf(open(node, stored(node, session -> session.login("anna"))));
        stored(node, session -> session.login("anna"));
        stored(node, session -> session.login("anna"));
        events.forget();

        logOut(node, loggedOut);
        assertTrue(node.end(revoked));
        assertEquals(2, node.endAll("anna"));
        assertEquals(List.of(), told, "they are told by the sweep");
        assertEquals(4, events.events(Ended.class).size(), "and others at once, as ever");
        sweep(node);
        assertEquals(
                List.of(EndReason.LOGGED_OUT, EndReason.REVOKED, EndReason.REVOKED, EndReason.REVOKED),
                reasons().stream().sorted().toList());
        pass(IDLE);
        sweep(node);

        assertEquals(EndReason.IDLE, told.get(4).reason());
        assertEquals(Optional.of("berta"), told.get(4).session().principal());
        pass(ConfirmedEnds.HELD.plus(SOON));
        sweep(node);
        assertEquals(5, told.size());
        assertEquals(5, events.events(Ended.class).size());
        assertFalse(node.open(idle).session().isPresent());
    }

    /** C: its last state is what it was, without a trace of how the end was kept. */
    @Test
    public void the_end_comes_with_the_last_state() {
        SessionManager node = confirming(LIMITED);
        String token = stored(node, session -> session.set("cart", "full"));
        Instant deadline = clock.instant().plus(LIFE);
        pass(Duration.ofMinutes(5));
        Instant end = clock.instant();
        String id = open(node, token).id();
        logOut(node, token);
        sweep(node);

        Ended ended = told.get(0);
        assertEquals(id, ended.sessionId());
        assertEquals(end, ended.at());
        assertEquals(Optional.of("full"), ended.session().get("cart"));
        assertEquals(new TreeSet<>(List.of("cart")), ended.session().names());
        assertTrue(ended.session().expiresAt().isAfter(end), "nobody's time was over");
        assertFalse(ended.session().expiresAt().isAfter(deadline));
    }

    /** S30, fault 3: an end that is kept is an end: no verb and no list finds the session, and no commit brings it back. */
    @Test
    public void a_session_whose_end_is_kept_is_over_for_everybody() {
        needs(PrincipalIndex.class);
        needs(Browsable.class);
        SessionManager node = confirming(PLAIN);
        SessionManager other = confirming(PLAIN);
        String token = stored(node, session -> session.login("anna"));
        Session late = open(other, token);
        SessionKey key = other.keyOf(late);
        late.set("n", 1);

        logOut(node, token);

        assertEquals(Outcome.GONE, other.commit(late).outcome());
        assertFalse(other.open(token).session().isPresent());
        assertEquals(Optional.empty(), other.find(key));
        assertFalse(other.update(key, session -> session.set("n", 2)));
        assertFalse(other.end(key));
        assertEquals(List.of(), other.sessionsOf("anna"));
        assertEquals(0, other.endAll("anna"));
        assertEquals(0, other.count());
        assertEquals(0, other.browse(Optional.empty(), 10).sessions().size());
        sweep(other);
        assertEquals(List.of(EndReason.LOGGED_OUT), reasons());
    }

    /** Fault 39: the node that ended it dies, so the listener of another one is told. */
    @Test
    public void an_end_is_told_though_its_node_died() {
        SessionManager dying = confirming(PLAIN);
        SessionManager other = confirming(PLAIN);
        logOut(dying, stored(dying, session -> {}));

        sweep(other);

        assertEquals(List.of(EndReason.LOGGED_OUT), reasons());
    }

    /** Fault 37, fault 39: a listener that fails is told again, by whichever node, the same end with the same id. */
    @Test
    public void a_listener_that_fails_is_told_again() {
        scanner.expectWarnings();
        SessionManager node = confirming(PLAIN);
        SessionManager other = confirming(PLAIN);
        String token = stored(node, session -> session.set("n", 1));
        String id = open(node, token).id();
        Instant end = clock.instant();
        logOut(node, token);
        failures.set(2);
        sweep(node);
        sweep(other);
        assertEquals(List.of(), told, "it is held for the one that failed");

        pass(ConfirmedEnds.HELD);
        sweep(other);
        assertEquals(List.of(), told, "failed once more");
        pass(ConfirmedEnds.HELD);
        sweep(node);

        assertEquals(1, told.size());
        assertEquals(id, told.get(0).sessionId());
        assertEquals(end, told.get(0).at());
        assertEquals(1, events.events(Ended.class).size(), "others were told once");
    }

    /** Fault 39: a node that dies between telling and confirming has told it, and it is told again: at least once. */
    @Test
    public void an_end_that_was_not_confirmed_comes_again_with_the_same_id() {
        SessionManager node = confirming(PLAIN);
        SessionManager other = confirming(PLAIN);
        stored(node, session -> session.set("n", 1));
        pass(IDLE);
        faults().failBefore(StoreVerb.CONFIRM_ENDED);
        pass(SOON);
        assertThrows(StoreUnavailableException.class, node::sweep);
        events.forget();

        pass(ConfirmedEnds.HELD);
        sweep(other);

        assertEquals(List.of(EndReason.IDLE, EndReason.IDLE), reasons());
        assertEquals(told.get(0).sessionId(), told.get(1).sessionId());
        assertEquals(1, events.events(Ended.class).size(), "others are told by the one that took it away");
    }

    /** Fault 2: the answer to a logout was lost, so that nobody knows that it was done; the end is told all the same. */
    @Test
    public void an_end_whose_answer_was_lost_is_told() {
        SessionManager node = confirming(PLAIN);
        String token = stored(node, session -> {});
        Session session = open(node, token);
        faults().failAfter(StoreVerb.SAVE);
        assertThrows(StoreUnavailableException.class, session::invalidate);

        sweep(node);

        assertEquals(List.of(EndReason.LOGGED_OUT), reasons());
        assertFalse(node.open(token).session().isPresent());
    }

    /** T62, limits: ends that are nobody's wish are told as well. */
    @Test
    public void ends_by_limit_and_by_theft_are_told() {
        needs(PrincipalIndex.class);
        SessionManager node = confirming(PLAIN.toBuilder()
                .sessionsPerPrincipal(1, LimitAction.END_OLDEST)
                .onStaleToken(StaleTokenReaction.END_SESSION)
                .renewalGrace(GRACE)
                .build());
        stored(node, session -> session.login("anna"));
        String token = stored(node, session -> session.login("anna"));
        Session renewing = open(node, token);
        renewing.renew();
        node.commit(renewing).token().ifPresent(scanner::issued);
        pass(GRACE.plusSeconds(1));
        assertFalse(node.open(token).session().isPresent());

        sweep(node);

        assertEquals(
                List.of(EndReason.LIMIT, EndReason.STOLEN),
                reasons().stream().sorted().toList());
    }

    /** S30: a logout that meets a save ends what was saved, and tells that. */
    @Test
    public void a_logout_ends_what_another_request_has_saved() {
        SessionManager node = confirming(PLAIN);
        String token = stored(node, session -> {});
        Session leaving = open(node, token);
        Session writing = open(node, token);
        writing.set("n", 1);
        node.commit(writing);

        leaving.invalidate();
        sweep(node);

        assertEquals(Optional.of(1), told.get(0).session().get("n"));
        assertEquals(
                1,
                events.events().stream()
                        .filter(SessionEvent.Ended.class::isInstance)
                        .count());
    }
}
