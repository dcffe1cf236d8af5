// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A child process that writes to a file instead of our console and never outlives this JVM. Thread-safe. */
final class ServerProcess {

    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it in a directory; the output of both kinds is appended to the log. */
    static ServerProcess start(List<String> command, Path directory, Path log) {
        return start(command, Map.of(), directory, log);
    }

    /** As above, with variables added to our own environment. */
    static ServerProcess start(List<String> command, Map<String, String> variables, Path directory, Path log) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(variables);
            Process process = builder.start();
            Watchdog.ofThisJvm().watch(process.pid());
            return new ServerProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM: asks it to end. */
    void terminate() {
        process.destroy();
    }

    /** Waits until it has ended, and tells its exit code: above 128, the number of the signal that ended it. */
    int awaitEnd(Duration limit) {
        Await.until("process " + process.pid() + " ends", limit, () -> !process.isAlive(), this::log);
        Watchdog.ofThisJvm().forget(process.pid());
        return process.exitValue();
    }

    /** All output so far. */
    String log() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /** SIGKILL, and waits until it is gone. Does nothing if it has ended already. */
    synchronized void kill() {
        boolean alive = process.isAlive();
        process.destroyForcibly().onExit().join();
        if (alive) {
            Watchdog.ofThisJvm().forget(process.pid());
        }
    }

    /** SIGSTOP, and waits until it stands still: the system keeps accepting connections for it. */
    void freeze() {
        signal("STOP");
        Path state = Path.of("/proc/" + process.pid() + "/stat");
        if (Files.exists(state)) {
            Await.until("process " + process.pid() + " is stopped", SIGNAL_LIMIT, () -> isStopped(state), this::log);
        }
    }

    /** SIGCONT. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (code != 0) {
                throw new IllegalStateException("process " + process.pid() + " is not there to get SIG" + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The third field, after the name in parentheses; source: proc(5). */
    private static boolean isStopped(Path stat) {
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return line.charAt(line.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
