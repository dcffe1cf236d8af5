// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.clients;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The floor: a blocking socket for each thread, the protocol written and read without a client. */
final class SocketCaller implements RedisCaller {
    private static final byte[] GET = ascii("GET");
    private static final byte[] SET = ascii("SET");
    private static final byte[] EVALSHA = ascii("EVALSHA");
    private static final byte[] ONE = ascii("1");
    private static final byte[] END = ascii("\r\n");

    private final int port;
    private final Queue<Wire> wires = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Wire> wire = ThreadLocal.withInitial(this::open);
    private byte[] sha = new byte[0];

    SocketCaller(int port) {
        this.port = port;
    }

    @Override
    public void set(byte[] key, byte[] value) {
        Object unused = wire.get().call(SET, key, value);
    }

    @Override
    public byte[] get(byte[] key) {
        return (byte[]) wire.get().call(GET, key);
    }

    @Override
    public Object save(byte[] key, byte[] expectedVersion, byte[] value) {
        return wire.get().call(EVALSHA, sha, ONE, key, expectedVersion, value, TTL_MILLIS);
    }

    @Override
    public String load() {
        sha = (byte[]) wire.get().call(ascii("SCRIPT"), ascii("LOAD"), SAVE_SCRIPT);
        return new String(sha, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        wires.forEach(Wire::close);
    }

    private Wire open() {
        Wire opened = new Wire(port);
        wires.add(opened);
        return opened;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One connection, used by one thread. */
    private static final class Wire {
        private final Socket socket;
        private final OutputStream out;
        private final InputStream in;

        Wire(int port) {
            try {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                out = new BufferedOutputStream(socket.getOutputStream());
                in = new BufferedInputStream(socket.getInputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Object call(byte[]... words) {
            try {
                out.write(ascii("*" + words.length + "\r\n"));
                for (byte[] word : words) {
                    out.write(ascii("$" + word.length + "\r\n"));
                    out.write(word);
                    out.write(END);
                }
                out.flush();
                return answer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Object answer() throws IOException {
            int kind = in.read();
            String line = line();
            return switch (kind) {
                case '+' -> line;
                case ':' -> Long.valueOf(line);
                case '$' -> {
                    byte[] bytes = in.readNBytes(Integer.parseInt(line));
                    in.skipNBytes(END.length);
                    yield bytes;
                }
                default -> throw new IOException("the server answered " + (char) kind + line);
            };
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\r'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the server closed the connection");
                }
                line.append((char) next);
            }
            in.skipNBytes(1);
            return line.toString();
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
