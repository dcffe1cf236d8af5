// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What was asked for on the command line. The order of options plays no part.
 *
 * @param plan how long and how often to measure
 * @param reports what to measure
 * @param directories pairs of a directory to write to and the path from there to the README
 */
record Options(Plan plan, List<Report> reports, List<String> directories) {
    private static final String QUICK = "--quick";
    private static final String ONLY = "--only=";
    private static final String ROUNDS = "--rounds=";
    private static final String MARIADB = "--database=mariadb";

    /**
     * Reads {@code --quick}, {@code --rounds=N}, {@code --only=NAME}, {@code --database=mariadb}; the rest are directories.
     *
     * @throws IllegalArgumentException if something is not known
     */
    static Options parse(String... arguments) {
        Plan plan = Plan.FULL;
        OptionalInt rounds = OptionalInt.empty();
        List<Report> reports = Report.ALL;
        boolean mariaDb = false;
        List<String> directories = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals(QUICK)) {
                plan = Plan.QUICK;
            } else if (argument.startsWith(ROUNDS)) {
                rounds = OptionalInt.of(Integer.parseInt(argument.substring(ROUNDS.length())));
            } else if (argument.startsWith(ONLY)) {
                reports = List.of(report(argument.substring(ONLY.length())));
            } else if (argument.equals(MARIADB)) {
                mariaDb = true;
            } else if (argument.startsWith("--")) {
                throw new IllegalArgumentException("unknown option: " + argument);
            } else {
                directories.add(argument);
            }
        }
        return new Options(
                rounds.isPresent() ? plan.withRounds(rounds.getAsInt()) : plan,
                mariaDb ? reports.stream().map(Report::onMariaDb).toList() : reports,
                List.copyOf(directories));
    }

    private static Report report(String name) {
        return Arrays.stream(Report.values())
                .filter(report -> report.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown report: " + name));
    }
}
