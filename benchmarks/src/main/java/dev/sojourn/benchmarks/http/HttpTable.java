// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import dev.sojourn.benchmarks.Distribution;
import dev.sojourn.benchmarks.MarkdownTable;
import dev.sojourn.benchmarks.Plan;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What a request costs with its session in Redis, beside what it costs with Spring Session and with nothing, as tables. */
public final class HttpTable {
    private static final String READ = "/read";
    private static final String WRITE = "/write";

    private HttpTable() {}

    /** Measures and returns Markdown. */
    public static String measure(Plan plan) throws IOException, InterruptedException {
        HttpRounds rounds = HttpRounds.run(plan, List.of(READ, WRITE));
        return "### Read one attribute\n\n" + table(rounds, READ) + "\n### Write one attribute\n\n"
                + table(rounds, WRITE) + "\n";
    }

    private static MarkdownTable table(HttpRounds rounds, String path) {
        MarkdownTable table = new MarkdownTable(
                "sessions",
                "requests per second",
                "lowest and highest round",
                "throughput, Spring Session = 1",
                "server µs per request",
                "of it for the session",
                "Redis µs per request");
        Distribution empty = rounds.serverMicros(Subject.EMPTY, path);
        for (Subject subject : Subject.values()) {
            Distribution perSecond = rounds.perSecond(subject, path);
            Distribution server = rounds.serverMicros(subject, path);
            table.add(
                    subject.title(),
                    number("%.0f", perSecond.median()),
                    number("%.0f", perSecond.lowest()) + " – " + number("%.0f", perSecond.highest()),
                    number(
                            "%.2f",
                            perSecond
                                    .dividedBy(rounds.perSecond(Subject.SPRING, path))
                                    .median()),
                    number("%.0f", server.median()),
                    number("%.0f", server.minus(empty).median()),
                    number("%.0f", rounds.redisMicros(subject, path).median()));
        }
        return table;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
