// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.servers.PostgresServer;

/** A PostgreSQL that is killed and started again on the same files: what it has committed it has. */
final class PostgresUnderFaults implements StoreUnderFaults {
    private final PostgresServer postgres = PostgresServer.start();

    @Override
    public String url() {
        return postgres.jdbcUrl();
    }

    @Override
    public void breakDown() {
        postgres.restart();
    }

    @Override
    public void close() {
        postgres.close();
    }
}
