// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Writes rows and answers with them where one statement cannot do both: two in one short transaction. */
final class SelectThenWrite {

    private SelectThenWrite() {}

    /**
     * Writes what is selected, by all that follows {@code FROM}; it has to lock the rows.
     *
     * @param write the second statement, up to its condition
     * @param value what it is given
     */
    static List<Row> write(
            Connection connection,
            String from,
            SqlDialect.Parameters parameters,
            String write,
            SqlDialect.Parameters value)
            throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            List<Row> rows = select(connection, from, parameters);
            write(connection, write, value, rows);
            connection.commit();
            done = true;
            return rows;
        } finally {
            endTransaction(connection, done);
        }
    }

    private static List<Row> select(Connection connection, String from, SqlDialect.Parameters parameters)
            throws SQLException {
        try (SqlCall call = SqlCall.of(connection, "SELECT " + Row.COLUMNS + " FROM " + from);
                ResultSet results = parameters.set(call).rows()) {
            return Row.all(results);
        }
    }

    private static void write(Connection connection, String write, SqlDialect.Parameters value, List<Row> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (SqlCall call = SqlCall.of(connection, write + " WHERE session_key IN " + SqlDialect.marks(rows.size()))) {
            SqlCall prepared = value.set(call);
            for (Row row : rows) {
                prepared.with(row.key().toBytes());
            }
            int unused = prepared.written();
        }
    }

    private static void endTransaction(Connection connection, boolean done) throws SQLException {
        try {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        } catch (SQLException alsoFailed) {
            if (done) {
                throw alsoFailed;
            }
            // The first failure is on its way, and tells more.
        }
    }
}
