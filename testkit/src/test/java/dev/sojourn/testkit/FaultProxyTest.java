// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault of the proxy once, in front of a server that answers each byte with itself. */
@Timeout(60)
class FaultProxyTest {
    private static final int SILENCE_MILLIS = 100;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final Duration FOREVER = Duration.ofHours(1);

    private EchoServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.to(server.port());
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void without_a_fault_everything_passes_and_is_counted() throws IOException {
        try (Client client = new Client(proxy)) {
            assertEquals("hello", client.ask("hello"));
            assertEquals(1, proxy.openConnections());
        }
        until(() -> proxy.openConnections() == 0);

        assertEquals(1, proxy.connections());
        assertEquals(5, proxy.bytesToServer());
        assertEquals(5, proxy.bytesToClient());
        assertEquals(0, proxy.faultsHappened());
    }

    @Test
    void a_large_transfer_arrives_unchanged() throws Exception {
        byte[] sent = new byte[1_000_000];
        new SeededRandom(1).nextBytes(sent);
        try (Client client = new Client(proxy)) {
            Thread sender = new Thread(() -> client.sendQuietly(sent));
            sender.start();
            assertArrayEquals(sent, client.socket.getInputStream().readNBytes(sent.length));
            sender.join();
        }
    }

    /** What the client sends before it says that it is done is answered. */
    @Test
    void the_end_of_one_direction_passes_and_the_other_goes_on() throws IOException {
        try (Client client = new Client(proxy)) {
            client.send("last");
            client.socket.shutdownOutput();
            assertEquals("last", new String(client.socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void a_server_that_is_not_there_is_a_reset_for_the_client() throws IOException {
        server.close();
        try (Client client = new Client(proxy)) {
            assertThrows(IOException.class, () -> client.ask("hello"));
        }
    }

    @Test
    void refusing_spares_who_is_connected_and_ends_on_the_same_port() throws IOException {
        try (Client before = new Client(proxy)) {
            assertEquals("a", before.ask("a"));
            proxy.refuse();
            proxy.refuse();

            assertThrows(ConnectException.class, () -> new Client(proxy));
            assertEquals("b", before.ask("b"));
            proxy.heal();
            try (Client after = new Client(proxy)) {
                assertEquals("c", after.ask("c"));
            }
        }
    }

    @Test
    void going_down_cuts_and_refuses_until_it_is_healed() throws IOException {
        try (Client before = new Client(proxy)) {
            assertEquals("a", before.ask("a"));
            proxy.goDown();

            assertThrows(SocketException.class, () -> before.ask("b"));
            assertThrows(ConnectException.class, () -> new Client(proxy));
        }
        for (int round = 0; round < 20; round++) {
            proxy.heal();
            try (Client after = new Client(proxy)) {
                assertEquals("c", after.ask("c"));
            }
            proxy.goDown();
        }
    }

    @Test
    void hanging_accepts_and_answers_only_when_healed() throws IOException {
        proxy.hang();
        try (Client client = new Client(proxy)) {
            client.send("hello");
            client.assertSilence();
            assertEquals(0, proxy.bytesToServer());

            proxy.heal();
            assertEquals("hello", client.receive(5));
        }
    }

    @Test
    void held_answers_belong_to_requests_that_have_arrived() throws IOException {
        proxy.holdAnswers();
        try (Client client = new Client(proxy)) {
            client.send("hello");
            until(() -> server.received().equals("hello"));
            client.assertSilence();

            proxy.heal();
            assertEquals("hello", client.receive(5));
        }
    }

    @Test
    void a_request_is_reset_before_and_within() throws IOException {
        proxy.resetNextRequest(0);
        try (Client client = new Client(proxy)) {
            assertThrows(SocketException.class, () -> client.ask("none"));
        }
        assertEquals(0, proxy.bytesToServer());
        assertEquals(1, proxy.faultsHappened());

        proxy.resetNextRequest(4);
        try (Client client = new Client(proxy)) {
            client.send("half");
            client.sendQuietly("-and-half".getBytes(StandardCharsets.US_ASCII));
            assertThrows(IOException.class, () -> client.receive(5));
        }
        assertEquals(4, proxy.bytesToServer());
        assertEquals(2, proxy.faultsHappened());
    }

    /** The server has done it, the client cannot know. */
    @Test
    void the_next_answer_is_lost_after_its_request_took_effect() throws IOException {
        try (Client client = new Client(proxy)) {
            assertEquals("first", client.ask("first"));
            proxy.loseNextAnswer();

            assertThrows(SocketException.class, () -> client.ask("second"));
        }
        assertEquals("firstsecond", server.received());
        assertEquals(1, proxy.faultsHappened());
        try (Client client = new Client(proxy)) {
            assertEquals("third", client.ask("third"), "it happens once");
        }
    }

    /** Of the request that a test means, and of no other. */
    @Test
    void the_answer_to_a_certain_request_is_lost() throws IOException {
        proxy.loseAnswerTo("SAVE".getBytes(StandardCharsets.US_ASCII));
        try (Client reader = new Client(proxy);
                Client writer = new Client(proxy)) {
            assertEquals("FIND", writer.ask("FIND"));
            writer.send("xSA");
            assertEquals("xSA", writer.receive(3));

            assertThrows(SocketException.class, () -> writer.ask("VEx"), "the pattern came in two parts");
            assertEquals("FIND", reader.ask("FIND"));
        }
        assertTrue(server.received().contains("VEx"), server::received);
    }

    @Test
    void an_answer_is_reset_after_its_first_bytes() throws IOException {
        proxy.resetNextAnswer(3);
        try (Client client = new Client(proxy)) {
            client.send("hello");
            assertEquals("hel", client.receive(3));
            assertThrows(SocketException.class, () -> client.receive(1));
        }
        assertEquals("hello", server.received());
    }

    @Test
    void an_answer_is_truncated_and_ends_in_good_order() throws IOException {
        proxy.truncateNextAnswer(3);
        try (Client client = new Client(proxy)) {
            client.send("hello");
            assertEquals("hel", new String(client.socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
        assertEquals("hello", server.received());
    }

    @Test
    void faults_of_the_next_request_happen_in_order() throws IOException {
        proxy.truncateNextAnswer(0);
        proxy.loseNextAnswer();
        try (Client client = new Client(proxy)) {
            assertThrows(EOFException.class, () -> client.ask("a"));
        }
        try (Client client = new Client(proxy)) {
            assertThrows(SocketException.class, () -> client.ask("b"));
        }
    }

    @Test
    void a_fault_whose_connection_ends_before_it_happens_to_the_next_one() throws IOException {
        proxy.resetNextAnswer(3);
        try (Client first = new Client(proxy)) {
            assertEquals("ab", first.ask("ab"));
        }
        until(() -> proxy.openConnections() == 0);
        assertEquals(0, proxy.faultsHappened());

        try (Client second = new Client(proxy)) {
            second.send("hello");
            assertEquals("hel", second.receive(3));
            assertThrows(SocketException.class, () -> second.receive(1));
        }
        assertEquals(1, proxy.faultsHappened());
    }

    @Test
    void healing_forgets_what_has_not_happened() throws IOException {
        try (Client client = new Client(proxy)) {
            proxy.loseNextAnswer();
            proxy.holdAnswers();
            client.send("a");
            until(() -> server.received().equals("a"));
            proxy.resetNextRequest(0);
            proxy.heal();

            assertEquals("a", client.receive(1));
            assertEquals("b", client.ask("b"));
        }
        assertEquals(0, proxy.faultsHappened());
    }

    @Test
    void a_delay_holds_each_direction_back() throws IOException {
        proxy.delay(Duration.ofMillis(30), Duration.ofMillis(40));
        try (Client client = new Client(proxy)) {
            long begin = System.nanoTime();
            assertEquals("hello", client.ask("hello"));

            assertTrue(System.nanoTime() - begin >= Duration.ofMillis(70).toNanos());
        }
    }

    @Test
    void healing_ends_a_delay_at_once() throws IOException {
        proxy.delay(FOREVER, FOREVER);
        try (Client client = new Client(proxy)) {
            client.send("hello");
            client.assertSilence();

            proxy.heal();
            assertEquals("hello", client.receive(5));
        }
    }

    @Test
    void dripping_lets_an_answer_through_in_pieces() throws IOException {
        proxy.drip(2, FOREVER);
        try (Client client = new Client(proxy)) {
            client.send("hello");
            assertEquals("he", client.receive(2));
            client.assertSilence();

            proxy.heal();
            assertEquals("llo", client.receive(3));
        }
    }

    /** What a firewall does to connections that were idle for long. */
    @Test
    void half_open_connections_stay_silent_and_new_ones_work() throws IOException {
        try (Client idle = new Client(proxy)) {
            assertEquals("a", idle.ask("a"));
            proxy.halfOpen();

            idle.send("b");
            idle.assertSilence();
            proxy.heal();
            idle.assertSilence();
            try (Client fresh = new Client(proxy)) {
                assertEquals("c", fresh.ask("c"));
            }
        }
        assertEquals("ac", server.received());
    }

    @Test
    void cutting_resets_who_is_connected_and_lets_them_come_back() throws IOException {
        try (Client client = new Client(proxy)) {
            assertEquals("a", client.ask("a"));
            proxy.cut();

            assertThrows(SocketException.class, () -> client.receive(1));
        }
        try (Client client = new Client(proxy)) {
            assertEquals("b", client.ask("b"));
        }
        until(() -> proxy.openConnections() == 0);
    }

    @Test
    void cutting_frees_those_who_hang() throws IOException {
        proxy.hang();
        try (Client client = new Client(proxy)) {
            client.send("a");
            client.assertSilence();
            proxy.cut();

            assertThrows(SocketException.class, () -> client.receive(1));
        }
        until(() -> proxy.openConnections() == 0);
    }

    @Test
    void closing_ends_connections_and_threads() throws IOException {
        proxy.delay(FOREVER, FOREVER);
        try (Client client = new Client(proxy)) {
            client.send("a");
            client.assertSilence();
            proxy.close();
            proxy.close();

            assertThrows(SocketException.class, () -> client.receive(1));
        }
        assertThrows(ConnectException.class, () -> new Client(proxy));
        until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("fault-proxy-")));
    }

    @Test
    void impossible_faults_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> proxy.delay(Duration.ofMillis(-1), Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> proxy.drip(0, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> proxy.resetNextRequest(-1));
        assertThrows(IllegalArgumentException.class, () -> proxy.loseAnswerTo(new byte[0]));
        assertFalse(proxy.toString().isEmpty());
    }

    private static void until(BooleanSupplier reached) {
        long deadline = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
        while (!reached.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "this did not happen in time");
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Answers each byte with itself, and remembers what came. */
    private static final class EchoServer implements AutoCloseable {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final LoopbackPort port = new LoopbackPort("echo", this::serve);

        EchoServer() throws IOException {}

        int port() {
            return port.address().getPort();
        }

        String received() {
            return received.toString(StandardCharsets.US_ASCII);
        }

        @Override
        public void close() {
            port.close();
        }

        private void serve(Socket socket) {
            Thread thread = new Thread(() -> echo(socket), "echo-connection");
            thread.setDaemon(true);
            thread.start();
        }

        private void echo(Socket socket) {
            byte[] buffer = new byte[4096];
            try (socket) {
                for (int length = socket.getInputStream().read(buffer);
                        length >= 0;
                        length = socket.getInputStream().read(buffer)) {
                    received.write(buffer, 0, length);
                    socket.getOutputStream().write(buffer, 0, length);
                }
            } catch (IOException reset) {
                // What the proxy does to us.
            }
        }
    }

    /** A client that waits for a while only. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;

        Client(FaultProxy proxy) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
        }

        String ask(String text) throws IOException {
            send(text);
            return receive(text.length());
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        void sendQuietly(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException reset) {
                // Who reads will notice.
            }
        }

        String receive(int length) throws IOException {
            byte[] bytes = socket.getInputStream().readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("got " + bytes.length + " bytes of " + length);
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        }

        void assertSilence() throws IOException {
            socket.setSoTimeout(SILENCE_MILLIS);
            assertThrows(
                    SocketTimeoutException.class, () -> socket.getInputStream().read());
            socket.setSoTimeout(PATIENCE_MILLIS);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
