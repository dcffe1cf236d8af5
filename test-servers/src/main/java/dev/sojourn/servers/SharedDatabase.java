// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One database of each kind for all tests of this JVM that leave it as it was. Thread-safe. */
public final class SharedDatabase {

    private static final Once POSTGRES = new Once(PostgresServer::start);
    private static final Once MARIADB = new Once(MariaDbServer::start);

    private SharedDatabase() {}

    /** The PostgreSQL, with whatever tables the test before left. */
    public static DatabaseServer postgres() {
        return POSTGRES.get();
    }

    /** The MariaDB, with whatever tables the test before left. */
    public static DatabaseServer mariaDb() {
        return MARIADB.get();
    }

    private static final class Once {
        private final Supplier<DatabaseServer> start;
        private @Nullable DatabaseServer started;

        Once(Supplier<DatabaseServer> start) {
            this.start = start;
        }

        synchronized DatabaseServer get() {
            DatabaseServer running = started;
            if (running == null) {
                running = start.get();
                started = running;
            }
            return running;
        }
    }
}
