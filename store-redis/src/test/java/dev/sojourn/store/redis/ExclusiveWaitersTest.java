// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.ConflictPolicy;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.servers.Await;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fifty nodes that wait for one session: in which order they get it, and what the server has to do meanwhile. */
class ExclusiveWaitersTest {
    private static final int WAITERS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofMillis(700);

    private final RedisServer server = RedisServer.start();
    private final RespClient client = server.client();
    private final List<SessionManager> nodes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        nodes.forEach(SessionManager::close);
        client.close();
        server.close();
    }

    /** ASVS 15.4.4, ASVS 15.4.3: in the order of arrival, without a question while they wait, and three for each turn. */
    @Test
    void fifty_nodes_wait_in_order_and_ask_nothing_meanwhile() throws Exception {
        SessionManager first = node();
        Session created = first.create();
        created.set("order", "");
        CommitResult result = first.commit(created);
        String token = result.token().orElseThrow().reveal();
        Session holding = first.open(token).session().orElseThrow();
        List<CompletableFuture<Integer>> waiting = new ArrayList<>();
        String lease = "sojourn:l:" + first.keyOf(holding).text();
        for (int waiter = 1; waiter <= WAITERS; waiter++) {
            SessionManager node = node();
            int number = waiter;
            waiting.add(CompletableFuture.supplyAsync(() -> turn(node, token, number), threads));
            Await.until("waiter " + number + " is in the queue", PATIENCE, () -> length(lease) == number + 1);
        }
        awaitQuiet();

        assertEquals(Map.of(), commandsOf(() -> LockSupport.parkNanos(QUIET.toNanos())), "while they wait");

        Map<String, Long> handing = commandsOf(() -> {
            holding.endTurn();
            waiting.forEach(
                    turn -> assertTrue(turn.orTimeout(60, TimeUnit.SECONDS).join() > 0));
        });
        String order = String.valueOf(
                first.find(first.keyOf(holding)).orElseThrow().get("order").orElseThrow());
        assertEquals(
                IntStream.rangeClosed(1, WAITERS)
                        .mapToObj(number -> number + " ")
                        .reduce("", String::concat),
                order);
        // Each asks when it is called, saves, and gives back; the holder gave back once.
        assertEquals(3 * WAITERS + 1, handing.get("evalsha"));
        assertEquals(WAITERS, handing.get("publish"));
        assertEquals(0, length(lease));
    }

    private static int turn(SessionManager node, String token, int number) {
        Session session = node.open(token).session().orElseThrow();
        session.set("order", session.get("order").orElseThrow() + String.valueOf(number) + " ");
        node.commit(session);
        session.endTurn();
        return number;
    }

    /** Until all are connected and have asked once more, since an offer before that could have been missed. */
    private void awaitQuiet() {
        Await.until("nobody asks any more", PATIENCE, () -> commandsOf(() -> LockSupport.parkNanos(QUIET.toNanos()))
                .isEmpty());
    }

    private long length(String key) {
        return client.send("LLEN", key).number();
    }

    private SessionManager node() {
        SessionManager node = SessionManager.builder(RedisStore.builder()
                        .uri(server.uri())
                        .withoutStartReport()
                        .build())
                .policy(SessionPolicy.builder()
                        .onConflict(ConflictPolicy.EXCLUSIVE)
                        .exclusiveWait(PATIENCE)
                        .leaseLength(Duration.ofMinutes(5))
                        .build())
                .build();
        nodes.add(node);
        return node;
    }

    /** What the server did; without the signs of life that each listening connection asks for every second. */
    private Map<String, Long> commandsOf(Runnable work) {
        client.send("CONFIG", "RESETSTAT");
        work.run();
        Map<String, Long> counted = new TreeMap<>(client.commandCalls());
        List.of("config", "config|resetstat", "info", "ping", "time", "llen").forEach(counted::remove);
        return counted;
    }
}
