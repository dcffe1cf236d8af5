// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.requests;

import dev.sojourn.benchmarks.Distribution;
import dev.sojourn.benchmarks.JmhRounds;
import dev.sojourn.benchmarks.MarkdownTable;
import dev.sojourn.benchmarks.Plan;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/** What a request costs, beside what it costs with Spring Session, as a table. */
public final class RequestTable {
    /** One, and as many as the smallest server has cores. */
    private static final List<Integer> THREADS = List.of(1, 2);

    private static final List<Line> READS = List.of(
            new Line("bare `ConcurrentHashMap`", "mapRead"),
            new Line("Spring Session, `MapSessionRepository`", "springRead"),
            new Line("Sojourn, `MemoryStore`", "sojournRead"),
            new Line("Sojourn, `MemoryStore`, touch each minute", "sojournReadTouchedEachMinute"));
    private static final List<Line> WRITES = List.of(
            new Line("bare `ConcurrentHashMap`", "mapWrite"),
            new Line("Spring Session, `MapSessionRepository`", "springWrite"),
            new Line("Sojourn, `MemoryStore`", "sojournWrite"));

    private record Line(String title, String benchmark) {}

    private RequestTable() {}

    /** Measures and returns Markdown: a table for each kind of request and number of threads. */
    public static String measure(Plan plan) throws RunnerException {
        JmhRounds rounds = JmhRounds.run(plan, THREADS, RequestBenchmark.class);
        StringBuilder text = new StringBuilder();
        for (int threads : THREADS) {
            String on = threads == 1 ? ", 1 thread" : ", " + threads + " threads";
            text.append("### Open, read one attribute, commit").append(on).append("\n\n");
            text.append(table(rounds, READS, "springRead", threads)).append('\n');
            text.append("### Open, write one attribute, commit").append(on).append("\n\n");
            text.append(table(rounds, WRITES, "springWrite", threads)).append('\n');
        }
        return text.toString();
    }

    private static MarkdownTable table(JmhRounds rounds, List<Line> lines, String yardstick, int threads) {
        MarkdownTable table = new MarkdownTable(
                "system", "ns per request", "lowest and highest round", "time, Spring Session = 1", "bytes allocated");
        for (Line line : lines) {
            Distribution times = rounds.nanoseconds(line.benchmark(), threads);
            Distribution ratios = times.dividedBy(rounds.nanoseconds(yardstick, threads));
            table.add(
                    line.title(),
                    number("%.0f", times.median()),
                    number("%.0f", times.lowest()) + " – " + number("%.0f", times.highest()),
                    number("%.2f", ratios.median()),
                    number("%.0f", rounds.bytes(line.benchmark(), threads).median()));
        }
        return table;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
