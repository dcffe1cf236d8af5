// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RedisClusterTest {

    private static RedisCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void there_are_three_masters_with_a_replica_each() {
        cluster.awaitOk();

        assertEquals(3, cluster.masters().size());
        assertEquals(3, cluster.replicas().size());
    }

    @Test
    void a_replica_takes_over_when_its_master_is_killed() {
        String key = "killed";
        int slot = cluster.slotOf(key);
        try (RespClient client = cluster.ownerOf(slot).client()) {
            client.send("SET", key, "value");
            assertEquals(1, client.send("WAIT", "1", "10000").number());
        }

        RedisServer killed = cluster.failover(slot);

        assertNotEquals(killed.port(), cluster.ownerOf(slot).port());
        try (RespClient client = cluster.ownerOf(slot).client()) {
            assertEquals("value", client.send("GET", key).text());
        }
        killed.restart();
        cluster.awaitOk();
        assertEquals(3, cluster.replicas().size());
    }

    @Test
    void a_slot_that_is_being_moved_redirects_with_ask_and_then_with_moved() {
        String key = "moving";
        int slot = cluster.slotOf(key);
        RedisServer source = cluster.ownerOf(slot);
        RedisServer target = cluster.masters().stream()
                .filter(node -> node != source)
                .findFirst()
                .orElseThrow();
        try (RespClient client = source.client()) {
            client.send("SET", key, "value");

            SlotMove move = cluster.move(slot, target);
            assertEquals("value", client.send("GET", key).text());
            move.moveKeys();
            assertEquals("ASK " + slot + " 127.0.0.1:" + target.port(), errorOf(client, "GET", key));
            move.finish();
            assertEquals("MOVED " + slot + " 127.0.0.1:" + target.port(), errorOf(client, "GET", key));
        }

        assertEquals(target.port(), cluster.ownerOf(slot).port());
    }

    private static String errorOf(RespClient client, String... command) {
        return String.valueOf(
                assertThrows(RespException.class, () -> client.send(command)).getMessage());
    }
}
