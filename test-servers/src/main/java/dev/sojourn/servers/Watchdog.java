// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A shell that kills our children and deletes their directory when this JVM is gone, however it went.
 *
 * <p>It reads the process ids from its standard input, which ends with the JVM: also with one that was killed, which no
 * shutdown hook would notice. Thread-safe.
 */
final class Watchdog {

    /* Signals from a terminal reach the whole process group; the watchdog has work to do after them. */
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            watched=' '
            while read -r verb pid; do
                case $verb in
                    watch) watched="$watched$pid " ;;
                    forget) watched="${watched%% $pid *} ${watched#* $pid }" ;;
                esac
            done
            for pid in $watched; do kill -9 "$pid"; done
            rm -rf "$1"
            """;

    private final Path directory;
    private final Writer orders;

    private Watchdog() {
        try {
            directory = Files.createTempDirectory("sojourn-servers-");
            Process shell = new ProcessBuilder("sh", "-c", SCRIPT, "sojourn-watchdog", directory.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            orders = shell.outputWriter();
        } catch (IOException e) {
            throw new UncheckedIOException("the watchdog of the test servers did not start", e);
        }
    }

    /** The watchdog of this JVM; started when first asked for. */
    static Watchdog ofThisJvm() {
        return Holder.INSTANCE;
    }

    /** A new empty directory that is gone at the latest when this JVM is. */
    Path newDirectory(String name) {
        try {
            return Files.createTempDirectory(directory, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void watch(long pid) {
        order("watch", pid);
    }

    /** After the process has ended: its id may soon be another's. */
    void forget(long pid) {
        order("forget", pid);
    }

    private synchronized void order(String verb, long pid) {
        try {
            orders.write(verb + " " + pid + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the watchdog of the test servers is gone", e);
        }
    }

    private static final class Holder {
        static final Watchdog INSTANCE = new Watchdog();
    }
}
