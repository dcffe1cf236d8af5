// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import dev.sojourn.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;

/** One PostgreSQL on loopback, which counts the statements that it executes, BEGIN and COMMIT too. */
final class PostgresBackend implements BackendServer {
    private static final String COUNT = "SELECT COALESCE(SUM(calls), 0) FROM pg_stat_statements";

    private final PostgresServer postgres;
    private final Connection statistics;

    private PostgresBackend(PostgresServer postgres, Connection statistics) {
        this.postgres = postgres;
        this.statistics = statistics;
    }

    /** The library that counts is loaded when the server starts, so it is started twice. */
    static PostgresBackend start() throws SQLException {
        PostgresServer postgres = PostgresServer.start();
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl())) {
            execute(connection, "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
        }
        postgres.restart();
        Connection statistics = DriverManager.getConnection(postgres.jdbcUrl());
        execute(statistics, "CREATE EXTENSION pg_stat_statements");
        return new PostgresBackend(postgres, statistics);
    }

    @Override
    public String address() {
        return postgres.jdbcUrl();
    }

    @Override
    public Duration processorTime() {
        return ProcessorTime.ofTree(postgres.pid());
    }

    @Override
    public OptionalLong statements() {
        try (Statement statement = statistics.createStatement();
                ResultSet rows = statement.executeQuery(COUNT)) {
            rows.next();
            return OptionalLong.of(rows.getLong(1));
        } catch (SQLException failure) {
            throw new IllegalStateException("PostgreSQL did not tell how many statements it executed", failure);
        }
    }

    @Override
    public void close() {
        postgres.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(sql);
        }
    }
}
