// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.TestRecords.next;
import static dev.sojourn.store.redis.Trouble.BOUND;
import static dev.sojourn.store.redis.Trouble.impatient;
import static dev.sojourn.store.redis.Trouble.isUnavailable;
import static dev.sojourn.store.redis.Trouble.recovered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.Await;
import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.servers.SlotMove;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Masters that die or stand still, and slots that move, in a real cluster. */
final class ClusterFailureTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MANY = 60;

    private static RedisCluster cluster;

    private final TestRecords records = new TestRecords();

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void empty() {
        cluster.awaitOk();
        cluster.masters().forEach(RedisServer::flush);
    }

    /** Fault 11: every verb follows ASK while a slot is on its way, also for sessions that are not there yet. */
    @Test
    void fault_11_every_verb_follows_ask() {
        try (RedisStore store = impatient(uri()).build()) {
            SessionRecord session = created(store);
            SessionRecord ended = created(store);
            SlotMove move = beginMove(slotOf(session));
            move.moveKeys();
            SlotMove other = slotOf(ended) == slotOf(session) ? move : beginMove(slotOf(ended));
            other.moveKeys();

            SessionRecord second = next(session);
            assertSame(SaveResult.SAVED, store.save(second, 1));
            assertTrue(store.touch(session.key(), Instant.now().plusSeconds(1)));
            assertTrue(store.find(session.key()).isPresent());
            assertTrue(store.delete(ended.key()));
            assertSame(SaveResult.GONE, store.save(next(ended), 1));
            assertTrue(store.create(ended), "a key that neither server has");

            move.finish();
            if (other != move) {
                other.finish();
            }
            assertSame(SaveResult.SAVED, store.save(next(second), 2));
            assertTrue(store.find(ended.key()).isPresent());
        }
    }

    /** Fault 11: one MOVED teaches the store where a slot is. */
    @Test
    void fault_11_a_slot_that_moved_costs_one_redirection() {
        try (RedisStore store = impatient(uri()).build()) {
            SessionRecord session = created(store);
            RedisServer former = cluster.ownerOf(slotOf(session));
            beginMove(slotOf(session)).finish();
            try (RespClient client = former.client()) {
                client.send("CONFIG", "RESETSTAT");

                for (int call = 0; call < 10; call++) {
                    assertEquals(Optional.of(session), store.find(session.key()));
                }

                assertTrue(client.commandCalls().getOrDefault("get", 0L) <= 1, "asked the former owner again");
            }
        }
    }

    /** Fault 5: a master is killed: calls end in time, nothing looks ended, and all works when a replica has taken over. */
    @Test
    void fault_5_after_the_kill_of_a_master_its_sessions_are_at_its_replica() {
        try (RedisStore store = impatient(uri()).build()) {
            SessionRecord session = created(store);
            awaitReplication(session);
            RedisServer killed = cluster.ownerOf(slotOf(session));

            killed.kill();
            isUnavailable("", () -> store.save(next(session), 1));
            Await.until("the store found the replica", PATIENCE, () -> isFoundOrUnknown(store, session));

            assertSame(SaveResult.SAVED, recovered(() -> store.save(next(session), 1)));
            killed.restart();
        }
    }

    /** Fault 6: a master that stood still and comes back is not gone back to: what was ended meanwhile stays ended. */
    @Test
    void fault_6_nobody_goes_back_to_a_former_master_that_wakes_up() {
        try (RedisStore store = impatient(uri()).build()) {
            SessionRecord session = created(store);
            awaitReplication(session);
            RedisServer former = cluster.ownerOf(slotOf(session));
            former.freeze();
            isUnavailable("", () -> store.find(session.key()));
            assertTrue(recovered(() -> store.delete(session.key())));

            former.thaw();

            for (int call = 0; call < 200; call++) {
                assertEquals(Optional.empty(), recovered(() -> store.find(session.key())));
            }
        }
    }

    /** T21: who ends all sessions of a user must not be told of some of them only: a listing is whole, or an error. */
    @Test
    void a_listing_is_whole_or_an_error_while_a_master_is_away() {
        try (RedisStore store = impatient(uri()).build()) {
            List<SessionRecord> all = new ArrayList<>();
            for (int session = 0; session < MANY; session++) {
                SessionRecord record = records.sessionOf("anna");
                assertTrue(store.create(record));
                all.add(record);
            }
            all.forEach(ClusterFailureTest::awaitReplication);
            RedisServer frozen = cluster.ownerOf(slotOf(all.get(0)));
            frozen.freeze();
            isUnavailable("", () -> store.findByPrincipal("anna"));

            assertEquals(MANY, recovered(() -> store.findByPrincipal("anna")).size());

            frozen.thaw();
            assertEquals(MANY, recovered(() -> store.findByPrincipal("anna")).size());
            assertEquals(MANY, recovered(store::count));
        }
    }

    /** Fault 1: one of the servers that the store was told of is enough. */
    @Test
    void fault_1_a_store_starts_with_whichever_server_answers() {
        int alive = cluster.nodes().get(4).port();
        try (RedisStore store = impatient("redis-cluster://127.0.0.1:1,127.0.0.1:" + alive)
                        .build();
                RedisStore lost =
                        impatient("redis-cluster://127.0.0.1:1,127.0.0.1:2").build()) {
            created(store);

            isUnavailable("can be reached", () -> lost.find(records.session().key()));
        }
    }

    private SessionRecord created(RedisStore store) {
        SessionRecord session = records.session();
        assertTrue(store.create(session));
        return session;
    }

    private static SlotMove beginMove(int slot) {
        RedisServer source = cluster.ownerOf(slot);
        RedisServer target = cluster.masters().stream()
                .filter(master -> master != source)
                .findFirst()
                .orElseThrow();
        return cluster.move(slot, target);
    }

    private static int slotOf(SessionRecord session) {
        return cluster.slotOf("sojourn:s:" + session.key().text());
    }

    /** {@code WAIT} speaks of the writes of its own connection. */
    private static void awaitReplication(SessionRecord session) {
        String marker = "{sojourn:s:" + session.key().text() + "}";
        try (RespClient client = cluster.ownerOf(slotOf(session)).client()) {
            client.send("SET", marker, "written");
            assertEquals(1, client.send("WAIT", "1", "10000").number());
        }
    }

    /** Whether it is found; not whether it is gone, which must not be said. */
    private static boolean isFoundOrUnknown(RedisStore store, SessionRecord session) {
        try {
            assertEquals(Optional.of(session), assertTimeout(BOUND, () -> store.find(session.key())));
            return true;
        } catch (StoreUnavailableException unknown) {
            return false;
        }
    }

    private static String uri() {
        return SharedTopologies.uri(cluster);
    }
}
