// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A Redis Cluster of three masters with one replica each, where a replica takes over about three seconds after its master died.
 *
 * <p>All are real processes. A node that was killed may be started again: it joins as a replica. One thread at a time.
 */
public final class RedisCluster implements AutoCloseable {

    /** How many slots a cluster has; source: the Redis Cluster specification. */
    public static final int SLOTS = 16_384;

    private static final int MASTERS = 3;
    private static final int NODES = 6;
    private static final String NODE_TIMEOUT_MILLIS = "1500";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<RedisServer> nodes = new ArrayList<>();

    private RedisCluster(UnaryOperator<RedisServerBuilder> settings) {
        try {
            startNodes(settings);
            shareSlots();
            join();
            appointReplicas();
            awaitOk();
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Starts it with bundled servers as they are; takes about three seconds. */
    public static RedisCluster start() {
        return start(UnaryOperator.identity());
    }

    /** Starts it with servers that have these settings. */
    public static RedisCluster start(UnaryOperator<RedisServerBuilder> settings) {
        return new RedisCluster(settings);
    }

    /** All nodes, also killed ones. */
    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** The nodes that own slots now. */
    public List<RedisServer> masters() {
        return owners().values().stream().distinct().toList();
    }

    /** The running nodes that own no slots. */
    public List<RedisServer> replicas() {
        List<RedisServer> masters = masters();
        return nodes.stream()
                .filter(node -> node.isAlive() && !masters.contains(node))
                .toList();
    }

    /** The slot of a key. */
    public int slotOf(String key) {
        try (RespClient client = anyAlive().client()) {
            return Math.toIntExact(client.send("CLUSTER", "KEYSLOT", key).number());
        }
    }

    /** Who owns a slot now, as the first running node says. */
    public RedisServer ownerOf(int slot) {
        return owners().floorEntry(slot).getValue();
    }

    /** Kills the owner of a slot with SIGKILL, waits for its replica to take over, and returns the killed one. */
    public RedisServer failover(int slot) {
        RedisServer killed = ownerOf(slot);
        killed.kill();
        awaitReplaced(killed, slot);
        return killed;
    }

    /** Waits until all running nodes agree on another owner of the slot, and call the cluster whole. */
    public void awaitReplaced(RedisServer former, int slot) {
        Await.until(
                "slot " + slot + " has another owner",
                LIMIT,
                () -> alive().stream().noneMatch(node -> ClusterView.of(node).ownerPort(slot) == former.port()),
                this::describe);
        awaitOk();
    }

    /** Begins to move a slot to another master: until it is finished, keys that are not at the owner are redirected with ASK. */
    public SlotMove move(int slot, RedisServer target) {
        return SlotMove.begin(this, slot, ownerOf(slot), target);
    }

    /** Waits until every running node says that all slots are served, agrees on their owners, and replicas are in step. */
    public void awaitOk() {
        Await.until("the cluster is whole", LIMIT, this::isOk, this::describe);
    }

    /** Kills all of them and deletes their directories. */
    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }

    List<RedisServer> alive() {
        return nodes.stream().filter(RedisServer::isAlive).toList();
    }

    private void startNodes(UnaryOperator<RedisServerBuilder> settings) {
        while (nodes.size() < NODES) {
            RedisServerBuilder builder = settings.apply(RedisServer.builder());
            builder.password().ifPresent(password -> builder.option("masterauth", password));
            nodes.add(builder.option("cluster-enabled", "yes")
                    .option("cluster-node-timeout", NODE_TIMEOUT_MILLIS)
                    // A replica takes over however long it was alone, and never goes to another master.
                    .option("cluster-replica-validity-factor", "0")
                    .option("cluster-migration-barrier", "10")
                    .start());
        }
    }

    /** Before they meet: different epochs settle who owns what, should two claim a slot. */
    private void shareSlots() {
        for (int master = 0; master < MASTERS; master++) {
            List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            for (int slot = firstSlot(master); slot < firstSlot(master + 1); slot++) {
                command.add(Integer.toString(slot));
            }
            try (RespClient client = nodes.get(master).client()) {
                client.send("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(master + 1));
                client.send(command.toArray(String[]::new));
            }
        }
    }

    private static int firstSlot(int master) {
        return master * SLOTS / MASTERS;
    }

    /** Each meets each: faster than waiting for them to hear of each other. */
    private void join() {
        for (RedisServer node : nodes) {
            try (RespClient client = node.client()) {
                nodes.stream()
                        .filter(other -> other != node)
                        .forEach(other -> client.send("CLUSTER", "MEET", "127.0.0.1", Integer.toString(other.port())));
            }
        }
        Await.until(
                "the nodes know each other",
                LIMIT,
                () -> nodes.stream().allMatch(RedisCluster::knowsAll),
                this::describe);
    }

    /** One line for each node; one that is still met for the first time has not told its id. */
    private static boolean knowsAll(RedisServer node) {
        try (RespClient client = node.client()) {
            List<String> lines = client.send("CLUSTER", "NODES").text().lines().toList();
            return lines.size() == NODES && lines.stream().noneMatch(line -> line.contains("handshake"));
        }
    }

    private void appointReplicas() {
        for (int i = MASTERS; i < NODES; i++) {
            try (RespClient client = nodes.get(i).client()) {
                client.send("CLUSTER", "REPLICATE", idOf(nodes.get(i - MASTERS)));
            }
        }
    }

    static String idOf(RedisServer node) {
        try (RespClient client = node.client()) {
            return client.send("CLUSTER", "MYID").text();
        }
    }

    private boolean isOk() {
        List<ClusterView> views = alive().stream().map(ClusterView::of).toList();
        return views.stream().allMatch(ClusterView::isWhole)
                && views.stream().map(ClusterView::addresses).distinct().count() == 1;
    }

    private NavigableMap<Integer, RedisServer> owners() {
        NavigableMap<Integer, RedisServer> owners = new TreeMap<>();
        for (Map.Entry<Integer, Integer> range :
                ClusterView.of(anyAlive()).ownerPorts().entrySet()) {
            owners.put(range.getKey(), nodeAt(range.getValue()));
        }
        return owners;
    }

    private RedisServer nodeAt(int port) {
        return nodes.stream()
                .filter(node -> node.port() == port)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the cluster names a foreign port: " + port));
    }

    private RedisServer anyAlive() {
        return alive().stream().findFirst().orElseThrow(() -> new IllegalStateException("no node runs"));
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        for (RedisServer node : alive()) {
            text.append("node ").append(node.port()).append('\n');
            try (RespClient client = node.client()) {
                text.append(client.send("CLUSTER", "NODES").text());
            } catch (UncheckedIOException | RespException e) {
                text.append("does not answer: ").append(e.getMessage()).append('\n');
            }
        }
        return text.toString();
    }
}
