// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another JVM of the Java that runs this one. Its output is collected, not shown; it is gone at the latest when this JVM is.
 * Thread-safe.
 */
public final class JavaProcess implements AutoCloseable {

    private final String name;
    private final Path directory;
    private final ServerProcess process;

    JavaProcess(String name, Path directory, ServerProcess process) {
        this.name = name;
        this.directory = directory;
        this.process = process;
    }

    /** A main class on this JVM's own class path. */
    public static JavaProcessBuilder ofClass(Class<?> mainClass) {
        return new JavaProcessBuilder(
                mainClass.getSimpleName(), List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
    }

    /** A jar that names its main class. */
    public static JavaProcessBuilder ofJar(Path jar) {
        return new JavaProcessBuilder(
                String.valueOf(jar.getFileName()),
                List.of("-jar", jar.toAbsolutePath().toString()));
    }

    /**
     * Waits for a line of its output, which may have come already, and returns the first that matches as a whole.
     *
     * @throws AssertionError with all output so far, if there is none in time or the process ends without it
     */
    public MatchResult awaitLine(Pattern pattern, Duration limit) {
        Await.until(
                name + " writes a line like " + pattern,
                limit,
                () -> firstLine(pattern).isPresent() || !process.isAlive(),
                process::log);
        return firstLine(pattern)
                .orElseThrow(() -> new AssertionError(name + " has ended; its output:\n" + process.log()));
    }

    /** All output so far, of both kinds. */
    public List<String> lines() {
        return process.log().lines().toList();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM: its shutdown hooks run. */
    public void terminate() {
        process.terminate();
    }

    /** Waits until it has ended, and tells its exit code. */
    public int awaitEnd(Duration limit) {
        return process.awaitEnd(limit);
    }

    /** SIGSTOP: it stands still, like in a very long pause of the garbage collector. */
    public void freeze() {
        process.freeze();
    }

    /** SIGCONT. */
    public void thaw() {
        process.thaw();
    }

    /** Whether it is there; a frozen one is. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The id of its process. */
    public long pid() {
        return process.pid();
    }

    /** Kills it and deletes the directory that it was started in. */
    @Override
    public void close() {
        process.kill();
        Directories.delete(directory);
    }

    private Optional<MatchResult> firstLine(Pattern pattern) {
        return lines().stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(Matcher::toMatchResult)
                .findFirst();
    }
}
