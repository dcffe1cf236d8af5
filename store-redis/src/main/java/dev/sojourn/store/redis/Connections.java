// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The connections to one server, a bounded number. Thread-safe, no thread of its own.
 *
 * <p>The one used last is used next, so as many stay open as are needed at a time. One that was idle for long is
 * replaced and not trusted: a firewall may have forgotten it, and nobody would tell.
 */
final class Connections {
    /** Shorter than the idle limits of common firewalls and load balancers, the shortest of which is about a minute. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    /** A server that dies and comes back is away for longer than this. */
    private static final Duration TRUSTED = Duration.ofSeconds(1);

    /** What is left of the deadline must suffice for a new connection. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Endpoint server;
    private final ConnectionSettings settings;
    private final JedisClientConfig handshake;
    private final OverdueWrites overdue;
    private final Semaphore permits;
    private final ConcurrentLinkedDeque<RedisConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Connections(Endpoint server, ConnectionSettings settings, OverdueWrites overdue) {
        this.server = server;
        this.settings = settings;
        this.overdue = overdue;
        this.handshake = settings.handshake(false);
        this.permits = new Semaphore(settings.maxConnections());
    }

    /** Waits until fewer than all connections are in use; {@link #release} must follow. */
    void acquire(Command command, Deadline deadline) {
        try {
            if (!permits.tryAcquire(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
                throw Failures.noConnection(command, server, settings.maxConnections(), settings.deadline());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for a connection to Redis", interrupted);
        }
    }

    void release() {
        permits.release();
    }

    /**
     * One that was used lately, if there is one. A write that finds its connection dead has an unknown outcome, so
     * before a write one that was idle for a moment must give a sign of life.
     */
    @Nullable
    RedisConnection pollIdle(boolean forWrite, Deadline deadline) {
        RedisConnection connection = idle.pollFirst();
        if (connection == null || !(isStale(connection) || (forWrite && isDead(connection, deadline)))) {
            return connection;
        }
        connection.hangUp();
        dropIdle();
        return null;
    }

    RedisConnection open(Command command, Deadline deadline) {
        return open(command, handshake, deadline);
    }

    /** One beyond the number, on which the server may say something unasked. */
    RedisConnection openForPushes(Deadline deadline) {
        return open("the change feed", settings.handshake(true), deadline);
    }

    void giveBack(RedisConnection connection, boolean sound) {
        if (!sound || connection.isBroken() || closed) {
            connection.hangUp();
            return;
        }
        connection.used();
        idle.addFirst(connection);
        RedisConnection last = idle.peekLast();
        if (last != null && isStale(last) && idle.remove(last)) {
            last.hangUp();
        }
        if (closed) {
            dropIdle();
        }
    }

    void dropIdle() {
        for (RedisConnection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            connection.hangUp();
        }
    }

    /** Hangs up; connections in use are closed when they come back. */
    void close() {
        closed = true;
        dropIdle();
    }

    private RedisConnection open(Object purpose, JedisClientConfig handshakeToMake, Deadline deadline) {
        RedisConnection connection;
        boolean right;
        try {
            connection = RedisConnection.open(server, settings, handshakeToMake, deadline, overdue);
            right = !settings.mastersOnly() || isMaster(connection);
        } catch (JedisException failure) {
            throw Failures.notReached(purpose, server, failure);
        }
        if (!right) {
            connection.hangUp();
            throw Failures.noMaster(purpose, server);
        }
        return connection;
    }

    /** A server may have become a replica since the sentinels were asked, and would answer reads with old data. */
    private static boolean isMaster(RedisConnection connection) {
        try {
            return Answers.isMaster(connection.executeCommand(Protocol.Command.ROLE));
        } catch (JedisDataException notAllowedToAsk) {
            return true;
        } catch (JedisException broken) {
            connection.hangUp();
            throw broken;
        }
    }

    private static boolean isDead(RedisConnection connection, Deadline deadline) {
        if (connection.idleNanos() < TRUSTED.toNanos()) {
            return false;
        }
        try {
            connection.callEnds(deadline.atMost(PATIENCE));
            return !connection.ping();
        } catch (JedisException dead) {
            return true;
        }
    }

    private static boolean isStale(RedisConnection connection) {
        return connection.idleNanos() > LONGEST_IDLE.toNanos();
    }
}
