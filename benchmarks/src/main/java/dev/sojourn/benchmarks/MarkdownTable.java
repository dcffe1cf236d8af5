// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table for the report: the first column is text, the others are figures. Not thread-safe. */
public final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();

    /** A table with these columns. */
    public MarkdownTable(String... columns) {
        lines.add(line(List.of(columns)));
        lines.add(line(List.of(columns).stream()
                .map(column -> column.equals(columns[0]) ? "---" : "---:")
                .toList()));
    }

    /** Adds a line. */
    public void add(String... cells) {
        lines.add(line(List.of(cells)));
    }

    /** The lines. */
    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }
}
