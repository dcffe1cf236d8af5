// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A port of loopback that can stop listening and listen again, and belongs to us all the while. Thread-safe. */
final class LoopbackPort implements AutoCloseable {
    private static final int BACKLOG = 512;

    private final String threadName;
    private final Consumer<Socket> accepted;
    private final InetSocketAddress address;
    private @Nullable ServerSocket listening;
    private @Nullable Thread accepting;
    private @Nullable Socket keeping;
    private boolean closed;

    /** Listens on a free port; accepted connections are handed over on the thread that accepts. */
    LoopbackPort(String threadName, Consumer<Socket> accepted) throws IOException {
        this.accepted = accepted;
        ServerSocket first = open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), first.getLocalPort());
        this.threadName = threadName + "-" + address.getPort();
        serve(first);
    }

    InetSocketAddress address() {
        return address;
    }

    synchronized void listen() {
        if (listening != null || closed) {
            return;
        }
        try {
            close(keeping);
            keeping = null;
            serve(open(address));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    /**
     * Closes the listening socket. Another one that is bound and does not listen keeps the port: without it a client's own
     * outgoing connections could get it.
     */
    synchronized void stopListening() {
        if (listening == null) {
            return;
        }
        try {
            close(listening);
            listening = null;
            awaitAcceptor();
            keeping = new Socket();
            keeping.setReuseAddress(true);
            keeping.bind(address);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            close(listening);
            close(keeping);
            awaitAcceptor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static ServerSocket open(InetSocketAddress address) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true); // connections of the time before may still wait for their end
        socket.bind(address, BACKLOG);
        return socket;
    }

    private void serve(ServerSocket socket) {
        listening = socket;
        Thread thread = new Thread(() -> acceptAll(socket), threadName);
        thread.setDaemon(true);
        thread.start();
        accepting = thread;
    }

    /** As long as a thread is in {@code accept()}, the system has not closed the socket. */
    private void awaitAcceptor() {
        try {
            if (accepting != null) {
                accepting.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                accepted.accept(socket.accept());
            } catch (IOException closedOrAborted) {
                // Closed: the loop ends. Aborted by the client before it was accepted: the next one counts.
            }
        }
    }

    private static void close(@Nullable AutoCloseable socket) throws IOException {
        if (socket instanceof ServerSocket server) {
            server.close();
        } else if (socket instanceof Socket client) {
            client.close();
        }
    }
}
