// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A master that sentinels watch over and replace.
 *
 * <p>They are asked who it is at the first call, when it does not answer as a master, and every second in between:
 * a master that was cut off with us would not know that it is none any more. No thread listens to them.
 */
final class BehindSentinels implements Topology {
    /** What a replaced master that still takes writes is given in this time is lost when it becomes a replica. */
    private static final Duration ASK_EVERY = Duration.ofSeconds(1);

    private static final Duration ASK_IN_TROUBLE_EVERY = Duration.ofMillis(200);
    private static final Duration PATIENCE_WITH_ONE = Duration.ofMillis(500);

    private final Nodes nodes;
    private final List<Endpoint> sentinels;
    private final String master;
    private final ConnectionSettings settings;
    private final JedisClientConfig handshake;
    private final RareAction routine = new RareAction(ASK_EVERY);
    private final RareAction inTrouble = new RareAction(ASK_IN_TROUBLE_EVERY);
    private volatile @Nullable Node current;
    private volatile boolean doubted;

    BehindSentinels(Nodes nodes, List<Endpoint> sentinels, String master, ConnectionSettings toSentinels) {
        this.nodes = nodes;
        this.sentinels = sentinels;
        this.master = master;
        this.settings = toSentinels;
        this.handshake = toSentinels.handshake(false);
    }

    @Override
    public Node nodeOf(byte[] key, Deadline deadline) {
        Node known = current;
        if (known == null) {
            inTrouble.await(() -> ask(deadline));
            known = current;
            if (known == null) {
                throw new StoreUnavailableException("none of the " + sentinels.size() + " sentinels ("
                        + sentinels.get(0) + " …) knows a master named '" + master + "'");
            }
            return known;
        }
        settleDoubt(deadline);
        refresh(deadline);
        Node afterwards = current;
        return afterwards == null ? known : afterwards;
    }

    @Override
    public List<Node> nodes(Deadline deadline) {
        return List.of(nodeOf(new byte[0], deadline));
    }

    @Override
    public Node moved(int slot, Endpoint target) {
        return at(target);
    }

    @Override
    public Node at(Endpoint target) {
        Node known = current;
        return known == null ? nodes.at(target) : known;
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

    /** A call that waited for a dead master until its deadline leaves it to the next call to ask. */
    private void settleDoubt(Deadline deadline) {
        if (doubted && !deadline.isOver()) {
            inTrouble.tryNow(() -> ask(deadline));
        }
    }

    private void ask(Deadline deadline) {
        for (Endpoint sentinel : sentinels) {
            if (deadline.isOver()) {
                return;
            }
            Optional<Endpoint> answer = ask(sentinel, deadline.half().atMost(PATIENCE_WITH_ONE));
            if (answer.isPresent()) {
                doubted = false;
                current = nodes.at(answer.get());
                nodes.keepOnly(Set.of(answer.get()));
                return;
            }
        }
    }

    /** What this sentinel knows; nothing if it does not answer, since the next one may. */
    private Optional<Endpoint> ask(Endpoint sentinel, Deadline deadline) {
        RedisConnection connection = null;
        try {
            connection = RedisConnection.open(sentinel, settings, handshake, deadline, nodes.overdueWrites());
            Object answer = connection.executeCommand(new CommandArguments(Protocol.Command.SENTINEL)
                    .add("get-master-addr-by-name")
                    .add(master));
            return answer instanceof List<?> address && address.size() == 2
                    ? Optional.of(new Endpoint(text(address.get(0)), Integer.parseInt(text(address.get(1)))))
                    : Optional.empty();
        } catch (JedisException unreachable) {
            return Optional.empty();
        } finally {
            if (connection != null) {
                connection.hangUp();
            }
        }
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
