// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.heap;

import dev.sojourn.benchmarks.MarkdownTable;
import dev.sojourn.benchmarks.Plan;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What an idle session weighs, each system in a process of its own with the same heap, as a table. */
public final class HeapTable {
    private static final int SAMPLE = 10_000;

    private HeapTable() {}

    /** Measures and returns Markdown. */
    public static String measure(Plan plan) throws IOException, InterruptedException {
        double spring = weigh(HeapScale.USED, SessionsKind.SPRING, plan.heapSessions());
        MarkdownTable table = new MarkdownTable(
                "system",
                "bytes of used heap per session",
                "used heap, Spring Session = 1",
                "bytes by JOL, 10,000 sessions");
        for (SessionsKind kind : SessionsKind.values()) {
            double used = kind == SessionsKind.SPRING ? spring : weigh(HeapScale.USED, kind, plan.heapSessions());
            table.add(
                    kind.title(),
                    String.format(Locale.ROOT, "%.0f", used),
                    String.format(Locale.ROOT, "%.2f", used / spring),
                    String.format(Locale.ROOT, "%.0f", weigh(HeapScale.REACHABLE, kind, SAMPLE)));
        }
        return String.format(Locale.ROOT, "### %,d idle sessions with 3 small attributes%n%n", plan.heapSessions())
                + table;
    }

    private static double weigh(HeapScale scale, SessionsKind kind, int sessions)
            throws IOException, InterruptedException {
        System.out.printf("weighing %s by %s ...%n", kind, scale);
        Process process = new ProcessBuilder(command(scale, kind, sessions))
                .redirectError(Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("weighing " + kind + " failed: " + output);
        }
        String[] words = output.strip().split("\\s+", -1); // JOL talks before
        return Double.parseDouble(words[words.length - 1]);
    }

    private static List<String> command(HeapScale scale, SessionsKind kind, int sessions) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms4g",
                "-Xmx4g",
                "-XX:+UseSerialGC", // counts used bytes exactly, not by regions ...
                "-XX:TLABSize=16k", // ... and what is left of a thread's piece of it not at all
                "-XX:-ResizeTLAB",
                "-Djol.magicFieldOffset=true", // lets JOL see into records
                "-cp",
                System.getProperty("java.class.path"),
                HeapScale.class.getName(),
                scale.name(),
                kind.name(),
                Integer.toString(sessions));
    }
}
