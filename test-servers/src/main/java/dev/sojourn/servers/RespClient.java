// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One plain connection to a Redis server, for tests that set a scene or look behind the one under test.
 *
 * <p>Speaks RESP2; knows no TLS. A server that does not answer within the timeout is an {@link UncheckedIOException}. One
 * thread at a time.
 */
public final class RespClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RespClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** Connects to a port of the loopback address; answers may take 10 seconds. */
    public static RespClient connect(int port) {
        return connect(port, TIMEOUT);
    }

    /** Connects to a port of the loopback address. */
    public static RespClient connect(int port, Duration timeout) {
        Socket socket = new Socket();
        try {
            int millis = Math.toIntExact(timeout.toMillis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            return new RespClient(socket);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new UncheckedIOException("port " + port, e);
        }
    }

    /**
     * Sends a command and waits for its answer.
     *
     * @throws RespException if the answer is an error
     */
    public Reply send(String... command) {
        write(command);
        return read();
    }

    /** As {@link #send(String...)}, with words that need not be text. */
    public Reply send(List<byte[]> command) {
        write(command);
        return read();
    }

    /** Sends a command and does not wait; {@link #read()} gets the answer. */
    public void write(String... command) {
        write(Arrays.stream(command)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    private void write(List<byte[]> command) {
        try {
            out.write(line('*', command.size()));
            for (byte[] word : command) {
                out.write(line('$', word.length));
                out.write(word);
                out.write('\r');
                out.write('\n');
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the next answer. */
    public Reply read() {
        try {
            Reply reply = readReply();
            if (reply instanceof Reply.Failure failure) {
                throw failure.error();
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of one section of INFO, such as {@code replication} or {@code stats}. */
    public Map<String, String> info(String section) {
        return fields(send("INFO", section).text());
    }

    /**
     * How often each command was called since the server was started or {@code CONFIG RESETSTAT}. Names are in lower case, and
     * with {@code |} before the subcommand since Redis 7. A command that a script calls counts like the script itself.
     */
    public Map<String, Long> commandCalls() {
        Map<String, Long> calls = new TreeMap<>();
        info("commandstats").forEach((name, fields) -> calls.put(name.substring("cmdstat_".length()), calls(fields)));
        return calls;
    }

    /** Lines of {@code name:value}. */
    static Map<String, String> fields(String text) {
        Map<String, String> fields = new TreeMap<>();
        text.lines()
                .filter(line -> !line.startsWith("#") && line.contains(":"))
                .forEach(line ->
                        fields.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
        return fields;
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    /** {@code calls=3,usec=12,…}. */
    private static long calls(String fields) {
        return Long.parseLong(fields.substring("calls=".length(), fields.indexOf(',')));
    }

    private Reply readReply() throws IOException {
        String line = readLine();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> new Reply.Text(rest.getBytes(StandardCharsets.UTF_8));
            case '-' -> new Reply.Failure(new RespException(rest));
            case ':' -> new Reply.Count(Long.parseLong(rest));
            case '$' -> readText(Integer.parseInt(rest));
            case '*' -> readItems(Integer.parseInt(rest));
            default -> throw new IOException("not RESP2: " + line);
        };
    }

    private Reply readText(int length) throws IOException {
        if (length < 0) {
            return new Reply.Nil();
        }
        byte[] content = in.readNBytes(length);
        if (content.length < length || in.readNBytes(2).length < 2) {
            throw new EOFException("the server closed the connection");
        }
        return new Reply.Text(content);
    }

    private Reply readItems(int length) throws IOException {
        if (length < 0) {
            return new Reply.Nil();
        }
        List<Reply> items = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            items.add(readReply());
        }
        return new Reply.Items(List.copyOf(items));
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.write(next);
        }
        if (in.read() != '\n' || line.size() == 0) {
            throw new IOException("not RESP2: " + line);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static byte[] line(char kind, int number) {
        return (kind + Integer.toString(number) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // A connection that is being given up: nobody waits for anything on it.
        }
    }
}
