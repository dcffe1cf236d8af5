// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.sweep;

import dev.sojourn.servers.DatabaseServer;
import dev.sojourn.servers.MariaDbServer;
import dev.sojourn.servers.PostgresServer;

/** The databases that are swept. */
public enum SweepDatabase {
    /** PostgreSQL. */
    POSTGRESQL("&reWriteBatchedInserts=true", "VACUUM ANALYZE sojourn_session") {
        @Override
        DatabaseServer start() {
            return PostgresServer.start();
        }
    },
    /** MariaDB. */
    MARIADB("", "ANALYZE TABLE sojourn_session") {
        @Override
        DatabaseServer start() {
            return MariaDbServer.start();
        }
    };

    private final String batchOption;
    private final String statistics;

    SweepDatabase(String batchOption, String statistics) {
        this.batchOption = batchOption;
        this.statistics = statistics;
    }

    /** Starts one that is empty. */
    abstract DatabaseServer start();

    /** What makes its driver send many rows at once, to be added to the address. */
    String batchOption() {
        return batchOption;
    }

    /** Brings the statistics up to date, which the database itself does some time later. */
    String statistics() {
        return statistics;
    }
}
