// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Answers every request with a long string of which it sends one byte every 100 ms. */
final class DrippingServer implements AutoCloseable {
    private static final int PAUSE_MILLIS = 100;

    private final ServerSocket listening;
    private final CountDownLatch over = new CountDownLatch(1);

    DrippingServer() throws IOException {
        listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "dripping server");
        thread.setDaemon(true);
        thread.start();
    }

    String uri() {
        return "redis://127.0.0.1:" + listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        listening.close();
    }

    private void serve() {
        while (over.getCount() > 0) {
            try (Socket socket = listening.accept()) {
                socket.getOutputStream().write("$100000\r\n".getBytes(StandardCharsets.US_ASCII));
                while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    socket.getOutputStream().write('x');
                }
            } catch (IOException hungUp) {
                // The next connection, until the test is over.
            } catch (InterruptedException stop) {
                return;
            }
        }
    }
}
