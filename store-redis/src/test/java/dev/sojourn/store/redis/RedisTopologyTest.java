// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.Await;
import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisSentinels;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SlotMove;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Masters that are replaced and slots that move: the store follows without a restart. */
class RedisTopologyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Sessions sessions = new Sessions(InstantSource.system());

    @Test
    void a_master_that_sentinels_replace_is_followed() {
        try (RedisSentinels servers = RedisSentinels.start();
                RedisStore store = store(SharedTopologies.uri(servers))) {
            assertTrue(store.create(sessions.next()));

            servers.failover();

            Await.until("a session can be created", PATIENCE, () -> isCreated(store, sessions.next()));
            assertTrue(store.count() >= 1);
        }
    }

    /** Fault 11: MOVED after a failover and after a slot has moved, ASK while it moves. */
    @Test
    void a_cluster_that_changes_is_followed() {
        try (RedisCluster cluster = RedisCluster.start();
                RedisStore store = store(SharedTopologies.uri(cluster))) {
            List<SessionRecord> records = new ArrayList<>();
            for (int session = 0; session < 50; session++) {
                SessionRecord record = sessions.nextOf("anna");
                assertTrue(store.create(record));
                records.add(record);
            }
            int slot = cluster.slotOf("sojourn:s:" + records.get(0).key().text());
            RedisServer owner = cluster.ownerOf(slot);
            RedisServer target = cluster.masters().stream()
                    .filter(master -> master != owner)
                    .findFirst()
                    .orElseThrow();

            SlotMove move = cluster.move(slot, target);
            move.moveKeys();
            assertTrue(store.find(records.get(0).key()).isPresent(), "ASK");
            assertTrue(
                    store.touch(records.get(0).key(), records.get(0).created().plusSeconds(60)), "ASK");
            assertEquals(50, store.findByPrincipal("anna").size(), "ASK in a pipeline");
            move.finish();
            assertTrue(store.find(records.get(0).key()).isPresent(), "MOVED");
            assertEquals(50, store.findByPrincipal("anna").size(), "MOVED in a pipeline");

            cluster.failover(slot);
            Await.until("a session can be created in the slot", PATIENCE, () -> isFound(store, records.get(0)));
            assertEquals(50, store.count());
        }
    }

    private static boolean isCreated(RedisStore store, SessionRecord record) {
        try {
            return store.create(record);
        } catch (StoreUnavailableException notYet) {
            return false;
        }
    }

    private static boolean isFound(RedisStore store, SessionRecord record) {
        try {
            return store.find(record.key()).isPresent();
        } catch (StoreUnavailableException notYet) {
            return false;
        }
    }

    private static RedisStore store(String uri) {
        return RedisStore.builder().uri(uri).withoutStartReport().build();
    }
}
