// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One connection to a server, kept open, over which one request follows the other.
 *
 * <p>A plain socket and as little work as possible: the client runs on the machine that is measured. Not thread-safe.
 */
final class LoadClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    LoadClient(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.socket.setTcpNoDelay(true);
        this.socket.setSoTimeout(30_000);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** The bytes of a request, to be sent many times. */
    static byte[] request(String path, String cookie) {
        String cookieLine = cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + cookieLine + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Sends and reads to the end.
     *
     * @return name and value of the cookie that was set; empty if none was
     * @throws IOException unless the answer is 200 with a Content-Length
     */
    String send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        List<String> head = readHead();
        if (!head.get(0).startsWith("HTTP/1.1 200")) {
            throw new IOException("the server answered " + head.get(0));
        }
        int length = -1;
        String cookie = "";
        for (String line : head) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            } else if (lower.startsWith("set-cookie:")) {
                cookie = line.substring(11).split(";", 2)[0].strip();
            }
        }
        if (length < 0) {
            throw new IOException("the answer has no Content-Length");
        }
        in.skipNBytes(length);
        return cookie;
    }

    private List<String> readHead() throws IOException {
        List<String> lines = new ArrayList<>(10);
        StringBuilder line = new StringBuilder(80);
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next == '\n') {
                if (line.isEmpty()) {
                    return lines;
                }
                lines.add(line.toString());
                line.setLength(0);
            } else if (next != '\r') {
                line.append((char) next);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
