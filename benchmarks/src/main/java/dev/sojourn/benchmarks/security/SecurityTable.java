// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import dev.sojourn.benchmarks.Distribution;
import dev.sojourn.benchmarks.JmhRounds;
import dev.sojourn.benchmarks.MarkdownTable;
import dev.sojourn.benchmarks.Plan;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/** What protection costs beside the same request without it, as tables. */
public final class SecurityTable {
    private static final List<Integer> SIZES = List.of(1_000, 10_000);

    private final JmhRounds rounds;
    private final StringBuilder text = new StringBuilder();

    private SecurityTable(JmhRounds rounds) {
        this.rounds = rounds;
    }

    /** Measures and returns Markdown. */
    public static String measure(Plan plan) throws RunnerException {
        return new SecurityTable(JmhRounds.run(plan, List.of(1), RecordBenchmark.class, GuardBenchmark.class)).text();
    }

    private String text() {
        text.append("## Encryption and compression\n\n").append(lengths()).append('\n');
        for (int size : SIZES) {
            records("Open, read one attribute, commit", "read", size);
            records("Open, write one attribute, commit", "write", size);
        }
        text.append("## Guards and headers\n\n");
        MarkdownTable table = table("in front of the request", "no guard");
        for (GuardKind guard : GuardKind.values()) {
            add(table, guard.title(), "request " + guard, "request " + GuardKind.NONE);
        }
        return text.append(table).append('\n').toString();
    }

    private void records(String title, String benchmark, int size) {
        text.append(String.format(Locale.ROOT, "### %s, %,d bytes of attributes%n%n", title, size));
        MarkdownTable table = table("records", "plain");
        for (RecordKind kind : RecordKind.values()) {
            add(
                    table,
                    kind.title(),
                    benchmark + " " + kind + " " + size,
                    benchmark + " " + RecordKind.PLAIN + " " + size);
        }
        text.append(table).append('\n');
    }

    private static MarkdownTable table(String subject, String yardstick) {
        return new MarkdownTable(
                subject,
                "ns per request",
                "lowest and highest round",
                "ns more than " + yardstick,
                "time, " + yardstick + " = 1",
                "bytes allocated");
    }

    private void add(MarkdownTable table, String title, String benchmark, String yardstick) {
        Distribution times = rounds.nanoseconds(benchmark, 1);
        Distribution plain = rounds.nanoseconds(yardstick, 1);
        table.add(
                title,
                number("%.0f", times.median()),
                number("%.0f", times.lowest()) + " – " + number("%.0f", times.highest()),
                number("%.0f", times.minus(plain).median()),
                number("%.2f", times.dividedBy(plain).median()),
                number("%.0f", rounds.bytes(benchmark, 1).median()));
    }

    /** How long the records are that are compared. */
    private static MarkdownTable lengths() {
        MarkdownTable table = new MarkdownTable("records", "stored bytes of 1,000", "stored bytes of 10,000");
        for (RecordKind kind : RecordKind.values()) {
            table.add(kind.title(), length(kind, SIZES.get(0)), length(kind, SIZES.get(1)));
        }
        return table;
    }

    private static String length(RecordKind kind, int size) {
        try (ByteSessions sessions = new ByteSessions(kind, size)) {
            return number("%,d", sessions.store.averageBytes());
        }
    }

    private static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
