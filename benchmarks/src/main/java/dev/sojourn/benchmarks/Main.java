// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import dev.sojourn.benchmarks.clients.ClientTable;
import dev.sojourn.benchmarks.heap.HeapTable;
import dev.sojourn.benchmarks.requests.RequestTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Measures everything, prints the report and writes it to the files named. */
final class Main {
    private static final String QUICK = "--quick";
    private static final String CLIENTS = "--clients";
    private static final String BEGINNING = """
            # Benchmarks

            Written by `benchmarks/run`. What each line does, and what it does not do, is said in
            [benchmarks/README.md](%s).

            """;

    private Main() {}

    /**
     * Runs.
     *
     * @param arguments optionally {@code --quick}; optionally {@code --clients} for that table alone; then pairs of a file to write and the path from there to the README
     */
    public static void main(String[] arguments) throws Exception {
        boolean quick = arguments.length > 0 && arguments[0].equals(QUICK);
        List<String> rest = Arrays.asList(arguments).subList(quick ? 1 : 0, arguments.length);
        Plan plan = quick ? Plan.QUICK : Plan.FULL;
        if (rest.contains(CLIENTS)) {
            System.out.println("\n" + Environment.describe(plan) + "\n" + ClientTable.measure(plan));
        } else {
            measureAll(plan, rest);
        }
    }

    private static void measureAll(Plan plan, List<String> files) throws Exception {
        String requests = RequestTable.measure(plan);
        String heap = HeapTable.measure(plan);
        String clients = ClientTable.measure(plan);
        String report = Environment.describe(plan) + "\n## Requests\n\n" + requests + "## Heap\n\n" + heap
                + "\n## Clients of Redis\n\n" + clients;
        System.out.println("\n" + report);
        for (int index = 0; index + 1 < files.size(); index += 2) {
            Files.writeString(Path.of(files.get(index)), BEGINNING.formatted(files.get(index + 1)) + report);
        }
    }
}
