// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.testkit.ProxyFaults.Direction;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client's connection through a {@link FaultProxy}: two sockets, and a thread for each direction. Thread-safe. */
final class ProxyConnection {
    private static final int BUFFER_BYTES = 16_384;

    private final Socket client;
    private final Socket server;
    private final ProxyFaults faults;
    private final Consumer<ProxyConnection> over;
    private final AtomicInteger directions = new AtomicInteger(Direction.values().length);
    private volatile boolean reset;
    private volatile boolean silent;
    private volatile boolean clientDropped;

    /** The end of what was requested so far, in which a pattern may begin; of the thread that passes requests. */
    private byte[] recent = new byte[0];

    private ProxyFaults.@Nullable Once claimed;
    private int bytesLeft;

    ProxyConnection(Socket client, Socket server, ProxyFaults faults, Consumer<ProxyConnection> over) {
        this.client = client;
        this.server = server;
        this.faults = faults;
        this.over = over;
    }

    void start(String name) throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        start(name + "-to-server", this::passRequests);
        start(name + "-to-client", this::passAnswers);
    }

    void reset() {
        reset = true;
        resetQuietly(client);
        resetQuietly(server);
    }

    void fallSilent() {
        silent = true;
    }

    static void resetQuietly(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            // Then there is nothing to reset.
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException lost) {
            // It is closed all the same.
        }
    }

    private void start(String name, Passing passing) {
        Thread thread = new Thread(() -> run(passing), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Passing passing) {
        try {
            passing.run();
        } catch (IOException broken) {
            // An end was reset, by its owner or by us: the other one learns it in the same way.
            if (!clientDropped) {
                reset();
                faults.wake();
            }
        } finally {
            if (directions.decrementAndGet() == 0) {
                closeQuietly(client);
                closeQuietly(server);
                giveFaultBack();
                over.accept(this);
            }
        }
    }

    private void passRequests() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int length = client.getInputStream().read(buffer);
                    length >= 0;
                    length = client.getInputStream().read(buffer)) {
                faults.awaitPassage(Direction.TO_SERVER, this::isOver);
                if (!silent) {
                    claimFault(buffer, length);
                    pass(Direction.TO_SERVER, buffer, length);
                }
            }
        } finally {
            // Also when the client was dropped: what it sent before takes effect.
            if (!server.isClosed() && !server.isOutputShutdown()) {
                server.shutdownOutput();
            }
        }
    }

    private void passAnswers() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int length = server.getInputStream().read(buffer);
                length >= 0;
                length = server.getInputStream().read(buffer)) {
            faults.awaitPassage(Direction.TO_CLIENT, this::isOver);
            if (!silent && !clientDropped) {
                pass(Direction.TO_CLIENT, buffer, length);
            }
        }
        if (!silent && !client.isClosed()) {
            client.shutdownOutput();
        }
    }

    /** Passes these bytes on, or as many of them as the fault that waits for this direction lets through. */
    private void pass(Direction direction, byte[] buffer, int length) throws IOException {
        OutputStream out = (direction == Direction.TO_SERVER ? server : client).getOutputStream();
        ProxyFaults.Once fault = faultFor(direction);
        int passing = fault == null ? length : Math.min(length, bytesLeft);
        for (int from = 0; from < passing && !isOver(); ) {
            int piece = Math.min(faults.piece(direction), passing - from);
            faults.count(direction, piece); // before: whoever sees the bytes finds them counted
            out.write(buffer, from, piece);
            from += piece;
            if (from < passing) {
                faults.awaitNextPiece(direction, this::isOver);
            }
        }
        if (fault != null) {
            bytesLeft -= passing;
            if (bytesLeft == 0) {
                end(fault);
            }
        }
    }

    private void end(ProxyFaults.Once fault) {
        faults.happened(fault);
        if (fault.direction() == Direction.TO_SERVER) {
            reset();
        } else {
            // The server's end stays until the server has read everything, so that the request takes effect.
            clientDropped = true;
            if (fault.isReset()) {
                resetQuietly(client);
            } else {
                closeQuietly(client);
            }
        }
        faults.wake();
    }

    private synchronized void claimFault(byte[] buffer, int length) {
        byte[] before = recent;
        byte[] all = Arrays.copyOf(before, before.length + length);
        System.arraycopy(buffer, 0, all, before.length, length);
        if (claimed == null) {
            claimed = faults.claim(pattern -> contains(all, before.length, pattern));
            bytesLeft = claimed == null ? 0 : claimed.afterBytes();
        }
        recent = Arrays.copyOfRange(all, Math.max(0, all.length - ProxyFaults.LONGEST_PATTERN), all.length);
    }

    private synchronized void giveFaultBack() {
        if (claimed != null) {
            faults.giveBack(claimed);
        }
    }

    private synchronized ProxyFaults.@Nullable Once faultFor(Direction direction) {
        ProxyFaults.Once fault = claimed;
        if (fault != null && !faults.isWanted(fault)) {
            fault = null;
            claimed = null;
        }
        return fault != null && fault.direction() == direction ? fault : null;
    }

    /** Whether the pattern is there and at least its last byte is new. */
    private static boolean contains(byte[] all, int oldBytes, byte[] pattern) {
        for (int at = Math.max(0, oldBytes - pattern.length + 1); at + pattern.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + pattern.length, pattern, 0, pattern.length)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOver() {
        return reset || silent || clientDropped;
    }

    /** Passes one direction on until it ends. */
    private interface Passing {
        void run() throws IOException;
    }
}
