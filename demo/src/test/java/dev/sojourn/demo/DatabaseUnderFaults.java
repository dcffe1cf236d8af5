// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.servers.DatabaseServer;

/** A database on a line that fails, which is then killed and started again on the same files: what it has committed it has. */
final class DatabaseUnderFaults implements StoreUnderFaults {
    private final DatabaseServer database;
    private final BrokenLine line;

    DatabaseUnderFaults(DatabaseServer database) {
        this.database = database;
        this.line = new BrokenLine(database.port());
    }

    @Override
    public String url() {
        return database.jdbcUrl().replace(":" + database.port() + "/", ":" + line.port() + "/");
    }

    @Override
    public void breakDown() {
        line.fail();
        database.restart();
    }

    @Override
    public int faults() {
        return line.faults() + 1;
    }

    @Override
    public void close() {
        line.close();
        database.close();
    }
}
