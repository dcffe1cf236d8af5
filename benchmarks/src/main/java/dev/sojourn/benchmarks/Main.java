// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures everything, prints the reports and writes them to the directories named. */
final class Main {
    private static final String QUICK = "--quick";
    private static final String ONLY = "--only=";
    private static final String ROUNDS = "--rounds=";

    private Main() {}

    /**
     * Runs.
     *
     * @param arguments optionally {@code --quick}; then optionally {@code --rounds=N}; optionally {@code --only=memory} or {@code --only=redis}; then pairs of a
     *     directory to write to and the path from there to the README
     */
    public static void main(String[] arguments) throws Exception {
        Plan plan = Plan.FULL;
        List<Report> reports = List.of(Report.values());
        List<String> directories = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals(QUICK)) {
                plan = Plan.QUICK;
            } else if (argument.startsWith(ROUNDS)) {
                plan = plan.withRounds(Integer.parseInt(argument.substring(ROUNDS.length())));
            } else if (argument.startsWith(ONLY)) {
                reports =
                        List.of(Report.valueOf(argument.substring(ONLY.length()).toUpperCase(Locale.ROOT)));
            } else {
                directories.add(argument);
            }
        }
        for (Report report : reports) {
            String text = Environment.describe(plan) + "\n" + report.measure(plan);
            System.out.println("\n" + text);
            for (int index = 0; index + 1 < directories.size(); index += 2) {
                Path file = Path.of(directories.get(index), report.file());
                Files.writeString(file, report.beginning(directories.get(index + 1)) + text);
            }
        }
    }
}
