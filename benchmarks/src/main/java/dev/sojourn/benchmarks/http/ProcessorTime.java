// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Processor time of a server that has a process for each connection, on Linux. */
final class ProcessorTime {
    /** In these ticks the kernel tells times to programs, on every machine. */
    private static final long TICK_MILLIS = 10;

    private static final int USER = 11;
    private static final int FIELDS = 4;

    private ProcessorTime() {}

    /** User and system time of a process, its descendants, and those of them that have ended. */
    static Duration ofTree(long pid) {
        ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
        long ticks = Stream.concat(Stream.of(root), root.descendants())
                .mapToLong(handle -> ticks(Path.of("/proc/" + handle.pid() + "/stat")))
                .sum();
        return Duration.ofMillis(ticks * TICK_MILLIS);
    }

    /** Fields 14 to 17: user, system, and both of children that were waited for; source: proc(5). */
    private static long ticks(Path stat) {
        try {
            String line = Files.readString(stat);
            return ticksIn(line);
        } catch (NoSuchFileException ended) {
            return 0; // its parent has its time by now, or at the next look
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The name of the program, in parentheses, may have spaces; fields are counted from behind it. */
    static long ticksIn(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = USER; field < USER + FIELDS; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks;
    }
}
