// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.ConflictPolicy;
import dev.sojourn.NoSessionReason;
import dev.sojourn.OpenResult;
import dev.sojourn.Session;
import dev.sojourn.SessionBusyException;
import dev.sojourn.SessionConflictException;
import dev.sojourn.SessionEvent.Conflict;
import dev.sojourn.SessionEvent.Resolution;
import dev.sojourn.SessionEvent.TurnRefused;
import dev.sojourn.SessionEvent.TurnTaken;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** One request of a session at a time: the policy EXCLUSIVE, beside the others, on stores that have leases. */
abstract class SessionExclusiveRules extends SessionConcurrencyRules {
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final long PATIENCE_SECONDS = 60;
    private static final SessionPolicy EXCLUSIVE = PLAIN.toBuilder()
            .onConflict(ConflictPolicy.EXCLUSIVE)
            .leaseLength(LEASE)
            .exclusiveWait(Duration.ofMinutes(1))
            .build();

    /** ASVS 15.4.1, ASVS 15.4.3: the second request waits for the first, on another node too, and sees what it saved. */
    @Test
    public void under_exclusive_a_request_waits_for_the_one_before_it() throws Exception {
        needsLeases();
        String token = stored(session -> session.set("n", 1));
        Session first = open(token);
        assertEquals(ConflictPolicy.EXCLUSIVE, first.conflictPolicy());
        AtomicBoolean ended = new AtomicBoolean();
        SessionManager other = node(builder -> builder.policy(EXCLUSIVE));
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Optional<Object>> second = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            Session session = other.open(token).session().orElseThrow();
            assertTrue(ended.get(), "it waited");
            Optional<Object> seen = session.get("n");
            session.endTurn();
            return seen;
        });
        assertTrue(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        first.set("n", 2);
        commit(first, Outcome.SAVED);
        ended.set(true);
        first.endTurn();
        assertEquals(Optional.of(2), second.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(2, turnsTaken().size());
    }

    /** Fault 31, ASVS 15.4.2: what is read and written back loses nothing, which no merge could promise. */
    @Test
    public void under_exclusive_read_and_write_loses_nothing() {
        needsLeases();
        String token = stored(session -> session.set("n", 0));
        SessionManager other = node(builder -> builder.policy(EXCLUSIVE));
        List<Callable<Boolean>> runners = new ArrayList<>();
        for (int runner = 0; runner < 8; runner++) {
            SessionManager node = runner % 2 == 0 ? manager() : other;
            runners.add(() -> {
                for (int round = 0; round < 5; round++) {
                    Session session = node.open(token).session().orElseThrow();
                    session.set("n", (Integer) session.get("n").orElseThrow() + 1);
                    node.commit(session);
                    session.endTurn();
                }
                return true;
            });
        }
        race(runners);
        assertEquals(Optional.of(40), manager().find(keyAt(token)).orElseThrow().get("n"));
        assertEquals(List.of(), conflicts());
    }

    /** Fault 16: who knows that its turn is over saves nothing, and asks nobody. */
    @Test
    public void fault_16_a_request_that_stood_still_for_too_long_saves_nothing() {
        needsLeases();
        String token = stored(session -> session.set("n", 1));
        Session slow = open(token);
        slow.set("n", 2);
        pass(LEASE);
        calls().reset();
        fails(SessionConflictException.class, () -> commit(slow));
        assertEquals(0, calls().calls());
        assertEquals(Resolution.TURN_LOST, conflicts().get(0).resolution());
        assertEquals(ConflictPolicy.EXCLUSIVE, conflicts().get(0).policy());
        slow.endTurn();
        assertEquals(Optional.of(1), valueAfter(token));
    }

    /** Fault 16: nor does one that does not know; whoever took over has fenced it off, also if it changed nothing. */
    @Test
    public void fault_16_a_request_that_does_not_know_is_fenced_off() {
        needsLeases();
        String token = stored(session -> session.set("n", 1));
        ManualClock standing = ManualClock.startingAt(clock.instant());
        SessionManager stopped = node(builder -> builder.policy(EXCLUSIVE).clock(standing));
        Session slow = stopped.open(token).session().orElseThrow();
        slow.update("n", 0, (Integer n) -> n + 10);
        pass(LEASE.plusMillis(1));

        Session taking = open(token);
        assertTrue(turnsTaken().get(1).takenOver());
        fails(SessionConflictException.class, () -> stopped.commit(slow));
        assertEquals(Resolution.TURN_LOST, conflicts().get(0).resolution());
        taking.set("other", 1);
        commit(taking, Outcome.SAVED);
        taking.endTurn();
        fails(SessionConflictException.class, () -> stopped.commit(slow));
        assertEquals(Optional.of(1), valueAfter(token));
    }

    /** A turn is renewed for as long as the request runs. */
    @Test
    public void under_exclusive_a_long_request_keeps_its_turn() {
        needsLeases();
        String token = stored(session -> {});
        Session longest = open(token);
        for (int round = 0; round < 6; round++) {
            pass(LEASE.dividedBy(2));
            manager().sweep();
        }
        longest.set("n", 1);
        commit(longest, Outcome.SAVED);
        longest.endTurn();
        open(token).endTurn();
        assertFalse(turnsTaken().get(1).takenOver());
    }

    /** A request that only reads skips it, and neither waits nor holds up anybody. */
    @Test
    public void under_another_policy_a_request_does_not_wait() {
        needsLeases();
        String token = stored(session -> session.set("n", 1));
        Session holding = open(token);

        Session reading = merging(token);

        assertEquals(Optional.of(1), reading.get("n"));
        assertEquals(ConflictPolicy.MERGE, reading.conflictPolicy());
        assertEquals(1, turnsTaken().size());
        commit(reading, Outcome.UNCHANGED);
        holding.set("n", 2);
        commit(holding, Outcome.SAVED);
        holding.endTurn();
    }

    /** One that writes all the same is not overwritten. */
    @Test
    public void under_exclusive_a_commit_never_merges() {
        needsLeases();
        String token = stored(session -> session.set("n", 1));
        Session holding = open(token);
        Session other = merging(token);
        other.set("m", 1);
        commit(other, Outcome.SAVED);

        holding.set("n", 2);
        fails(SessionConflictException.class, () -> commit(holding));

        assertEquals(Resolution.REFUSED, conflicts().get(0).resolution());
        holding.endTurn();
        assertEquals(Optional.of(1), valueAfter(token));
    }

    /** A renewal on the timer is no change of what the session holds. */
    @Test
    public void under_exclusive_a_reader_may_renew_on_the_timer() {
        needsLeases();
        use(EXCLUSIVE.toBuilder()
                .renewEvery(RENEWAL)
                .renewalGrace(GRACE)
                .leaseLength(Duration.ofMinutes(10))
                .build());
        String token = stored(session -> session.set("n", 1));
        pass(RENEWAL.minusSeconds(1));
        Session holding = open(token);
        pass(Duration.ofSeconds(1));
        commit(merging(token), Outcome.SAVED);
        holding.set("n", 2);

        commit(holding, Outcome.SAVED);

        holding.endTurn();
        assertEquals(Optional.of(2), manager().find(keyAt(token)).orElseThrow().get("n"));
    }

    /** ASVS 15.4.4, ASVS 15.4.3: waiting has an end, and leaves nothing behind. */
    @Test
    public void under_exclusive_waiting_is_bounded() {
        needsLeases();
        String token = stored(session -> {});
        Session holding = open(token);
        SessionManager impatient = node(builder -> builder.policy(
                EXCLUSIVE.toBuilder().exclusiveWait(Duration.ofMillis(30)).build()));

        fails(SessionBusyException.class, () -> impatient.open(token));

        assertEquals(1, events.events(TurnRefused.class).size());
        holding.endTurn();
        holding.endTurn();
        impatient.open(token).session().orElseThrow().endTurn();
    }

    /** W9, fault 26: those who waited for a request that logged out have no session. */
    @Test
    public void under_exclusive_who_waits_for_a_logout_finds_no_session() throws Exception {
        needsLeases();
        String token = stored(session -> {});
        Session leaving = open(token);
        CompletableFuture<OpenResult> waiting =
                CompletableFuture.supplyAsync(() -> manager().open(token));

        leaving.invalidate();

        assertEquals(
                new OpenResult.NoSession(NoSessionReason.UNKNOWN), waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        commit(leaving, Outcome.ENDED);
    }

    /** Nor is a token any good after the login for which its request waited. */
    @Test
    public void under_exclusive_who_waits_for_a_login_has_an_old_token() throws Exception {
        needsLeases();
        String token = stored(session -> {});
        Session login = open(token);
        login.login("anna");
        CompletableFuture<OpenResult> waiting =
                CompletableFuture.supplyAsync(() -> manager().open(token));
        String fresh = tokenOf(commit(login, Outcome.SAVED));
        login.endTurn();

        assertEquals(new OpenResult.NoSession(NoSessionReason.STALE), waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        open(fresh).endTurn();
    }

    /** A turn that was given back early lets others in, and what is done later is merged. */
    @Test
    public void under_exclusive_a_turn_can_be_given_back_early() {
        needsLeases();
        String token = stored(session -> session.set("n", 1));
        Session streaming = open(token);
        streaming.endTurn();
        assertEquals(ConflictPolicy.MERGE, streaming.conflictPolicy());
        Session next = open(token);
        next.set("n", 2);
        commit(next, Outcome.SAVED);
        next.endTurn();

        streaming.set("last", 7);
        commit(streaming, Outcome.SAVED);

        assertEquals(Optional.of(2), valueAfter(token));
        assertEquals(Resolution.MERGED, conflicts().get(0).resolution());
    }

    /** Who has no session waits for none, and holds up nobody. */
    @Test
    public void under_exclusive_a_wrong_token_does_not_wait() {
        needsLeases();
        String token = stored(session -> {});
        Session holding = open(token);
        String guessed = token.substring(0, 30) + (token.charAt(30) == 'A' ? 'B' : 'A') + token.substring(31);

        assertNone(NoSessionReason.NEVER_ISSUED, guessed);

        assertEquals(1, turnsTaken().size());
        holding.endTurn();
    }

    /** What a server does by itself waits as well. */
    @Test
    public void under_exclusive_an_update_from_outside_has_a_turn() {
        needsLeases();
        String token = stored(session -> session.set("n", 1));
        SessionKey key = keyAt(token);
        assertTrue(manager().update(key, session -> session.set("n", 2)));
        assertTrue(manager().update(key, ConflictPolicy.MERGE, session -> session.set("m", 2)));
        assertEquals(1, turnsTaken().size());
        open(token).invalidate();
        assertFalse(manager().update(key, session -> {}));
        assertEquals(2, turnsTaken().size(), "there is nothing to wait for");
    }

    /** A manager that closes lets others go on at once. */
    @Test
    public void closing_gives_turns_back() {
        needsLeases();
        String token = stored(session -> {});
        SessionManager leaving = SessionManager.builder(new SharedView(faults()))
                .policy(EXCLUSIVE)
                .clock(clock)
                .random(scanner.random())
                .withoutThreads()
                .build();
        Session unused = leaving.open(token).session().orElseThrow();

        leaving.close();

        open(token).endTurn();
        assertFalse(turnsTaken().get(0).takenOver());
    }

    /** C: FAIL for one call, where MERGE is the rule; both are told. */
    @Test
    public void a_policy_can_be_chosen_for_one_call() {
        String token = stored(session -> {});
        Session merging = open(token);
        Session failing = manager().open(token, ConflictPolicy.FAIL).session().orElseThrow();
        request(token, session -> session.set("a", 1));
        merging.set("b", 1);
        failing.set("c", 1);

        commit(merging, Outcome.SAVED);
        fails(SessionConflictException.class, () -> commit(failing));

        assertEquals(ConflictPolicy.FAIL, failing.conflictPolicy());
        assertEquals(
                List.of(Resolution.MERGED, Resolution.REFUSED),
                conflicts().stream().map(Conflict::resolution).toList());
    }

    /** One that was told that it has the session for itself hears of it if a request that does not wait logs in, and its change is void. */
    @Test
    public void under_exclusive_a_change_that_a_login_made_void_is_refused() {
        needsLeases();
        String token = stored(session -> {});
        Session holding = open(token);
        Session loggingIn = merging(token);
        loggingIn.login("anna");
        commit(loggingIn, Outcome.SAVED);

        holding.set("n", 1);
        fails(SessionConflictException.class, () -> commit(holding));

        assertEquals(Resolution.REFUSED, conflicts().get(0).resolution());
        holding.endTurn();
    }

    private void needsLeases() {
        needs(Locking.class);
        use(EXCLUSIVE);
    }

    private Session merging(String token) {
        return manager().open(token, ConflictPolicy.MERGE).session().orElseThrow();
    }

    private Optional<Object> valueAfter(String token) {
        return merging(token).get("n");
    }

    private List<TurnTaken> turnsTaken() {
        return events.events(TurnTaken.class);
    }

    private List<Conflict> conflicts() {
        return events.events(Conflict.class);
    }

    private SessionKey keyAt(String token) {
        return manager().keyOf(merging(token));
    }

    /** The same store, to be closed by somebody else. */
    private static final class SharedView extends ForwardingStore {
        SharedView(SessionStore target) {
            super(target);
        }

        @Override
        protected <T> T ask(StoreVerb verb, Supplier<T> question) {
            return question.get();
        }

        @Override
        public void close() {}
    }
}
