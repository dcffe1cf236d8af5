// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.store.SessionKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** D7: what a copy says lets a request in and is read; it refuses nobody and loses no change. */
class OutdatedCopyTest {
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration RENEWAL = Duration.ofMinutes(10);
    private static final SessionPolicy POLICY =
            SessionPolicy.builder().idleTimeout(IDLE).touchEvery(IDLE).build();

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final OutdatedStore store = new OutdatedStore();
    private SessionManager here = manager(store, POLICY);
    private String token = "";

    @BeforeEach
    void createASessionWithACopyHere() {
        Session session = here.create();
        session.set("n", 1);
        token = tokenOf(here.commit(session));
        renewCopyHere();
    }

    /** D7, fault 33: a request that only reads asks nothing of the store. */
    @Test
    void a_copy_is_enough_to_read() {
        Session session = open(token);
        assertEquals(Optional.of(1), session.get("n"));
        assertEquals(Outcome.UNCHANGED, here.commit(session).outcome());
        assertEquals(0, store.lookUps);
    }

    /** D7, fault 43: a login on another node is seen by the next request wherever it comes in. */
    @Test
    void a_token_that_the_copy_does_not_know_is_looked_up() {
        String after = tokenOf(inTheStore(session -> session.login("anna")));
        assertEquals(Optional.of("anna"), open(after).principal());
        assertEquals(1, store.lookUps);
    }

    @Test
    void a_token_that_the_store_does_not_know_either_costs_one_look_up() {
        SessionToken real = SessionToken.parse(token).orElseThrow();
        SessionToken guess = SessionToken.random(real.key(), new SecureRandom(), SigningKeys.NONE);
        assertEquals(new OpenResult.NoSession(NoSessionReason.NEVER_ISSUED), here.open(guess.reveal()));
        assertEquals(1, store.lookUps);
    }

    /** A session that another node keeps alive does not idle out here. */
    @Test
    void a_session_that_the_copy_calls_expired_is_looked_up() {
        now = now.plus(IDLE).minusMillis(1);
        assertTrue(store.touch(keyOf(token), now));
        now = now.plusMillis(1);
        assertEquals(Optional.of(1), open(token).get("n"));
    }

    /** I2 of the store's faults, fault 30: what was asked for is done, also if a copy says that it is so already. */
    @Test
    void a_value_that_only_the_copy_holds_already_is_saved() {
        inTheStore(session -> session.set("n", 2));
        Session session = open(token);
        session.set("n", 1);
        assertEquals(Outcome.SAVED, here.commit(session).outcome());
        assertEquals(Optional.of(1), valueInTheStore());
    }

    /** Fault 30: and a removal, of what the copy does not have. */
    @Test
    void a_value_that_only_the_copy_does_not_hold_is_removed() {
        inTheStore(session -> session.remove("n"));
        renewCopyHere();
        inTheStore(session -> session.set("n", 2));
        Session session = open(token);
        session.remove("n");
        assertEquals(Outcome.SAVED, here.commit(session).outcome());
        assertEquals(Optional.empty(), valueInTheStore());
    }

    /** Fault 31: a step that led nowhere from the copy's value runs on the stored one. */
    @Test
    void a_step_runs_again_on_what_is_stored() {
        inTheStore(session -> session.set("n", 7));
        Session session = open(token);
        assertEquals(1, session.update("n", 0, (Integer n) -> n % 3));
        assertEquals(Outcome.SAVED, here.commit(session).outcome());
        assertEquals(Optional.of(1), valueInTheStore(), "7 % 3, and not 1 % 3");
    }

    @Test
    void a_change_that_changes_nothing_is_still_not_written() {
        Session session = open(token);
        session.set("n", 1);
        session.remove("other");
        assertEquals(Outcome.UNCHANGED, here.commit(session).outcome());
        assertEquals(1, store.lookUps);
        assertEquals(0, store.saves);
    }

    /** Fault 26: a change of nothing to a session that has ended is told so. */
    @Test
    void a_change_to_a_session_that_ended_elsewhere_finds_it_gone() {
        inTheStore(Session::invalidate);
        Session session = open(token);
        session.set("n", 1);
        assertEquals(Outcome.GONE, here.commit(session).outcome());
        assertEquals(Session.State.ENDED, session.state());
    }

    @Test
    void a_change_from_before_a_login_elsewhere_is_dropped() {
        inTheStore(session -> session.login("anna"));
        Session session = open(token);
        session.set("n", 1);
        assertEquals(Outcome.SUPERSEDED, here.commit(session).outcome());
    }

    @Test
    void the_policy_fail_counts_a_copy_as_what_was_read() {
        here = manager(store, POLICY.toBuilder().onConflict(ConflictPolicy.FAIL).build());
        inTheStore(session -> session.set("n", 2));
        Session session = open(token);
        session.set("n", 1);
        assertThrows(SessionConflictException.class, () -> here.commit(session));
        assertEquals(Optional.of(2), valueInTheStore());
    }

    /** Fault 27: a renewal that the copy calls under way sends nothing over the token of a login that came after it. */
    @Test
    void a_token_derived_from_the_copy_is_not_sent_after_a_login_elsewhere() {
        SessionPolicy renewing = POLICY.toBuilder().renewEvery(RENEWAL).build();
        here = manager(store, renewing);
        now = now.plus(RENEWAL);
        assertTrue(here.commit(open(token)).tokenChanged());
        renewCopyHere();
        inTheStore(session -> session.login("anna"));
        CommitResult result = here.commit(open(token));
        assertEquals(Outcome.SUPERSEDED, result.outcome());
        assertFalse(result.tokenChanged());
        assertFalse(result.tokenMustGo());
    }

    /** Fault 25, fault 27: nor is the old token, signed with the new key. */
    @Test
    void a_token_is_not_signed_anew_after_a_login_elsewhere() {
        String oldKey = "an old key of at least 32 characters";
        SigningKeys both = SigningKeys.ofText("a new key of at least 32 characters", oldKey);
        here = manager(store, POLICY, SigningKeys.ofText(oldKey));
        createASessionWithACopyHere();
        here = manager(store, POLICY, both);
        assertTrue(here.commit(open(token)).tokenChanged());
        SessionManager elsewhere = manager(store.elsewhere(), POLICY, both);
        Session session = elsewhere.open(token).session().orElseThrow();
        session.renew();
        elsewhere.commit(session);
        assertEquals(Outcome.SUPERSEDED, here.commit(open(token)).outcome());
    }

    /** What an operator asks for is what the store has. */
    @Test
    void outside_of_requests_copies_do_not_count() {
        SessionKey key = keyOf(token);
        inTheStore(session -> session.set("n", 2));
        assertEquals(Optional.of(2), here.find(key).orElseThrow().get("n"));
        inTheStore(Session::invalidate);
        assertEquals(Optional.empty(), here.find(key));
        assertFalse(here.update(key, session -> session.set("n", 3)));
        assertFalse(here.end(key));
    }

    private SessionManager manager(OutdatedStore over, SessionPolicy policy) {
        return manager(over, policy, SigningKeys.NONE);
    }

    private SessionManager manager(OutdatedStore over, SessionPolicy policy, SigningKeys keys) {
        return SessionManager.builder(over)
                .policy(policy)
                .signingKeys(keys)
                .clock(() -> now)
                .withoutThreads()
                .build();
    }

    /** A request to another node, which has no copy yet. */
    private CommitResult inTheStore(Consumer<Session> work) {
        SessionManager elsewhere = manager(store.elsewhere(), POLICY);
        Session session = elsewhere.open(token).session().orElseThrow();
        work.accept(session);
        return elsewhere.commit(session);
    }

    private Optional<Object> valueInTheStore() {
        SessionKey key = keyOf(token);
        return manager(store.elsewhere(), POLICY).find(key).orElseThrow().get("n");
    }

    private void renewCopyHere() {
        store.copies.clear();
        store.copies.putAll(store.truth);
    }

    private Session open(String presented) {
        return assertInstanceOf(OpenResult.Opened.class, here.open(presented)).opened();
    }

    private static SessionKey keyOf(String text) {
        return SessionToken.parse(text).orElseThrow().key();
    }

    private static String tokenOf(CommitResult result) {
        return result.token().orElseThrow().reveal();
    }
}
