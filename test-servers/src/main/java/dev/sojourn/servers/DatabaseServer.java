// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A real database on a port of the loopback address, with a directory of its own: {@link PostgresServer} or {@link
 * MariaDbServer}.
 *
 * <p>It writes nothing to our console and is gone, with its directory, at the latest when this JVM is. Thread-safe, except that
 * only one thread at a time may kill and start it.
 */
public abstract sealed class DatabaseServer implements AutoCloseable permits PostgresServer, MariaDbServer {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final int port = FreePorts.next();
    private final Path directory;
    private final String ready;
    private volatile List<String> command = List.of();
    private volatile Optional<ServerProcess> process = Optional.empty();

    /** What is in its log for each time that it is ready. */
    DatabaseServer(String name, String ready) {
        this.directory = Watchdog.ofThisJvm().newDirectory(name + "-" + port);
        this.ready = ready;
    }

    /** Where it is found, with user and password. */
    public abstract String jdbcUrl();

    /** Its port. */
    public final int port() {
        return port;
    }

    /** Where it keeps its files. */
    public final Path directory() {
        return directory;
    }

    /** All that it has written to its log. */
    public final String log() {
        return process.map(ServerProcess::log).orElse("");
    }

    /** The id of its process; those that serve connections may be its children. */
    public final long pid() {
        return process.map(ServerProcess::pid).orElseThrow();
    }

    /** SIGKILL: connections break, and nothing more is written. Waits until it is gone. */
    public final void kill() {
        process.ifPresent(ServerProcess::kill);
    }

    /** Kills it if it runs, starts it on the same port with the same files, and waits until it answers. */
    public final void restart() {
        kill();
        start(command);
    }

    /** Kills it and deletes its directory. */
    @Override
    public final void close() {
        kill();
        Directories.delete(directory);
    }

    /** Starts it; again if the process that was killed still holds something. */
    final void start(List<String> newCommand) {
        command = newCommand;
        int before = timesReady();
        Await.until(
                "the database on port " + port + " is ready",
                START_LIMIT,
                () -> {
                    if (process.filter(ServerProcess::isAlive).isEmpty()) {
                        process = Optional.of(ServerProcess.start(newCommand, directory, directory.resolve("log")));
                    }
                    return timesReady() > before;
                },
                () -> "its log:\n" + log());
    }

    /** Runs a program that prepares the directory, to its end. */
    final void prepare(List<String> preparing) {
        ServerProcess preparation = ServerProcess.start(preparing, directory, directory.resolve("log"));
        Await.until(preparing.get(0) + " has ended", START_LIMIT, () -> !preparation.isAlive(), preparation::log);
        preparation.kill();
    }

    private int timesReady() {
        return log().split(ready, -1).length - 1;
    }
}
