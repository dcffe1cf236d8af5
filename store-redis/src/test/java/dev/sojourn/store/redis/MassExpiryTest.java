// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many sessions that end in the same millisecond. */
class MassExpiryTest {
    private static final int ENDING = 3_000;
    private static final int LIMIT = 500;

    private final RedisServer server = SharedRedis.get();
    private final ManualClock clock = ManualClock.create();
    private final Sessions sessions = new Sessions(clock);
    private final RedisStore one = node();
    private final RedisStore other = node();

    @BeforeEach
    void empty() {
        server.flush();
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    /** Fault 32: two nodes take them away in steps, each session is told once, and one that lives is found meanwhile. */
    @Test
    void fault_32_sessions_that_end_together_are_taken_away_in_steps_and_told_once() {
        Set<SessionKey> ending = new HashSet<>();
        for (int session = 0; session < ENDING; session++) {
            ending.add(created(sessions.next()).key());
        }
        clock.advance(Sessions.IDLE);
        SessionRecord living = created(sessions.next());

        CompletableFuture<List<SessionKey>> others = CompletableFuture.supplyAsync(() -> claimAll(other));
        List<SessionKey> told = new ArrayList<>();
        for (List<SessionKey> step = claim(one); !step.isEmpty(); step = claim(one)) {
            told.addAll(step);
            assertTrue(one.find(living.key()).isPresent());
        }
        told.addAll(others.join());

        assertEquals(ENDING, told.size());
        assertEquals(ending, Set.copyOf(told));
        assertEquals(1, one.count());
    }

    /** Fault 32: what nobody takes away gives its memory back by itself, and costs no look-up more than any other. */
    @Test
    void fault_32_a_session_that_is_over_costs_one_look_up() {
        SessionRecord over = created(sessions.next());
        clock.advance(Sessions.IDLE);
        try (RespClient client = server.client()) {
            client.send("CONFIG", "RESETSTAT");
            for (int look = 0; look < 100; look++) {
                assertTrue(one.find(over.key()).isEmpty());
            }
            assertEquals(100, client.commandCalls().get("get"));
            assertTrue(client.send("PTTL", "sojourn:s:" + over.key().text()).number() > 0);
        }
    }

    private List<SessionKey> claimAll(RedisStore node) {
        List<SessionKey> all = new ArrayList<>();
        for (List<SessionKey> step = claim(node); !step.isEmpty(); step = claim(node)) {
            all.addAll(step);
        }
        return all;
    }

    private static List<SessionKey> claim(RedisStore node) {
        List<EndedSession> claimed = node.claimEnded(LIMIT);
        assertTrue(claimed.size() <= LIMIT, () -> "claimed " + claimed.size());
        return claimed.stream().map(ended -> ended.session().key()).toList();
    }

    private RedisStore node() {
        RedisStore store = RedisStore.builder()
                .uri(server.uri())
                .clock(clock)
                .withoutStartReport()
                .build();
        store.keepEnded();
        return store;
    }

    private SessionRecord created(SessionRecord record) {
        assertTrue(one.create(record));
        return record;
    }
}
