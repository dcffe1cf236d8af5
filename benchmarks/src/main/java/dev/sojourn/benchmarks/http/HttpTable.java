// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import dev.sojourn.benchmarks.Distribution;
import dev.sojourn.benchmarks.MarkdownTable;
import dev.sojourn.benchmarks.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a request costs with its session in a backend, beside what it costs with others and with nothing, as tables. */
public final class HttpTable {
    private static final String READ = "/read";
    private static final String WRITE = "/write";

    private HttpTable() {}

    /** Measures and returns Markdown. */
    public static String measure(Plan plan, Backend backend) throws Exception {
        HttpRounds rounds = HttpRounds.run(plan, backend, List.of(READ, WRITE));
        return "### Read one attribute\n\n" + table(rounds, backend, READ) + "\n### Write one attribute\n\n"
                + table(rounds, backend, WRITE) + "\n";
    }

    private static MarkdownTable table(HttpRounds rounds, Backend backend, String path) {
        List<String> columns = new ArrayList<>(List.of(
                "sessions",
                "requests per second",
                "lowest and highest round",
                "throughput, Spring Session = 1",
                "server µs per request",
                "of it for the session",
                backend.title() + " µs per request"));
        if (rounds.statements(backend.reference(), path).isPresent()) {
            columns.add("statements per request");
        }
        MarkdownTable table = new MarkdownTable(columns.toArray(new String[0]));
        for (Subject subject : backend.subjects()) {
            table.add(cells(rounds, backend, subject, path).toArray(new String[0]));
        }
        return table;
    }

    private static List<String> cells(HttpRounds rounds, Backend backend, Subject subject, String path) {
        Distribution perSecond = rounds.perSecond(subject, path);
        Distribution server = rounds.serverMicros(subject, path);
        Distribution empty = rounds.serverMicros(Subject.EMPTY, path);
        Distribution reference = rounds.perSecond(backend.reference(), path);
        Optional<Distribution> statements = rounds.statements(subject, path);
        List<String> cells = new ArrayList<>(List.of(
                subject.title(),
                number("%.0f", perSecond.median()),
                number("%.0f", perSecond.lowest()) + " – " + number("%.0f", perSecond.highest()),
                number("%.2f", perSecond.dividedBy(reference).median()),
                number("%.0f", server.median()),
                number("%.0f", server.minus(empty).median()),
                number("%.0f", rounds.backendMicros(subject, path).median())));
        statements.ifPresent(counts -> cells.add(number("%.1f", counts.median())));
        return cells;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
