// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.util.List;

/**
 * A slot on its way from one master to another. While it is, the old owner answers ASK for keys that it does not have; once it
 * is finished, MOVED for all of them. One thread at a time.
 */
public final class SlotMove {

    private static final String ALL = "100000";
    private static final String MIGRATE_MILLIS = "5000";

    private final RedisCluster cluster;
    private final String slot;
    private final RedisServer source;
    private final RedisServer target;

    private SlotMove(RedisCluster cluster, int slot, RedisServer source, RedisServer target) {
        this.cluster = cluster;
        this.slot = Integer.toString(slot);
        this.source = source;
        this.target = target;
    }

    static SlotMove begin(RedisCluster cluster, int slot, RedisServer source, RedisServer target) {
        SlotMove move = new SlotMove(cluster, slot, source, target);
        move.tell(target, "IMPORTING", RedisCluster.idOf(source));
        move.tell(source, "MIGRATING", RedisCluster.idOf(target));
        return move;
    }

    /** Moves the keys that the old owner has. */
    public SlotMove moveKeys() {
        try (RespClient client = source.client()) {
            List<String> keys =
                    client.send("CLUSTER", "GETKEYSINSLOT", slot, ALL).texts();
            for (String key : keys) {
                client.send("MIGRATE", "127.0.0.1", Integer.toString(target.port()), key, "0", MIGRATE_MILLIS);
            }
        }
        return this;
    }

    /** Moves what is left, and tells all masters who owns the slot now: the new owner first, so that there always is one. */
    public void finish() {
        moveKeys();
        String owner = RedisCluster.idOf(target);
        List<RedisServer> masters = cluster.masters();
        tell(target, "NODE", owner);
        tell(source, "NODE", owner);
        masters.stream().filter(node -> node != target && node != source).forEach(node -> tell(node, "NODE", owner));
        cluster.awaitOk();
    }

    private void tell(RedisServer node, String what, String id) {
        try (RespClient client = node.client()) {
            client.send("CLUSTER", "SETSLOT", slot, what, id);
        }
    }
}
