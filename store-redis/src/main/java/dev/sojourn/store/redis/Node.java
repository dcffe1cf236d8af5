// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.CircuitBreaker;
import dev.sojourn.store.StoreUnavailableException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One server: its connections, and a breaker that spares it and us when it does not answer. Thread-safe.
 *
 * <p>When a connection that was in use before turns out dead, the other idle ones go too, and a read is asked once more
 * on a new one. A write is not: it may have been done.
 */
final class Node {
    private final Endpoint endpoint;
    private final ConnectionSettings settings;
    private final Connections connections;
    private final CircuitBreaker breaker;

    Node(Endpoint endpoint, ConnectionSettings settings, OverdueWrites overdue, InstantSource clock) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.connections = new Connections(endpoint, settings, overdue);
        this.breaker =
                new CircuitBreaker("Redis at " + endpoint, settings.breakerFailures(), settings.breakerPause(), clock);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /**
     * The server's answer.
     *
     * @param asking whether the key is only on its way to this server
     * @throws JedisDataException if the server says that it will not
     * @throws StoreUnavailableException if there is no answer
     */
    @Nullable
    Object call(Command command, boolean asking, Deadline deadline) {
        Object answer = exchange(new Exchange(List.of(command), asking, settings), deadline)
                .get(0);
        if (answer instanceof JedisDataException refusal) {
            throw refusal;
        }
        return answer;
    }

    /** The server's answers in the same order; what it will not do is a {@link JedisDataException} among them. */
    List<@Nullable Object> callAll(List<Command> commands, Deadline deadline) {
        return exchange(new Exchange(commands, false, settings), deadline);
    }

    /** A connection on which the server may say something unasked; the caller's to close. */
    RedisConnection openForPushes(Deadline deadline) {
        return connections.openForPushes(deadline);
    }

    /** Somebody found a connection broken: the others are not to be trusted. */
    void dropIdle() {
        connections.dropIdle();
    }

    void close() {
        connections.close();
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }

    private List<@Nullable Object> exchange(Exchange exchange, Deadline deadline) {
        List<@Nullable Object> answers = breaker.call(() -> onSomeConnection(exchange, deadline));
        if (!exchange.reachedReplicas() && !(answers.get(0) instanceof JedisDataException)) {
            throw Failures.tooFewReplicas(exchange.subject(), endpoint, settings);
        }
        return answers;
    }

    private List<@Nullable Object> onSomeConnection(Exchange exchange, Deadline deadline) {
        connections.acquire(exchange.subject(), deadline);
        try {
            RedisConnection idle = connections.pollIdle(exchange.subject().isWrite(), deadline);
            if (idle != null) {
                try {
                    return on(idle, exchange, deadline);
                } catch (StoreUnavailableException dead) {
                    connections.dropIdle();
                    if (exchange.subject().isWrite() || deadline.isOver()) {
                        throw dead;
                    }
                }
            }
            return on(connections.open(exchange.subject(), deadline), exchange, deadline);
        } finally {
            connections.release();
        }
    }

    private List<@Nullable Object> on(RedisConnection connection, Exchange exchange, Deadline deadline) {
        boolean sound = false;
        try {
            connection.callEnds(deadline);
            List<@Nullable Object> answers = exchange.on(connection);
            sound = true;
            return answers;
        } catch (JedisException failure) {
            throw Failures.noAnswer(exchange.subject(), endpoint, failure);
        } finally {
            connections.giveBack(connection, sound);
        }
    }
}
