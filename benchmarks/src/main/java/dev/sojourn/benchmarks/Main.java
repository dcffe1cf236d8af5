// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures everything, prints the reports and writes them to the directories named. */
final class Main {
    private Main() {}

    /** Runs what {@link Options#parse} makes of the arguments. */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(arguments);
        for (Report report : options.reports()) {
            String text = Environment.describe(options.plan()) + "\n" + report.measure(options.plan());
            System.out.println("\n" + text);
            List<String> directories = options.directories();
            for (int index = 0; index + 1 < directories.size(); index += 2) {
                Path file = Path.of(directories.get(index), report.file());
                Files.writeString(file, report.beginning(directories.get(index + 1)) + text.strip() + "\n");
            }
        }
    }
}
