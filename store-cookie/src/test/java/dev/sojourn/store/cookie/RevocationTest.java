// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionPolicy;
import dev.sojourn.StaleTokenReaction;
import dev.sojourn.seal.KeyRing;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.store.memory.MemoryStore;
import dev.sojourn.testkit.CountingStore;
import dev.sojourn.testkit.FaultyStore;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.SerializingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** W17, W18, W36, ASVS 7.4.1, ASVS 7.4.2, ASVS 7.4.5: with a server that remembers, what has ended stays ended. */
class RevocationTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ManualClock clock = ManualClock.create();
    private final SerializingStore server = new SerializingStore(clock);
    private final CountingStore calls = new CountingStore(server);
    private final FaultyStore faulty = new FaultyStore(calls);
    private final Node node = node(Node.POLICY);

    private Node node(SessionPolicy policy) {
        return new Node(
                clock,
                policy,
                SealedCookieStore.builder(KeyRing.of(TestKeys.key(1)))
                        .clock(clock)
                        .revocation(faulty));
    }

    private String loggedIn(String user) {
        String cookie = node.stored(session -> session.login(user));
        clock.advance(MOMENT);
        return cookie;
    }

    /** W17, fault 8: a copy is refused after the logout, on all nodes, as long as it could be good. */
    @Test
    void a_copy_is_dead_after_the_logout() {
        String cookie = loggedIn("anna");
        assertTrue(node.request(cookie, Session::invalidate).tokenMustGo());
        node.refuses(NoSessionReason.UNKNOWN, cookie);
        node(Node.POLICY).refuses(NoSessionReason.UNKNOWN, cookie);
        clock.advance(Duration.ofMinutes(29));
        node.refuses(NoSessionReason.UNKNOWN, cookie);
        assertEquals(
                List.of("Created", "PrincipalBound", "Ended"),
                node.events.kinds().subList(0, 3));
    }

    /** Fault 8: the deny list outlives every cookie that it is about. */
    @Test
    void an_end_is_remembered_as_long_as_a_cookie_can_live() {
        SessionPolicy endless = Node.POLICY.toBuilder().withoutAbsoluteTimeout().build();
        Node patient = node(endless);
        String cookie = patient.stored(Session::withoutIdleTimeout);
        patient.request(cookie, Session::invalidate);
        clock.advance(Duration.ofDays(30).minus(MOMENT));
        patient.refuses(NoSessionReason.UNKNOWN, cookie);
        assertEquals(1, server.count());
        clock.advance(Duration.ofHours(1).plus(MOMENT));
        patient.refuses(NoSessionReason.UNKNOWN, cookie);
        assertEquals(0, server.count());
    }

    /** W9: what a slow request does to a session that ended meanwhile is dropped, and the browser is told to forget it. */
    @Test
    void a_slow_request_does_not_bring_a_session_back() {
        String cookie = node.stored(session -> session.set("n", 1));
        Session slow = node.open(cookie);
        Session reader = node.open(cookie);
        node.request(cookie, Session::invalidate);
        slow.set("n", 2);
        assertEquals(Outcome.GONE, node.manager.commit(slow).outcome());
        clock.advance(Duration.ofMinutes(2));
        assertEquals(Outcome.GONE, node.manager.commit(reader).outcome());
    }

    /** W1, W5, W6: the cookie of before the login is dead at once, and says so to listeners. */
    @Test
    void the_cookie_of_before_a_login_is_dead() {
        String before = node.stored(session -> session.set("n", 1));
        Session slow = node.open(before);
        String after = node.after(before, session -> session.login("anna"));
        node.refuses(NoSessionReason.STALE, before);
        assertEquals(Optional.of("anna"), node.open(after).principal());
        slow.set("n", 2);
        CommitResult late = node.manager.commit(slow);
        assertEquals(Outcome.SUPERSEDED, late.outcome());
        assertFalse(late.tokenMustGo());
        assertTrue(node.events.kinds().contains("StaleToken"));
    }

    /** Of two logins from one cookie, one counts. */
    @Test
    void of_two_logins_one_counts() {
        String before = node.stored(session -> {});
        Session one = node.open(before);
        Session other = node.open(before);
        one.login("anna");
        other.login("berta");
        String first = Node.textOf(node.manager.commit(one));
        assertEquals(Outcome.SUPERSEDED, node.manager.commit(other).outcome());
        assertEquals(Optional.of("anna"), node.open(first).principal());
    }

    /** A copy that the timer renewed on its own is of before the login all the same. */
    @Test
    void a_copy_that_ran_ahead_by_the_timer_is_dead_after_the_login() {
        Node renewing = node(Node.POLICY.toBuilder()
                .renewEvery(Duration.ofMinutes(10))
                .renewalGrace(Duration.ofSeconds(30))
                .build());
        String held = renewing.stored(session -> session.login("anna"));
        String copy = held;
        for (int step = 0; step < 2; step++) {
            clock.advance(Duration.ofMinutes(10));
            copy = renewing.after(renewing.after(copy, session -> {}), session -> {});
        }
        clock.advance(MOMENT);
        String after = renewing.after(held, Session::reauthenticated);
        assertFalse(renewing.opens(copy));
        clock.advance(Duration.ofMinutes(10));
        String later = renewing.after(renewing.after(after, session -> {}), session -> session.set("n", 1));
        assertEquals(Optional.of(1), renewing.open(later).get("n"));
    }

    @Test
    void an_old_copy_can_end_the_session() {
        Node strict = node(Node.POLICY.toBuilder()
                .onStaleToken(StaleTokenReaction.END_SESSION)
                .build());
        String before = strict.stored(session -> {});
        String after = strict.after(before, session -> session.login("anna"));
        clock.advance(Duration.ofMinutes(5));
        strict.refuses(NoSessionReason.STALE, before);
        strict.refuses(NoSessionReason.UNKNOWN, after);
    }

    /** W18, ASVS 7.4.2: the password was changed, so all that was logged in before is out, and what comes after is in. */
    @Test
    void all_sessions_of_a_user_end() {
        String one = loggedIn("anna");
        String two = loggedIn("anna");
        String other = loggedIn("berta");
        Session slow = node.open(one);
        node.store.endAll("anna");
        node.refuses(NoSessionReason.UNKNOWN, one);
        node.refuses(NoSessionReason.UNKNOWN, two);
        assertTrue(node.opens(other));
        slow.set("n", 1);
        clock.advance(MOMENT);
        node.refuses(NoSessionReason.UNKNOWN, Node.textOf(node.manager.commit(slow)));
        assertTrue(node.opens(loggedIn("anna")));
    }

    /** Within the very millisecond of the end: before it is out, after it is in. */
    @Test
    void microseconds_tell_before_from_after() {
        clock.set(Instant.parse("2030-01-01T00:00:00.000100Z"));
        String before = node.stored(session -> session.login("anna"));
        clock.advance(Duration.ofNanos(50_000));
        node.store.endAll("anna");
        clock.advance(Duration.ofNanos(50_000));
        String after = node.stored(session -> session.login("anna"));
        node.refuses(NoSessionReason.UNKNOWN, before);
        assertTrue(node.opens(after));
    }

    /** ASVS 7.4.3: the others end, the one at hand goes on; a later end of all takes it too. */
    @Test
    void others_end_and_this_one_goes_on() {
        String own = loggedIn("anna");
        String other = loggedIn("anna");
        node.store.endOthers("anna", node.manager.keyOf(node.open(own)));
        assertTrue(node.opens(own));
        node.refuses(NoSessionReason.UNKNOWN, other);
        node.store.endAll("anna");
        node.refuses(NoSessionReason.UNKNOWN, own);
    }

    @Test
    void a_moment_never_moves_back() {
        String cookie = loggedIn("anna");
        node.store.endAll("anna");
        clock.set(clock.instant().minusSeconds(60));
        node.store.endAll("anna");
        clock.set(clock.instant().plusSeconds(60));
        node.refuses(NoSessionReason.UNKNOWN, cookie);
    }

    /** ASVS 7.4.5: one session, from outside; of many who end it one is told so. */
    @Test
    void one_session_ends_from_outside() throws Exception {
        String cookie = loggedIn("anna");
        SessionKey key = node.manager.keyOf(node.open(cookie));
        Callable<Boolean> end = () -> node.store.end(key);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        int told = 0;
        try {
            for (Future<Boolean> answer : threads.invokeAll(List.of(end, end, end, end, end, end, end, end))) {
                told += answer.get() ? 1 : 0;
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(1, told);
        node.refuses(NoSessionReason.UNKNOWN, cookie);
        assertFalse(node.store.delete(key));
    }

    /** One user's name is another application's too, and their sessions are not each other's. */
    @Test
    void applications_share_a_revocation_store() {
        Node shop = new Node(clock, KeyRing.of(TestKeys.key(1)), builder -> builder.application("shop")
                .revocation(server));
        String there = shop.stored(session -> session.login("anna"));
        clock.advance(MOMENT);
        node.store.endAll("anna");
        assertTrue(shop.opens(there));
        shop.store.endAll("anna");
        assertFalse(shop.opens(there));
    }

    /** What the documents say of round trips. */
    @Test
    void round_trips_are_as_documented() {
        String anonymous = node.stored(session -> {});
        assertEquals(0, calls.calls());
        node.open(anonymous);
        assertEquals(1, taken());
        Session session = node.open(anonymous);
        taken();
        assertEquals(Outcome.UNCHANGED, node.manager.commit(session).outcome());
        assertEquals(0, taken());
        session.set("n", 1);
        node.manager.commit(session);
        assertEquals(1, taken());
        session.login("anna");
        String user = Node.textOf(node.manager.commit(session));
        assertEquals(2, taken());
        clock.advance(Duration.ofMinutes(2));
        Session known = node.open(user);
        assertEquals(2, taken());
        assertEquals(Outcome.TOUCHED, node.manager.commit(known).outcome());
        assertEquals(1, taken());
        known.invalidate();
        assertEquals(2, taken());
        assertFalse(node.manager.open("no token").session().isPresent());
        assertEquals(0, taken());
        Session fresh = node.manager.create();
        fresh.login("anna");
        node.manager.commit(fresh);
        assertEquals(0, taken());
        fresh.set("n", 1);
        node.manager.commit(fresh);
        assertEquals(1, taken());
    }

    private long taken() {
        long made = calls.calls();
        calls.reset();
        return made;
    }

    /** ASVS 16.5.2: who cannot ask whether a session has ended lets nobody in, and logs nobody out. */
    @Test
    void without_its_server_nothing_is_said() {
        String cookie = loggedIn("anna");
        Session open = node.open(cookie);
        faulty.goDown();
        assertThrows(StoreUnavailableException.class, () -> node.manager.open(cookie));
        open.set("n", 1);
        assertThrows(StoreUnavailableException.class, () -> node.manager.commit(open));
        assertThrows(StoreUnavailableException.class, open::invalidate);
        faulty.comeBack();
        assertEquals(Outcome.SAVED, node.manager.commit(open).outcome());
        assertTrue(node.opens(cookie));
    }

    /** W25, W26: nothing in the server's store says whose session it is about, and nothing there is a session. */
    @Test
    void the_server_learns_neither_keys_nor_names() {
        String cookie = node.stored(session -> {});
        String after = node.after(cookie, session -> session.login("anna-canary"));
        SessionKey key = node.manager.keyOf(node.open(after));
        node.store.endAll("anna-canary");
        assertEquals(2, server.count());
        server.browse(Optional.empty(), 10).sessions().forEach(record -> {
            assertFalse(record.key().equals(key));
            assertEquals(Optional.empty(), record.principal());
            assertEquals(0, record.attributes().count());
        });
    }

    /** Old entries of a store that lets nothing go by itself are taken away, and no listener hears of them. */
    @Test
    void a_memory_store_serves_too() {
        MemoryStore memory = MemoryStore.builder().clock(clock).build();
        Node shortLived = new Node(clock, KeyRing.of(TestKeys.key(1)), builder -> builder.revocation(memory)
                .longestLife(Duration.ofMinutes(60)));
        String cookie = shortLived.stored(session -> session.login("anna"));
        shortLived.request(cookie, Session::invalidate);
        shortLived.events.forget();
        shortLived.refuses(NoSessionReason.UNKNOWN, cookie);
        clock.advance(Duration.ofHours(3));
        assertEquals(0, shortLived.manager.sweep());
        assertEquals(List.of("TokenRefused"), shortLived.events.kinds());
    }

    /** After the response has left, an end can still be remembered. */
    @Test
    void a_late_logout_counts() {
        String cookie = loggedIn("anna");
        Session session = node.open(cookie);
        node.manager.commit(session);
        node.manager.responseLeft(session);
        session.invalidate();
        node.refuses(NoSessionReason.UNKNOWN, cookie);
    }
}
