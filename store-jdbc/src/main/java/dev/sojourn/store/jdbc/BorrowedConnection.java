// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.OptionalInt;
import javax.sql.DataSource;

/**
 * A connection of our own, as we need it, given back as it was.
 *
 * <p>In autocommit mode, so that each statement stands for itself whatever the pool is set to. With a limit on how long it
 * waits for the network: it costs no thread and no round trip, and unlike a query timeout it also ends the wait for a server
 * that says nothing at all. Whether the connection is read-only is looked at only when the database says so: some drivers
 * ask the server for it.
 */
final class BorrowedConnection implements AutoCloseable {
    private final Connection connection;
    private boolean autoCommitSet;
    private boolean writableSet;
    private OptionalInt formerTimeout = OptionalInt.empty();

    private BorrowedConnection(Connection connection) {
        this.connection = connection;
    }

    static BorrowedConnection from(DataSource dataSource, int timeoutMillis) throws SQLException {
        BorrowedConnection borrowed = new BorrowedConnection(dataSource.getConnection());
        try {
            borrowed.prepare(timeoutMillis);
            return borrowed;
        } catch (SQLException | RuntimeException failure) {
            borrowed.close();
            throw failure;
        }
    }

    Connection connection() {
        return connection;
    }

    /** After a refusal to write: whether it was this connection that forbade it, and now does not. */
    boolean makeWritable() throws SQLException {
        if (writableSet || !connection.isReadOnly()) {
            return false;
        }
        connection.setReadOnly(false);
        writableSet = true;
        return true;
    }

    /** Never throws: what was asked is answered by now, and a connection that is broken is found out by its pool. */
    @Override
    public void close() {
        try (connection) {
            if (writableSet) {
                connection.setReadOnly(true);
            }
            if (formerTimeout.isPresent()) {
                connection.setNetworkTimeout(Runnable::run, formerTimeout.getAsInt());
            }
            if (autoCommitSet) {
                connection.setAutoCommit(false);
            }
        } catch (SQLException broken) {
            // See above.
        }
    }

    private void prepare(int timeoutMillis) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.setAutoCommit(true);
            autoCommitSet = true;
        }
        try {
            int former = connection.getNetworkTimeout();
            if (former != timeoutMillis) {
                connection.setNetworkTimeout(Runnable::run, timeoutMillis);
                formerTimeout = OptionalInt.of(former);
            }
        } catch (SQLFeatureNotSupportedException unlimited) {
            // Then the driver's own settings hold; docs/storage/jdbc.md names them.
        }
    }
}
