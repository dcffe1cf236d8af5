// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A real Redis or Valkey server on a port of the loopback address, with a directory of its own.
 *
 * <p>It writes nothing to our console and is gone, with its directory, at the latest when this JVM is. Thread-safe, except that
 * only one thread at a time may kill and start it.
 */
public final class RedisServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration PING_LIMIT = Duration.ofSeconds(1);
    private static final int START_ATTEMPTS = 3;
    private static final String PORT_IS_TAKEN = "Address already in use";

    private final RedisBinary binary;
    private final boolean sentinel;
    private final Optional<String> password;
    private final int port;
    private final OptionalInt tlsPort;
    private final Path directory;
    private volatile ServerProcess process;

    private RedisServer(RedisServerBuilder builder) {
        binary = builder.binary();
        sentinel = builder.isSentinel();
        password = builder.password();
        port = FreePorts.next();
        tlsPort = builder.hasTls() ? OptionalInt.of(FreePorts.next()) : OptionalInt.empty();
        directory = Watchdog.ofThisJvm().newDirectory("redis-" + port);
        writeConfiguration(builder.lines());
        process = startProcess();
    }

    /** Starts the bundled server as it is. */
    public static RedisServer start() {
        return builder().start();
    }

    /** Starts it in another way. */
    public static RedisServerBuilder builder() {
        return new RedisServerBuilder();
    }

    /** Another program may take the free port before the server does: then it is started on another one. */
    static RedisServer start(RedisServerBuilder builder) {
        for (int attempt = 1; ; attempt++) {
            RedisServer server = new RedisServer(builder);
            try {
                server.awaitReady();
                return server;
            } catch (AssertionError e) {
                boolean again = attempt < START_ATTEMPTS && server.log().contains(PORT_IS_TAKEN);
                server.close();
                if (!again) {
                    throw e;
                }
            }
        }
    }

    /** Its port without TLS. */
    public int port() {
        return port;
    }

    /** Its port with TLS. */
    public int tlsPort() {
        return tlsPort.orElseThrow(() -> new IllegalStateException("started without tls()"));
    }

    /** {@code redis://127.0.0.1:port}, without a password. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** The program that runs. */
    public RedisBinary binary() {
        return binary;
    }

    /** A new connection, signed in if the server has a password. */
    public RespClient client() {
        return signIn(RespClient.connect(port));
    }

    /** As above, with a connection that waits this long at most for each answer. */
    public RespClient client(Duration timeout) {
        return signIn(RespClient.connect(port, timeout));
    }

    /** Deletes all keys. */
    public void flush() {
        try (RespClient client = client()) {
            client.send("FLUSHALL");
        }
    }

    /** SIGKILL: connections break, and nothing more is written. Waits until it is gone. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP: connections stay, even new ones are accepted by the system, and nothing is answered. */
    public void freeze() {
        process.freeze();
    }

    /** SIGCONT: it goes on, and answers what has arrived meanwhile. */
    public void thaw() {
        process.thaw();
    }

    /** Kills it if it runs, starts it on the same port with the same directory and configuration, and waits until it answers. */
    public void restart() {
        restartWithoutWaiting();
        awaitReady();
    }

    /** As {@link #restart()}, but returns while the server may still refuse connections or answer {@code LOADING}. */
    public void restartWithoutWaiting() {
        process.kill();
        process = startProcess();
    }

    /** Waits until it answers and has loaded its keys. */
    public void awaitReady() {
        ServerProcess awaited = process;
        Await.until(
                binary + " answers on port " + port,
                START_LIMIT,
                () -> !awaited.isAlive() || isReady(),
                () -> "its log:\n" + log());
        if (!awaited.isAlive()) {
            throw new AssertionError(binary + " on port " + port + " has ended; its log:\n" + log());
        }
    }

    /** Whether the process is there; a frozen one is. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The id of its process. */
    public long pid() {
        return process.pid();
    }

    /** All that it has written to its log. */
    public String log() {
        return process.log();
    }

    /** Where it keeps its files. */
    public Path directory() {
        return directory;
    }

    /** Kills it and deletes its directory. */
    @Override
    public void close() {
        process.kill();
        Directories.delete(directory);
    }

    private boolean isReady() {
        try (RespClient client = client(PING_LIMIT)) {
            client.send("PING");
            return true;
        } catch (RespException | UncheckedIOException e) {
            return false;
        }
    }

    private RespClient signIn(RespClient client) {
        try {
            password.ifPresent(secret -> client.send("AUTH", secret));
            return client;
        } catch (RespException | UncheckedIOException e) {
            client.close();
            throw e;
        }
    }

    private ServerProcess startProcess() {
        List<String> command = new ArrayList<>(
                List.of(binary.path().toString(), configuration().toString()));
        if (sentinel) {
            command.add("--sentinel");
        }
        return ServerProcess.start(command, directory, directory.resolve("log"));
    }

    private void writeConfiguration(List<String> lines) {
        List<String> all = new ArrayList<>(List.of("port " + port));
        tlsPort.ifPresent(value -> all.add("tls-port " + value));
        all.addAll(lines);
        try {
            Files.write(configuration(), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path configuration() {
        return directory.resolve("redis.conf");
    }
}
