// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Redis through connections of our own. Follows keys that moved, and masters that were replaced.
 *
 * <p>What was surely not done is tried at the server that is right now: after a redirection, a refused connection, the
 * answer of a replica. What may have been done is not, except reads. All within one deadline.
 */
final class OwnConnections implements Redis {
    private static final int MOST_HOPS = 5;

    private final Topology topology;
    private final Duration time;
    private final String name;

    /** Each call may take so much time; the name is for people. */
    OwnConnections(Topology topology, Duration time, String name) {
        this.topology = topology;
        this.time = time;
        this.name = name;
    }

    @Override
    public @Nullable Object call(Command command) {
        Deadline deadline = Deadline.in(time);
        return follow(command, topology.nodeOf(command.key(), deadline), deadline);
    }

    @Override
    public List<@Nullable Object> callAll(List<Command> commands) {
        Deadline deadline = Deadline.in(time);
        List<@Nullable Object> answers = new ArrayList<>(Collections.nCopies(commands.size(), null));
        Map<Node, List<Integer>> byNode = new LinkedHashMap<>();
        for (int index = 0; index < commands.size(); index++) {
            byNode.computeIfAbsent(topology.nodeOf(commands.get(index).key(), deadline), node -> new ArrayList<>())
                    .add(index);
        }
        byNode.forEach((node, indexes) -> {
            List<@Nullable Object> some =
                    callAll(node, indexes.stream().map(commands::get).toList(), deadline);
            for (int index = 0; index < some.size(); index++) {
                answers.set(indexes.get(index), some.get(index));
            }
        });
        return answers;
    }

    @Override
    public List<Server> servers() {
        Deadline deadline = Deadline.in(time);
        return topology.nodes(deadline).stream().<Server>map(OneServer::new).toList();
    }

    @Override
    public void close() {
        topology.close();
    }

    @Override
    public String toString() {
        return name;
    }

    private List<@Nullable Object> callAll(Node node, List<Command> commands, Deadline deadline) {
        try {
            List<@Nullable Object> answers = node.callAll(commands, deadline);
            for (int index = 0; index < answers.size(); index++) {
                if (answers.get(index) instanceof JedisDataException refusal) {
                    answers.set(index, again(commands.get(index), node, refusal, deadline));
                }
            }
            return answers;
        } catch (StoreUnavailableException failure) {
            topology.doubt(deadline);
            return new ArrayList<>(Collections.nCopies(commands.size(), failure));
        }
    }

    private @Nullable Object again(Command command, Node node, JedisDataException refusal, Deadline deadline) {
        try {
            return follow(command, refused(command, node, refusal, deadline), deadline);
        } catch (StoreUnavailableException failure) {
            return failure;
        }
    }

    private @Nullable Object follow(Command command, Node first, Deadline deadline) {
        Node node = first;
        boolean asking = false;
        for (int hop = 1; ; hop++) {
            try {
                return node.call(command, asking, deadline);
            } catch (JedisAskDataException moving) {
                giveUpAfter(hop, command, node, moving, deadline);
                node = topology.at(target(moving, node));
                asking = true;
            } catch (JedisDataException refusal) {
                giveUpAfter(hop, command, node, refusal, deadline);
                node = refused(command, node, refusal, deadline);
                asking = false;
            } catch (StoreUnavailableException failure) {
                boolean mayBeDone = failure instanceof ServerAwayException away && away.wasSent() && command.isWrite();
                topology.doubt(deadline);
                Node other = topology.nodeOf(command.key(), deadline);
                if (mayBeDone || other == node || hop == MOST_HOPS || deadline.isOver()) {
                    throw failure;
                }
                node = other;
                asking = false;
            }
        }
    }

    /** Where to go on after this answer, if there is any sense in it. */
    private Node refused(Command command, Node node, JedisDataException refusal, Deadline deadline) {
        if (refusal instanceof JedisMovedDataException moved) {
            return topology.moved(moved.getSlot(), target(moved, node));
        }
        if (refusal instanceof JedisAskDataException) {
            return node; // it says so again, and is then followed
        }
        if (Failures.isOfWrongServer(refusal)) {
            topology.doubt(deadline);
            Node other = topology.nodeOf(command.key(), deadline);
            if (other != node) {
                return other;
            }
        }
        throw Failures.refused(command, node.endpoint(), refusal);
    }

    private static void giveUpAfter(
            int hop, Command command, Node node, JedisDataException refusal, Deadline deadline) {
        if (hop == MOST_HOPS || deadline.isOver()) {
            throw Failures.refused(command, node.endpoint(), refusal);
        }
    }

    private static Endpoint target(JedisRedirectionException redirection, Node from) {
        Endpoint target = Endpoint.of(redirection.getTargetNode());
        return target.host().isEmpty() || target.host().equals("?")
                ? new Endpoint(from.endpoint().host(), target.port())
                : target;
    }

    private final class OneServer implements Server {
        private final Node node;

        OneServer(Node node) {
            this.node = node;
        }

        @Override
        public String identity() {
            return node.endpoint().toString();
        }

        @Override
        public @Nullable Object call(Command command) {
            try {
                return node.call(command, false, Deadline.in(time));
            } catch (JedisDataException refusal) {
                throw Failures.refused(command, node.endpoint(), refusal);
            }
        }
    }
}
