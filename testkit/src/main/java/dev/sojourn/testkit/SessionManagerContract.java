// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.EndReason;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent;
import dev.sojourn.SessionEvent.Created;
import dev.sojourn.SessionEvent.Ended;
import dev.sojourn.SessionEvent.PrincipalBound;
import dev.sojourn.SessionEvent.Renewed;
import dev.sojourn.SessionManager;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * The behaviour of sessions, to be run on top of any store: extend it, and give a store.
 *
 * <pre>{@code
 * class MyStoreSessionsTest extends SessionManagerContract {
 *     @Override
 *     protected SessionStore newStore(InstantSource clock) {
 *         return new MyStore(clock);
 *     }
 * }
 * }</pre>
 *
 * <p>{@code SessionStoreContract} tests the store itself and tells more closely what is wrong with it; this one shows that
 * logins, merges, timeouts and endings come out right in the end. Rules about capabilities that the store does not have are
 * skipped. Each test ends with the inspection of {@link TokenScanner}.
 *
 * <p>The rules of this class itself: what listeners are told, and what they cannot break.
 */
public abstract class SessionManagerContract extends SessionEndListenerRules {

    /** For subclasses. */
    protected SessionManagerContract() {}

    /** C49, ASVS 16.3.1, ASVS 16.3.3, C: which events in which order; none for what changes nothing. */
    @Test
    public void every_operation_tells_its_events_in_order() {
        Session session = manager().create();
        session.set("n", 1);
        assertEquals(List.of(), events.kinds());
        String token = tokenOf(commit(session));
        assertEquals(List.of("Created"), events.kinds());
        assertEquals(session.id(), events.await(Created.class).sessionId());
        request(token, again -> again.set("n", 2));
        assertEquals(List.of("Created"), events.kinds());
        events.forget();
        String loggedIn = tokenOf(request(token, again -> again.login("anna")));
        assertEquals(List.of("Renewed", "PrincipalBound"), events.kinds());
        Renewed renewed = events.await(Renewed.class);
        assertEquals(session.id(), renewed.sessionId());
        assertEquals(open(loggedIn).id(), renewed.newSessionId());
        assertEquals(
                Optional.of("anna"),
                events.await(PrincipalBound.class).session().principal());
        events.forget();
        request(loggedIn, again -> {
            again.set("last", 3);
            again.invalidate();
        });
        assertEquals(List.of("Ended"), events.kinds());
        Ended ended = events.await(Ended.class);
        assertEquals(EndReason.LOGGED_OUT, ended.reason());
        assertEquals(Optional.of(3), ended.session().get("last"));
        assertEquals(Optional.of("anna"), ended.session().principal());
    }

    /** Of a session that two end at once, one end is told. */
    @Test
    public void an_end_is_told_once() {
        String token = stored(session -> {});
        Session one = open(token);
        Session other = open(token);
        race(List.of(
                () -> {
                    one.invalidate();
                    return true;
                },
                () -> {
                    other.invalidate();
                    return true;
                }));
        assertEquals(List.of("Ended"), events.kinds());
    }

    private void survives(Error problem) {
        scanner.expectWarnings();
        SessionManager node = node(builder -> builder.inlineListener(event -> {
            throw problem;
        }));
        endsProperly(node);
    }

    private void endsProperly(SessionManager node) {
        Session session = node.create();
        session.login("anna");
        CommitResult created = node.commit(session);
        created.token().ifPresent(scanner::issued);
        Session again = node.open(tokenOf(created)).session().orElseThrow();
        again.invalidate();
        assertTrue(node.commit(again).tokenMustGo());
        assertNone(NoSessionReason.UNKNOWN, tokenOf(created));
    }

    /** W15, fault 37: whatever a listener throws, the session is created, and dead after its end. */
    @Test
    public void a_listener_that_throws_breaks_nothing() {
        survives(new AssertionError("listener"));
        survives(new StackOverflowError("listener"));
        survives(new OutOfMemoryError("listener"));
        SessionManager node = node(builder -> builder.inlineListener(event -> {
            throw new IllegalStateException("listener");
        }));
        endsProperly(node);
        assertFalse(scanner.logged().isEmpty());
    }

    /** Fault 37: a listener may come back to the session and to the manager. */
    @Test
    public void a_listener_may_come_back() {
        AtomicReference<SessionManager> self = new AtomicReference<>();
        AtomicReference<Session> current = new AtomicReference<>(manager().create());
        AtomicInteger calls = new AtomicInteger();
        SessionManager node = node(builder -> builder.inlineListener(event -> {
            calls.incrementAndGet();
            Session session = requireNonNull(current.get());
            if (event instanceof Created created) {
                session.set("by listener", 1);
                requireNonNull(self.get()).update(created.session().key(), other -> other.set("by update", 2));
                requireNonNull(self.get()).find(created.session().key());
                requireNonNull(self.get()).commit(session);
            } else if (event instanceof Ended) {
                session.invalidate();
                session.id();
            }
        }));
        self.set(node);
        Session session = node.create();
        current.set(session);
        session.set("n", 1);
        String token = tokenOf(node.commit(session));
        assertEquals(3, open(token).names().size());
        session.invalidate();
        assertEquals(3, calls.get(), "created, merged, ended");
    }

    /** Fault 37: a listener that calls itself without end overflows its own stack and nobody else's. */
    @Test
    public void a_listener_that_recurses_without_end_breaks_nothing() {
        scanner.expectWarnings();
        AtomicReference<SessionManager> self = new AtomicReference<>(manager());
        SessionManager node = SessionManager.builder(newStore(clock))
                .clock(clock)
                .random(scanner.random())
                .inlineListener(event -> requireNonNull(self.get()).open("no token"))
                .withoutThreads()
                .build();
        self.set(node);
        Session session = node.create();
        session.keep();
        String token = tokenOf(node.commit(session));
        node.open(token).session().orElseThrow().invalidate();
        assertFalse(node.open(token).session().isPresent());
        node.close();
    }

    /** W15, fault 37: a listener that blocks holds up no request; when its queue is full, events are dropped with a line. */
    @Test
    public void a_listener_that_blocks_holds_up_no_request() throws InterruptedException {
        scanner.expectWarnings();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        RecordingListener recorded = new RecordingListener();
        SessionManager node = SessionManager.builder(newStore(clock))
                .clock(clock)
                .random(scanner.random())
                .listener(event -> {
                    blocked.countDown();
                    awaitQuietly(release);
                })
                .listener(recorded)
                .build();
        try {
            node.open("no token");
            assertTrue(blocked.await(10, TimeUnit.SECONDS));
            for (int count = 0; count < 10_100; count++) {
                node.open("no token");
            }
            Session session = node.create();
            session.set("n", 1);
            assertTrue(node.commit(session).token().isPresent());
            session.invalidate();
            assertEquals(List.of(), recorded.events());
            assertTrue(scanner.logged().stream().anyMatch(line -> line.contains("dropped")));
        } finally {
            release.countDown();
            node.close();
        }
        assertEquals(10_001, recorded.events().size());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            boolean unused = latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fault 49, T33: closing waits for the events under way, leaves no thread, and may be repeated. */
    @Test
    public void close_brings_every_event_to_its_listener() {
        RecordingListener recorded = new RecordingListener();
        SessionManager node = SessionManager.builder(newStore(clock))
                .clock(clock)
                .random(scanner.random())
                .listener(recorded)
                .build();
        for (int count = 0; count < 1_000; count++) {
            Session session = node.create();
            session.keep();
            node.commit(session);
        }
        Session held = node.create();
        node.keepAlive(held).close();
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sojourn-"))
                .allMatch(Thread::isDaemon));
        node.close();
        node.close();
        assertEquals(1_000, recorded.events(Created.class).size());
        node.keepAlive(held).close();
    }

    /** A listener added later is told, and one removed is not. */
    @Test
    public void inline_listeners_come_and_go() {
        SessionManager node = node(builder -> builder);
        RecordingListener late = new RecordingListener();
        node.addInlineListener(late);
        node.open("no token");
        node.removeInlineListener(late);
        node.open("no token");
        assertEquals(List.of("TokenRefused"), late.kinds());
        SessionEvent event = late.events().get(0);
        assertEquals("", event.sessionId());
        assertEquals(clock.instant(), event.at());
    }
}
