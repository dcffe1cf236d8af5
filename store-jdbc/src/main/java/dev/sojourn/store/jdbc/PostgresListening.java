// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A connection that listens; the only place that needs PostgreSQL's driver by name. */
final class PostgresListening implements AutoCloseable {
    /** How long the end of a subscription may go unnoticed. */
    private static final int WAIT_MILLIS = 250;

    /** After so many silent waits, 5 seconds, the server is asked whether it is still there. */
    private static final int SILENT_WAITS = 20;

    private final BorrowedConnection borrowed;
    private final PGConnection driver;
    private int silentWaits;

    private PostgresListening(BorrowedConnection borrowed, PGConnection driver) {
        this.borrowed = borrowed;
        this.driver = driver;
    }

    static PostgresListening start(DataSource dataSource, TableName table, Duration timeout) throws SQLException {
        BorrowedConnection borrowed = BorrowedConnection.from(dataSource, (int) timeout.toMillis());
        try {
            Connection connection = borrowed.connection();
            PostgresListening listening = new PostgresListening(borrowed, connection.unwrap(PGConnection.class));
            listening.run("LISTEN " + table);
            return listening;
        } catch (SQLException | RuntimeException failure) {
            borrowed.close();
            throw failure;
        }
    }

    /** Waits a moment for messages, and hands on those that came. */
    void await(Consumer<String> messages) throws SQLException {
        PGNotification[] came = driver.getNotifications(WAIT_MILLIS);
        if (came != null && came.length > 0) {
            silentWaits = 0;
            for (PGNotification message : came) {
                messages.accept(message.getParameter());
            }
        } else if (++silentWaits == SILENT_WAITS) {
            silentWaits = 0;
            run("SELECT 1");
        }
    }

    /** The connection goes back to its pool, where nobody else wants to hear. */
    @Override
    public void close() {
        try (borrowed) {
            run("UNLISTEN *");
        } catch (SQLException broken) {
            // Then it listens no more either; the pool finds out.
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = borrowed.connection().createStatement()) {
            boolean unused = statement.execute(sql);
        }
    }
}
