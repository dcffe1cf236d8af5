// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sojourn.CommitResult;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.NoSessionReason;
import dev.sojourn.OpenResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.StaleTokenReaction;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.StoreVerb;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Sessions on two nodes, each with a near cache: what a request on one means for the next on the other. */
class NearCacheNodesTest {
    private static final Duration STALE = NearCache.Builder.DEFAULT_STALE_AFTER;
    private static final SessionPolicy POLICY = SessionPolicy.builder()
            .touchEvery(Duration.ofMinutes(1))
            .onStaleToken(StaleTokenReaction.END_SESSION)
            .build();

    private final ManualClock clock = ManualClock.create();
    private final SharedStore shared = new SharedStore(clock);
    private final CachedNode a = new CachedNode(shared, clock, builder -> builder);
    private final CachedNode b =
            new CachedNode(shared, clock, builder -> builder.continueWithoutStore(Duration.ofMinutes(5)));
    private final SessionManager onA = manager(a);
    private final SessionManager onB = manager(b);
    private final String token = tokenOf(created());

    /** D7, design of the read: a warm request that only reads makes no round trip, a touch is the only one for a minute. */
    @Test
    void a_warm_read_asks_the_store_nothing() {
        request(onB, token, session -> {});
        b.calls().reset();
        for (int request = 0; request < 100; request++) {
            request(onB, token, session -> assertEquals(Optional.of(1), session.get("n")));
        }
        assertEquals(0, b.calls().calls());
        for (int second = 0; second < 60; second++) {
            clock.advance(Duration.ofSeconds(1));
            request(onB, token, session -> assertEquals(Optional.of(1), session.get("n")));
        }
        assertEquals(6, b.calls().calls(StoreVerb.FIND), "each 10 seconds");
        assertEquals(1, b.calls().calls(StoreVerb.TOUCH), "each minute");
        assertEquals(7, b.calls().calls());
    }

    /** A write costs a look-up and a save, as without a near cache; from a warm copy only the save. */
    @Test
    void a_write_costs_one_save() {
        request(onB, token, session -> {});
        b.calls().reset();
        request(onB, token, session -> session.set("n", 2));
        assertEquals(1, b.calls().calls(StoreVerb.SAVE));
        assertEquals(1, b.calls().calls());
        request(onA, token, session -> assertEquals(Optional.of(2), session.get("n")));
    }

    /** I1 of the store's faults: after a logout on one node, the other refuses as soon as it is told. */
    @Test
    void a_logout_on_one_node_is_one_on_the_other() {
        request(onB, token, session -> {});
        request(onA, token, Session::invalidate);
        assertEquals(none(NoSessionReason.UNKNOWN), onB.open(token));
    }

    /** And if it is never told, after this time. */
    @Test
    void a_logout_that_is_not_told_counts_after_the_age_of_a_copy() {
        request(onB, token, session -> {});
        b.feed().goDeaf();
        request(onA, token, Session::invalidate);
        assertInstanceOf(OpenResult.Opened.class, onB.open(token));
        clock.advance(STALE);
        assertEquals(none(NoSessionReason.UNKNOWN), onB.open(token));
    }

    /** W9, fault 26: what such a request changes is not saved, and its session does not come back. */
    @Test
    void a_request_that_an_outdated_copy_let_in_revives_nothing() {
        request(onB, token, session -> {});
        b.feed().hold();
        request(onA, token, Session::invalidate);
        Session late = open(onB, token);
        late.set("n", 2);
        assertEquals(Outcome.GONE, onB.commit(late).outcome());
        assertEquals(none(NoSessionReason.UNKNOWN), onB.open(token));
        assertEquals(none(NoSessionReason.UNKNOWN), onA.open(token));
    }

    /** Fault 43: the redirect after a login may come in anywhere, and before the news of the login. */
    @Test
    void a_login_on_one_node_counts_on_the_other_before_it_is_told() {
        request(onB, token, session -> {});
        b.feed().hold();
        String after = tokenOf(request(onA, token, session -> session.login("anna")));
        request(onB, after, session -> assertEquals(Optional.of("anna"), session.principal()));
        assertEquals(none(NoSessionReason.STALE), onB.open(token), "and the old token is dead from then on");
    }

    /** A thief's old token ends nothing on the word of a copy: the store is asked first. */
    @Test
    void a_stale_token_is_judged_by_the_store() {
        String after = tokenOf(request(onA, token, session -> session.login("anna")));
        request(onB, after, session -> {});
        clock.advance(Duration.ofMinutes(5));
        assertEquals(none(NoSessionReason.STALE), onB.open(token));
        assertEquals(none(NoSessionReason.UNKNOWN), onA.open(after), "stolen, so it ended everywhere");
    }

    /** Fault 30, fault 31: nothing is lost to outdated copies. */
    @Test
    void increments_on_outdated_copies_all_count() {
        request(onB, token, session -> {});
        b.feed().hold();
        a.feed().hold();
        for (int round = 0; round < 50; round++) {
            request(onA, token, session -> session.update("n", 0, (Integer n) -> n + 1));
            request(onB, token, session -> session.update("n", 0, (Integer n) -> n + 1));
        }
        a.feed().deliver();
        request(onA, token, session -> assertEquals(Optional.of(101), session.get("n")));
    }

    /** I2 of the store's faults: also what the copy says is so already. */
    @Test
    void a_value_that_only_the_copy_holds_is_saved() {
        request(onB, token, session -> {});
        b.feed().hold();
        request(onA, token, session -> session.set("n", 2));
        request(onB, token, session -> session.set("n", 1));
        request(onA, token, session -> assertEquals(Optional.of(1), session.get("n")));
    }

    /** Fault 2: while the store is down, reading goes on where that was asked for; everything else is an error. */
    @Test
    void while_the_store_is_down_reading_goes_on_by_policy() {
        try (CapturedLog log = new CapturedLog()) {
            request(onA, token, session -> {});
            request(onB, token, session -> {});
            for (CachedNode node : new CachedNode[] {a, b}) {
                node.faults().goDown();
                node.feed().interrupt();
            }
            assertThrows(StoreUnavailableException.class, () -> onA.open(token));
            CommitResult read = request(onB, token, session -> assertEquals(Optional.of(1), session.get("n")));
            assertEquals(Outcome.UNCHANGED, read.outcome());
            Session same = open(onB, token);
            same.set("n", 1);
            assertThrows(StoreUnavailableException.class, () -> onB.commit(same), "a change, though of nothing");
            assertThrows(StoreUnavailableException.class, () -> onB.open(token.substring(0, 60) + "AAAA"));
            Session ending = open(onB, token);
            assertThrows(StoreUnavailableException.class, ending::invalidate);
            assertThrows(StoreUnavailableException.class, () -> onB.open(token), "nobody knows whether it has ended");
            assertEquals(1, log.warnings().size());
        }
    }

    private SessionManager manager(CachedNode node) {
        return SessionManager.builder(node.cache())
                .policy(POLICY)
                .clock(clock)
                .withoutThreads()
                .build();
    }

    private CommitResult created() {
        Session session = onA.create();
        session.set("n", 1);
        return onA.commit(session);
    }

    private static CommitResult request(SessionManager manager, String token, Consumer<Session> work) {
        Session session = open(manager, token);
        work.accept(session);
        return manager.commit(session);
    }

    private static Session open(SessionManager manager, String token) {
        return assertInstanceOf(OpenResult.Opened.class, manager.open(token)).opened();
    }

    private static OpenResult none(NoSessionReason reason) {
        return new OpenResult.NoSession(reason);
    }

    private static String tokenOf(CommitResult result) {
        return result.token().orElseThrow().reveal();
    }
}
