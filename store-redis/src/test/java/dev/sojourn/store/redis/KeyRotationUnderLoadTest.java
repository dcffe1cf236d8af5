// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionToken;
import dev.sojourn.seal.KeyRing;
import dev.sojourn.seal.KeyRingSource;
import dev.sojourn.seal.SealingKey;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SharedRedis;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes, sixteen threads, and the key changed under them. Covers W38: nobody loses a session. */
class KeyRotationUnderLoadTest {
    private static final int THREADS = 16;
    private static final int USERS = 4;
    private static final int REQUESTS = 200;
    private static final int REQUESTS_UNTIL_A_CHANGE = THREADS * REQUESTS / 5;
    private static final SealingKey OLD = SealedRecords.key(1);
    private static final SealingKey NEW = SealedRecords.key(2);
    private static final KeyRing KNOWING_NEW =
            KeyRing.builder().sealing(OLD).opening(NEW).build();
    private static final KeyRing SEALING_NEW =
            KeyRing.builder().sealing(NEW).opening(OLD).build();

    private final RedisServer server = SharedRedis.get();
    private final Node first = new Node();
    private final Node second = new Node();
    private final Queue<Runnable> changes = new ArrayDeque<>(List.of(
            () -> first.ring = KNOWING_NEW,
            () -> second.ring = KNOWING_NEW,
            () -> first.ring = SEALING_NEW,
            () -> second.ring = SEALING_NEW));
    private int requests;

    @AfterEach
    void close() {
        first.manager.close();
        second.manager.close();
    }

    @Test
    void a_key_is_changed_under_load_and_nobody_loses_a_session_or_a_change() throws Exception {
        server.flush();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Long>> visitors = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            String user = "user-" + number % USERS;
            visitors.add(threads.submit(() -> visit(user)));
        }
        threads.shutdown();

        for (Future<Long> visitor : visitors) {
            assertEquals(REQUESTS, visitor.get(120, TimeUnit.SECONDS));
        }
        assertEquals(SEALING_NEW, second.ring, "all changes were made");
        for (int user = 0; user < USERS; user++) {
            assertEquals(
                    THREADS / USERS, second.manager.sessionsOf("user-" + user).size());
            assertEquals(THREADS / USERS, first.manager.endAll("user-" + user));
        }
    }

    /** Counts its requests in its session, turn by turn at both nodes. */
    private long visit(String user) {
        String token = "";
        for (int request = 0; request < REQUESTS; request++) {
            SessionManager manager = (request % 2 == 0 ? first : second).manager;
            Session session = token.isEmpty()
                    ? loggedIn(manager, user)
                    : manager.open(token).session().orElseThrow();
            session.set("count", session.get("count").map(count -> (Long) count).orElse(0L) + 1);
            token = manager.commit(session).token().map(SessionToken::reveal).orElse(token);
            countRequest();
        }
        Session last = second.manager.open(token).session().orElseThrow();
        return (Long) last.get("count").orElseThrow();
    }

    private static Session loggedIn(SessionManager manager, String user) {
        Session session = manager.create();
        session.login(user);
        return session;
    }

    /** After each fifth of all requests, one node gets its next ring, in the middle of what the other threads do. */
    private synchronized void countRequest() {
        requests++;
        if (requests % REQUESTS_UNTIL_A_CHANGE == 0 && !changes.isEmpty()) {
            changes.remove().run();
        }
    }

    /** A node of the application, whose ring is changed while it works. */
    private final class Node implements KeyRingSource {
        private volatile KeyRing ring = KeyRing.of(OLD);
        private final SessionManager manager = SessionManager.builder(RedisStore.builder()
                        .uri(server.uri())
                        .records(SealedRecords.with(this))
                        .withoutStartReport()
                        .build())
                .withoutThreads()
                .build();

        @Override
        public KeyRing keyRing() {
            return ring;
        }
    }
}
