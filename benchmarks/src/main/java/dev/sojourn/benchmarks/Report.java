// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import dev.sojourn.benchmarks.clients.ClientTable;
import dev.sojourn.benchmarks.heap.HeapTable;
import dev.sojourn.benchmarks.http.HttpTable;
import dev.sojourn.benchmarks.http.LogoutDelay;
import dev.sojourn.benchmarks.requests.RequestTable;

/** What is measured together and written into one file. */
enum Report {
    /** Sessions in this heap. */
    MEMORY("benchmarks.md", "Benchmarks") {
        @Override
        String measure(Plan plan) throws Exception {
            return "## Requests\n\n" + RequestTable.measure(plan) + "## Heap\n\n" + HeapTable.measure(plan);
        }
    },
    /** Sessions in Redis. */
    REDIS("benchmarks-redis.md", "Benchmarks with Redis") {
        @Override
        String measure(Plan plan) throws Exception {
            return "## Requests over HTTP\n\n" + HttpTable.measure(plan)
                    + "## A logout, seen from another server with a copy\n\n" + LogoutDelay.measure(plan)
                    + "\n## Clients of Redis\n\n" + ClientTable.measure(plan);
        }
    };

    private final String file;
    private final String title;

    Report(String file, String title) {
        this.file = file;
        this.title = title;
    }

    /** The name of the file that it is written to. */
    String file() {
        return file;
    }

    /** What its page begins with; the README is where this link leads from there. */
    String beginning(String readme) {
        return """
                # %s

                Written by `benchmarks/run`. What each line does, and what it does not do, is said in
                [benchmarks/README.md](%s).

                """.formatted(title, readme);
    }

    /** Measures and returns Markdown. */
    abstract String measure(Plan plan) throws Exception;
}
