// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * A cluster: 16,384 slots, each with its master.
 *
 * <p>The whole table is asked for at the first call, when a server does not answer, and when one says that a slot has
 * moved, but not more than a few times a second.
 */
final class ClusterSlots implements Topology {
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);
    private static final Duration ASK_IN_TROUBLE_EVERY = Duration.ofMillis(200);
    private static final Duration PATIENCE_WITH_ONE = Duration.ofMillis(500);

    private final Nodes nodes;
    private final List<Endpoint> seeds;
    private final AtomicReferenceArray<@Nullable Node> slots = new AtomicReferenceArray<>(Protocol.CLUSTER_HASHSLOTS);
    private final RareAction routine = new RareAction(ASK_EVERY);
    private final RareAction inTrouble = new RareAction(ASK_IN_TROUBLE_EVERY);
    private volatile List<Node> masters = List.of();
    private volatile boolean doubted;

    ClusterSlots(Nodes nodes, List<Endpoint> seeds) {
        this.nodes = nodes;
        this.seeds = seeds;
    }

    @Override
    public Node nodeOf(byte[] key, Deadline deadline) {
        settleDoubt(deadline);
        int slot = JedisClusterCRC16.getSlot(key);
        Node known = slots.get(slot);
        if (known == null) {
            inTrouble.await(() -> ask(deadline));
            known = slots.get(slot);
        }
        if (known == null) {
            throw new StoreUnavailableException("no server of the Redis cluster at " + seeds.get(0)
                    + (masters.isEmpty() ? " … can be reached" : " … has this key's slot; is the cluster complete?"));
        }
        return known;
    }

    @Override
    public List<Node> nodes(Deadline deadline) {
        settleDoubt(deadline);
        if (masters.isEmpty()) {
            inTrouble.await(() -> ask(deadline));
        }
        if (masters.isEmpty()) {
            throw new StoreUnavailableException(
                    "no server of the Redis cluster at " + seeds.get(0) + " … can be reached");
        }
        return masters;
    }

    @Override
    public Node moved(int slot, Endpoint target) {
        Node node = nodes.at(target);
        slots.set(slot, node);
        inTrouble.tryNow(() -> ask(Deadline.in(PATIENCE_WITH_ONE)));
        return node;
    }

    @Override
    public Node at(Endpoint target) {
        return nodes.at(target);
    }

    @Override
    public void doubt(Deadline deadline) {
        doubted = true;
        settleDoubt(deadline);
    }

    @Override
    public void refresh(Deadline deadline) {
        if (!deadline.isOver()) {
            routine.tryNow(() -> ask(deadline));
        }
    }

    @Override
    public void close() {
        nodes.close();
    }

    /** A call that waited for a dead server until its deadline leaves it to the next call to ask. */
    private void settleDoubt(Deadline deadline) {
        if (doubted && !deadline.isOver()) {
            inTrouble.tryNow(() -> ask(deadline));
        }
    }

    /** The masters know, and when none of them answers those do that we began with. */
    private void ask(Deadline deadline) {
        Set<Endpoint> candidates = new LinkedHashSet<>();
        masters.forEach(master -> candidates.add(master.endpoint()));
        candidates.addAll(seeds);
        for (Endpoint candidate : candidates) {
            if (deadline.isOver() || ask(nodes.at(candidate), deadline.half().atMost(PATIENCE_WITH_ONE))) {
                return;
            }
        }
    }

    private boolean ask(Node node, Deadline deadline) {
        try {
            Object answer =
                    node.call(Command.ofServer(Protocol.Command.CLUSTER, Command.bytes("SLOTS")), false, deadline);
            return answer instanceof List<?> ranges && !ranges.isEmpty() && adopt(ranges, node.endpoint());
        } catch (StoreUnavailableException | JedisDataException noAnswer) {
            return false; // the next one may know
        }
    }

    private boolean adopt(List<?> ranges, Endpoint teller) {
        @Nullable Node[] table = new Node[Protocol.CLUSTER_HASHSLOTS];
        for (Object entry : ranges) {
            List<?> range = (List<?>) Objects.requireNonNull(entry);
            List<?> address = (List<?>) Objects.requireNonNull(range.get(2));
            Node master = nodes.at(new Endpoint(
                    hostOf(address.get(0), teller), ((Long) Objects.requireNonNull(address.get(1))).intValue()));
            int first = ((Long) Objects.requireNonNull(range.get(0))).intValue();
            int last = ((Long) Objects.requireNonNull(range.get(1))).intValue();
            Arrays.fill(table, first, last + 1, master);
        }
        Set<Node> inOrder = new LinkedHashSet<>();
        for (int slot = 0; slot < table.length; slot++) {
            Node master = table[slot];
            slots.set(slot, master);
            if (master != null) {
                inOrder.add(master);
            }
        }
        masters = List.copyOf(inOrder);
        Set<Endpoint> kept = new LinkedHashSet<>(seeds);
        masters.forEach(master -> kept.add(master.endpoint()));
        nodes.keepOnly(kept);
        doubted = false;
        return true;
    }

    /** A server that does not know its own name leaves it empty, and means: the one that you asked. */
    private static String hostOf(@Nullable Object told, Endpoint teller) {
        String host = told == null ? "" : new String((byte[]) told, StandardCharsets.UTF_8);
        return host.isEmpty() || host.equals("?") ? teller.host() : host;
    }
}
