// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import dev.sojourn.benchmarks.clients.ClientTable;
import dev.sojourn.benchmarks.heap.HeapTable;
import dev.sojourn.benchmarks.http.Backend;
import dev.sojourn.benchmarks.http.HttpTable;
import dev.sojourn.benchmarks.http.LogoutDelay;
import dev.sojourn.benchmarks.requests.RequestTable;
import dev.sojourn.benchmarks.security.SecurityTable;
import dev.sojourn.benchmarks.sweep.SweepDatabase;
import dev.sojourn.benchmarks.sweep.SweepTable;
import java.util.List;

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
            return "## Requests over HTTP\n\n" + HttpTable.measure(plan, Backend.REDIS)
                    + "## A logout, seen from another server with a copy\n\n" + LogoutDelay.measure(plan)
                    + "\n## Clients of Redis\n\n" + ClientTable.measure(plan);
        }
    },
    /** Sessions in PostgreSQL. */
    JDBC("benchmarks-jdbc.md", "Benchmarks with PostgreSQL") {
        @Override
        String measure(Plan plan) throws Exception {
            return "## Requests over HTTP\n\n" + HttpTable.measure(plan, Backend.POSTGRES);
        }
    },
    /** What protection costs. */
    SECURITY("benchmarks-security.md", "What protection costs") {
        @Override
        String measure(Plan plan) throws Exception {
            return SecurityTable.measure(plan);
        }
    },
    /** Ended sessions in PostgreSQL. */
    SWEEP("benchmarks-sweep.md", "Sweeping half a million sessions") {
        @Override
        String measure(Plan plan) throws Exception {
            return SweepTable.measure(plan, SweepDatabase.POSTGRESQL);
        }
    },
    /** Ended sessions in MariaDB; only if asked for. */
    SWEEP_MARIADB("benchmarks-sweep-mariadb.md", "Sweeping half a million sessions in MariaDB") {
        @Override
        String measure(Plan plan) throws Exception {
            return SweepTable.measure(plan, SweepDatabase.MARIADB);
        }
    };

    /** What is measured unless something else is asked for. */
    static final List<Report> ALL = List.of(MEMORY, REDIS, JDBC, SWEEP, SECURITY);

    private final String file;
    private final String title;

    Report(String file, String title) {
        this.file = file;
        this.title = title;
    }

    /** The same with MariaDB, if there is such a report. */
    Report onMariaDb() {
        return this == SWEEP ? SWEEP_MARIADB : this;
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
