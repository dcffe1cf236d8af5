// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.testkit.ProxyFaults.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on loopback between a client and a real server, which fails when a test says so. Thread-safe.
 *
 * <p>It knows no protocol: what passes may be RESP, SQL, HTTP or TLS. Without a fault it passes all bytes on, and the end of a
 * connection as well. There are three kinds of faults:
 *
 * <ul>
 *   <li><i>lasting</i> ones hold until {@link #heal()}: {@link #refuse()}, {@link #hang()}, {@link #holdAnswers()},
 *       {@link #delay}, {@link #drip}; they apply to connections that exist and to new ones, and can be combined;
 *   <li><i>next</i> ones happen once, in the order in which they were asked for, to the first connection that sends a request
 *       from then on, or to a later one if that connection ends before: {@link #resetNextRequest}, {@link #loseNextAnswer()},
 *       {@link #loseAnswerTo}, {@link #resetNextAnswer}, {@link #truncateNextAnswer};
 *   <li><i>immediate</i> ones hit the connections that exist: {@link #cut()}, {@link #halfOpen()}.
 * </ul>
 *
 * <p>A request is what a client sends, and its answer what the server sends after that: with a client that sends a second
 * request before it has the first answer, an answer may be that to the earlier one. A reset is a TCP RST (SO_LINGER 0). Two
 * daemon threads for each connection and one for the port, all named {@code fault-proxy-…}.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;

    private final InetSocketAddress target;
    private final ProxyFaults faults = new ProxyFaults();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final LoopbackPort port;

    private FaultProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.port = new LoopbackPort("fault-proxy", this::accept);
    }

    /**
     * Listens on a free port and passes on to this port of loopback.
     *
     * @throws UncheckedIOException if no port can be opened
     */
    public static FaultProxy to(int port) {
        return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Listens on a free port and passes on to this address, which is connected to for each connection anew.
     *
     * @throws UncheckedIOException if no port can be opened
     */
    public static FaultProxy to(InetSocketAddress target) {
        try {
            return new FaultProxy(target);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** Where to connect to instead of the server; stays the same whatever happens. */
    public InetSocketAddress address() {
        return port.address();
    }

    /** The port of {@link #address()}. */
    public int port() {
        return port.address().getPort();
    }

    /** Refuses new connections: stops listening, and keeps the port for {@link #heal()}. Those that exist go on. */
    public void refuse() {
        port.stopListening();
    }

    /** As when the server's process is killed: resets all connections and refuses new ones until {@link #heal()}. */
    public void goDown() {
        refuse();
        cut();
    }

    /** Accepts connections and moves no byte in either direction; what was sent meanwhile passes when healed. */
    public void hang() {
        faults.hold(Direction.TO_SERVER);
        faults.hold(Direction.TO_CLIENT);
    }

    /** Requests reach the server, their answers wait: they pass when healed. */
    public void holdAnswers() {
        faults.hold(Direction.TO_CLIENT);
    }

    /**
     * Adds latency to each direction.
     *
     * <p>Of bytes that are sent while earlier ones wait, the latency is up to twice as long.
     *
     * @throws IllegalArgumentException if one of them is negative
     */
    public void delay(Duration toServer, Duration toClient) {
        faults.delay(Direction.TO_SERVER, toServer);
        faults.delay(Direction.TO_CLIENT, toClient);
    }

    /**
     * Lets answers through in pieces of so many bytes, with this pause between two pieces.
     *
     * @throws IllegalArgumentException if there is not at least one byte, or the pause is negative
     */
    public void drip(int bytesAtOnce, Duration pause) {
        faults.drip(bytesAtOnce, pause);
    }

    /**
     * Of the next request only the first bytes reach the server, then both ends are reset. With 0 the server sees nothing.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public void resetNextRequest(int afterBytes) {
        faults.next(new ProxyFaults.Once(Direction.TO_SERVER, new byte[0], afterBytes, true));
    }

    /** The next request takes effect, and its answer is lost: the client is reset when the server has begun to answer. */
    public void loseNextAnswer() {
        resetNextAnswer(0);
    }

    /**
     * The same for the next request that contains these bytes, on whichever connection; other requests are not touched.
     *
     * <p>Found also where it is sent in two parts. For a protocol of text: {@code "EVALSHA".getBytes(US_ASCII)}.
     *
     * @throws IllegalArgumentException if there are no bytes, or more than 1,024
     */
    public void loseAnswerTo(byte[] requestBytes) {
        if (requestBytes.length == 0 || requestBytes.length > ProxyFaults.LONGEST_PATTERN) {
            throw new IllegalArgumentException(
                    "requestBytes must be 1 to " + ProxyFaults.LONGEST_PATTERN + ", was " + requestBytes.length);
        }
        faults.next(new ProxyFaults.Once(Direction.TO_CLIENT, requestBytes.clone(), 0, true));
    }

    /**
     * The next request takes effect, of its answer the first bytes pass, then the client is reset.
     *
     * <p>A client's operating system may throw away at a reset what the client has not read yet.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public void resetNextAnswer(int afterBytes) {
        faults.next(new ProxyFaults.Once(Direction.TO_CLIENT, new byte[0], afterBytes, true));
    }

    /**
     * The next request takes effect, of its answer the first bytes pass, then the connection ends in good order (FIN).
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public void truncateNextAnswer(int afterBytes) {
        faults.next(new ProxyFaults.Once(Direction.TO_CLIENT, new byte[0], afterBytes, false));
    }

    /** Resets all connections that exist, at both ends. */
    public void cut() {
        connections.forEach(ProxyConnection::reset);
        faults.wake();
    }

    /**
     * Makes the connections that exist half-open, as a firewall that forgot them: both ends stay open, no byte arrives.
     *
     * <p>Healing does not repair them, for bytes are missing. New connections work.
     */
    public void halfOpen() {
        connections.forEach(ProxyConnection::fallSilent);
        faults.wake();
    }

    /**
     * Ends every lasting fault, forgets the next ones that have not happened, and listens again on the same port.
     *
     * @throws UncheckedIOException if somebody else took the port, which is possible for a moment only
     */
    public void heal() {
        faults.heal();
        port.listen();
    }

    /** How many of the faults that happen once have happened. */
    public int faultsHappened() {
        return faults.happened();
    }

    /** How many connections were accepted so far. */
    public long connections() {
        return accepted.get();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return connections.size();
    }

    /** How many bytes were passed on to the server so far. */
    public long bytesToServer() {
        return faults.passed(Direction.TO_SERVER);
    }

    /** How many bytes were passed on to clients so far. */
    public long bytesToClient() {
        return faults.passed(Direction.TO_CLIENT);
    }

    /** Stops listening, resets all connections and ends all threads. Harmless when repeated. */
    @Override
    public void close() {
        faults.close();
        port.close();
        connections.forEach(ProxyConnection::reset);
        faults.wake();
    }

    /** Names both ends and what has passed. */
    @Override
    public String toString() {
        return "FaultProxy[" + address() + " to " + target + ", " + connections + " connections]";
    }

    private void accept(Socket client) {
        accepted.incrementAndGet();
        Socket server = new Socket();
        ProxyConnection connection = new ProxyConnection(client, server, faults, connections::remove);
        try {
            server.connect(target, CONNECT_MILLIS);
            connections.add(connection);
            connection.start("fault-proxy-" + target.getPort() + "-" + accepted.get());
        } catch (IOException unreachable) {
            connections.remove(connection);
            connection.reset();
        }
        if (faults.isClosed()) {
            connection.reset();
        }
    }
}
