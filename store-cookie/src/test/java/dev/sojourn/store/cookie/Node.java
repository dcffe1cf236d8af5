// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.NoSessionReason;
import dev.sojourn.OpenResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.seal.KeyRing;
import dev.sojourn.seal.KeyRingSource;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.RecordingListener;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A server whose sessions travel in their cookies, and what a test does there. */
final class Node {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final SessionPolicy POLICY = SessionPolicy.builder()
            .idleTimeout(IDLE)
            .absoluteTimeout(Duration.ofHours(8))
            .touchEvery(Duration.ofMinutes(1))
            .build();

    final SealedCookieStore store;
    final SessionManager manager;
    final RecordingListener events = new RecordingListener();

    Node(ManualClock clock, KeyRingSource keys, UnaryOperator<SealedCookieStoreBuilder> change) {
        this(clock, POLICY, change.apply(SealedCookieStore.builder(keys).clock(clock)));
    }

    Node(ManualClock clock, SessionPolicy policy, SealedCookieStoreBuilder builder) {
        store = builder.build();
        manager = SessionManager.builder(store)
                .policy(policy)
                .clock(clock)
                .inlineListener(events)
                .withoutThreads()
                .build();
    }

    /** With key number 1 and nothing else. */
    static Node plain(ManualClock clock) {
        return new Node(clock, KeyRing.of(TestKeys.key(1)), builder -> builder);
    }

    /** A new session's cookie. */
    String stored(Consumer<Session> work) {
        Session session = manager.create();
        session.keep();
        work.accept(session);
        CommitResult result = manager.commit(session);
        assertEquals(Outcome.CREATED, result.outcome());
        assertTrue(result.tokenChanged());
        return textOf(result);
    }

    Session open(String cookie) {
        return manager.open(cookie).session().orElseThrow();
    }

    /** A whole request. */
    CommitResult request(String cookie, Consumer<Session> work) {
        Session session = open(cookie);
        work.accept(session);
        return manager.commit(session);
    }

    /** A whole request, after which the browser has this cookie. */
    String after(String cookie, Consumer<Session> work) {
        return textOf(request(cookie, work));
    }

    boolean opens(String cookie) {
        return manager.open(cookie).session().isPresent();
    }

    void refuses(NoSessionReason reason, String cookie) {
        assertEquals(new OpenResult.NoSession(reason), manager.open(cookie));
    }

    static String textOf(CommitResult result) {
        return result.token().orElseThrow().reveal();
    }
}
