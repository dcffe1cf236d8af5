// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.EndWatch;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.store.ChangeFeed;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is held open for a session is told when it ends, wherever that happens. */
abstract class SessionEndWatchRules extends SessionDeviceRules {
    private static final Duration SWEEP = Duration.ofSeconds(10);
    private static final long AWAIT_SECONDS = 20;

    private final AtomicInteger ended = new AtomicInteger();

    private SessionManager watching(String token) {
        SessionManager node = node(builder -> builder.sweepEvery(SWEEP));
        node.onEnd(node.open(token).session().orElseThrow(), ended::incrementAndGet);
        return node;
    }

    private void assertTold(int times, SessionManager node) {
        node.sweep();
        assertEquals(times, ended.get());
    }

    /** A store that is down may or may not be asked for what has ended. */
    private static void sweepInVain(SessionManager node) {
        try {
            node.sweep();
        } catch (StoreUnavailableException down) {
            // It was asked.
        }
    }

    /** ASVS 7.4.1: a logout on the same node closes what it has open, once, before the logout returns. */
    @Test
    public void a_logout_here_is_told_at_once() {
        String token = stored(session -> session.login("anna"));
        Session session = open(token);
        manager().onEnd(session, ended::incrementAndGet);
        manager().onEnd(open(token), ended::incrementAndGet);

        session.invalidate();

        assertEquals(2, ended.get());
        assertTold(2, manager());
    }

    /** ASVS 7.4.1: a logout on another node is told within one interval of the sweep, also by a store that tells nothing. */
    @Test
    public void a_logout_elsewhere_is_told() {
        String token = stored(session -> session.login("anna"));
        SessionManager node = watching(token);
        assertTold(0, node);

        request(token, Session::invalidate);
        pass(SWEEP);

        assertTold(1, node);
        pass(IDLE);
        assertTold(1, node);
    }

    /** ASVS 7.4.1: where the store tells changes, a logout on another node is told without any time passing. */
    @Test
    public void a_logout_elsewhere_is_told_by_the_feed() throws InterruptedException {
        needs(ChangeFeed.class);
        String token = stored(session -> session.login("anna"));
        CountDownLatch told = new CountDownLatch(1);
        SessionManager node = nodeWithThreads();
        node.onEnd(node.open(token).session().orElseThrow(), told::countDown);

        request(token, Session::invalidate);

        assertTrue(told.await(AWAIT_SECONDS, TimeUnit.SECONDS), "the clock stands still, so only the feed can tell");
    }

    /** ASVS 7.4.2: whoever ends all sessions of a user closes what is open for them. */
    @Test
    public void an_end_from_outside_is_told() {
        needs(PrincipalIndex.class);
        String token = stored(session -> session.login("anna"));
        SessionManager node = watching(token);

        assertEquals(1, manager().endAll("anna"));
        pass(SWEEP);

        assertTold(1, node);
    }

    /** ASVS 7.3.1: what is open keeps nobody's session alive, and is closed when that idles out. */
    @Test
    public void an_end_by_time_is_told() {
        SessionManager node = watching(stored(session -> session.set("n", 1)));
        pass(IDLE.minusMillis(1));
        assertTold(0, node);

        pass(Duration.ofMillis(1));

        assertTold(1, node);
    }

    /** A session that is in use elsewhere has not ended, whatever was known of it here. */
    @Test
    public void a_session_in_use_is_not_told() {
        String token = stored(session -> session.set("n", 1));
        SessionManager node = watching(token);
        pass(IDLE.dividedBy(2));
        request(token, session -> session.set("n", 2));
        pass(IDLE.dividedBy(2));

        assertTold(0, node);

        pass(IDLE.dividedBy(2));
        assertTold(1, node);
    }

    /** A login changes the token and the id, and ends no session. */
    @Test
    public void a_login_is_no_end() {
        String token = stored(session -> session.set("n", 1));
        SessionManager node = watching(token);

        request(token, session -> session.login("anna"));
        pass(SWEEP);

        assertTold(0, node);
    }

    /** A session that is not stored yet has not ended because the store does not know it. */
    @Test
    public void a_new_session_has_not_ended() {
        Session session = manager().create();
        manager().onEnd(session, ended::incrementAndGet);
        pass(SWEEP);
        assertTold(0, manager());

        session.set("n", 1);
        commit(session, Outcome.CREATED);
        pass(SWEEP);
        assertTold(0, manager());

        session.invalidate();
        assertEquals(1, ended.get());
    }

    /** What had ended before the watch began is told too. */
    @Test
    public void what_had_ended_is_told() {
        String token = stored(session -> session.set("n", 1));
        Session late = open(token);
        Session mine = open(token);
        mine.invalidate();
        manager().onEnd(mine, ended::incrementAndGet);
        assertEquals(1, ended.get());

        manager().onEnd(late, ended::incrementAndGet);

        assertTold(2, manager());
    }

    /** Who does not wait any more is not told; the others are, whatever one of them throws. */
    @Test
    public void watches_are_independent() {
        scanner.expectWarnings();
        Session session = open(stored(state -> state.set("n", 1)));
        EndWatch closed = manager().onEnd(session, () -> ended.addAndGet(100));
        manager().onEnd(session, () -> {
            throw new StackOverflowError("action");
        });
        manager().onEnd(session, ended::incrementAndGet);
        closed.close();
        closed.close();

        session.invalidate();

        assertEquals(1, ended.get());
    }

    /** I3: a store that is down ends nothing, and what ended meanwhile is told when it is back. */
    @Test
    public void a_store_that_is_down_ends_nothing() {
        scanner.expectWarnings();
        String gone = stored(session -> session.set("n", 1));
        SessionManager node = watching(gone);
        node.onEnd(node.open(stored(session -> session.set("n", 2))).session().orElseThrow(), ended::incrementAndGet);
        request(gone, Session::invalidate);
        faults().goDown();
        pass(SWEEP);
        sweepInVain(node);
        assertEquals(0, ended.get());

        faults().comeBack();
        pass(SWEEP);

        assertTold(1, node);
    }

    /** That a node stops ends no session. */
    @Test
    public void a_node_that_stops_tells_no_end() {
        SessionManager node = watching(stored(session -> session.set("n", 1)));

        node.close();

        assertEquals(0, ended.get());
    }
}
