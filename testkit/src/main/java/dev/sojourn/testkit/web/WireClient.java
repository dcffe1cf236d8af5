// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/1.1 through a socket, byte for byte as a test says, one request for each connection.
 *
 * <p>Not a browser: it adds nothing but {@code Host} and {@code Connection: close}, and understands nothing but the end of
 * the head and chunks.
 */
final class WireClient {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String HEAD_END = "\r\n\r\n";

    private final int port;
    private final Inspection inspection;

    WireClient(int port, Inspection inspection) {
        this.port = port;
        this.inspection = inspection;
    }

    WireResponse get(String path, String... headerLines) {
        return start("GET", path, "localhost:" + port, List.of(headerLines)).response();
    }

    /** Sends a request and leaves the answer for later. */
    Call start(String method, String target, String host, List<String> headerLines) {
        StringBuilder text = new StringBuilder();
        text.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ");
        text.append(host).append("\r\nConnection: close\r\n");
        headerLines.forEach(line -> text.append(line).append("\r\n"));
        return send(text.append("\r\n").toString());
    }

    int port() {
        return port;
    }

    private Call send(String request) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            return new Call(socket, write(request, socket), inspection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server may refuse a request before it has read all of it, and close: its answer can be there all the same. */
    private static @Nullable IOException write(String request, Socket socket) {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return null;
        } catch (IOException notWanted) {
            return notWanted;
        }
    }

    /** A request that is under way. One thread at a time. */
    static final class Call {
        private final Socket socket;
        private final @Nullable IOException unsent;
        private final Inspection inspection;
        private String head = "";

        private Call(Socket socket, @Nullable IOException unsent, Inspection inspection) {
            this.socket = socket;
            this.unsent = unsent;
            this.inspection = inspection;
        }

        /** Whether something of the answer has arrived. */
        boolean hasAnswer() {
            return read(() -> socket.getInputStream().available() > 0);
        }

        /** Waits for the head of the answer, byte by byte, so that nothing of the body is taken. */
        String head() {
            return read(() -> {
                InputStream in = socket.getInputStream();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                while (head.isEmpty()) {
                    int next = in.read();
                    if (next < 0) {
                        throw new IOException("the answer ended within its head: " + text(bytes.toByteArray()));
                    }
                    bytes.write(next);
                    if (next == '\n' && text(bytes.toByteArray()).endsWith(HEAD_END)) {
                        head = text(bytes.toByteArray());
                        inspection.answered(head, "");
                    }
                }
                return head;
            });
        }

        /** Waits for the next bytes of the body, with their transfer coding, and takes as many as are there. */
        String some() {
            String unused = head();
            return read(() -> {
                byte[] buffer = new byte[8192];
                int count = socket.getInputStream().read(buffer);
                String some = count < 0 ? "" : new String(buffer, 0, count, StandardCharsets.UTF_8);
                inspection.answered(head, some);
                return some;
            });
        }

        /** Waits for the whole answer. */
        WireResponse response() {
            List<String> lines = List.of(head().split("\r\n", -1));
            byte[] body = read(() -> socket.getInputStream().readAllBytes());
            close();
            inspection.answered(head, text(body));
            WireResponse raw = new WireResponse(
                    Integer.parseInt(lines.get(0).split(" ", -1)[1]),
                    lines.subList(1, lines.size()),
                    new String(body, StandardCharsets.UTF_8));
            boolean chunked = raw.all("Transfer-Encoding").stream()
                    .anyMatch(coding -> coding.toLowerCase(Locale.ROOT).contains("chunked"));
            return chunked ? new WireResponse(raw.status(), raw.fields(), unchunked(body)) : raw;
        }

        void close() {
            boolean unused = read(() -> {
                socket.close();
                return true;
            });
        }

        private static String unchunked(byte[] bytes) {
            String rest = text(bytes);
            StringBuilder body = new StringBuilder();
            while (true) {
                int end = rest.indexOf("\r\n");
                int length = end < 0
                        ? 0
                        : Integer.parseInt(
                                rest.substring(0, end).split(";", -1)[0].strip(), 16);
                if (length == 0) {
                    assertEquals(0, rest.indexOf("0\r\n"), "the last chunk is missing: the body is not complete");
                    return new String(body.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                }
                body.append(rest, end + 2, end + 2 + length);
                rest = rest.substring(end + 4 + length);
            }
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        private <T> T read(Reading<T> reading) {
            try {
                return reading.run();
            } catch (IOException e) {
                if (unsent != null) {
                    e.addSuppressed(unsent);
                }
                throw new UncheckedIOException(e);
            }
        }

        /** Something that reads from the socket. */
        private interface Reading<T> {
            T run() throws IOException;
        }
    }
}
