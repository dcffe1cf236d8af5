// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A connection of Jedis on a {@link DeadlineSocket}: everything on it ends with the call's deadline. */
final class RedisConnection extends Connection {
    private final Line line;
    private volatile long lastUsedNanos;

    private RedisConnection(Line line, JedisClientConfig handshake) {
        super(line, handshake);
        this.line = line;
        this.lastUsedNanos = System.nanoTime();
    }

    /**
     * Connects and says who we are.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if the server cannot be reached or does not want us
     */
    static RedisConnection open(
            Endpoint endpoint,
            ConnectionSettings settings,
            JedisClientConfig handshake,
            Deadline deadline,
            OverdueWrites overdue) {
        return new RedisConnection(new Line(endpoint, settings.tls(), deadline, overdue), handshake);
    }

    void callEnds(Deadline deadline) {
        line.socket.callEnds(deadline);
    }

    void used() {
        lastUsedNanos = System.nanoTime();
    }

    long idleNanos() {
        return System.nanoTime() - lastUsedNanos;
    }

    /** Sends without waiting for an answer; may be called while another thread reads. */
    void sendNow(CommandArguments command) {
        sendCommand(command);
        flush();
    }

    /** Hangs up without a word: what was being written to it ends with an error. */
    void hangUp() {
        try {
            forceDisconnect();
        } catch (IOException closedAnyway) {
            // Nothing is lost: the connection was of no use any more.
        }
    }

    /** Pushes are for whoever reads this connection, as they come. */
    @Override
    protected void initPushConsumers(JedisClientConfig config) {
        addPushConsumer(context -> {
            context.propagate();
            return context;
        });
    }

    /** Opens the socket when Jedis asks for it. */
    private static final class Line implements JedisSocketFactory {
        private final Endpoint endpoint;
        private final @Nullable SSLContext tls;
        private final Deadline deadline;
        private final DeadlineSocket socket;

        Line(Endpoint endpoint, @Nullable SSLContext tls, Deadline deadline, OverdueWrites overdue) {
            this.endpoint = endpoint;
            this.tls = tls;
            this.deadline = deadline;
            this.socket = new DeadlineSocket(deadline, overdue);
        }

        @Override
        public Socket createSocket() {
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                // Looked up at each connect: a name may lead to another address after a failover.
                socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), deadline.leftMillis());
                return tls == null ? socket : secured(tls);
            } catch (IOException failure) {
                closeQuietly();
                throw new JedisConnectionException("cannot connect", failure);
            }
        }

        private Socket secured(SSLContext context) throws IOException {
            SSLSocket secured =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, endpoint.host(), endpoint.port(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // that the certificate is of this host
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        }

        private void closeQuietly() {
            try {
                socket.close();
            } catch (IOException closedAnyway) {
                // The failure that led here is the one to tell.
            }
        }

        @Override
        public String toString() {
            return endpoint.toString();
        }
    }
}
