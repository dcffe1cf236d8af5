// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/** Takes rows away where a DELETE cannot answer with them: two statements in one short transaction. */
final class SelectThenDelete {

    private SelectThenDelete() {}

    /** Takes what is selected, by all that follows {@code FROM}; it has to lock the rows. */
    static List<Row> take(Connection connection, TableName table, String from, SqlDialect.Parameters parameters)
            throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            List<Row> rows = select(connection, from, parameters);
            delete(connection, table, rows);
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

    private static void delete(Connection connection, TableName table, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        String marks = String.join(", ", Collections.nCopies(rows.size(), "?"));
        try (SqlCall call = SqlCall.of(connection, "DELETE FROM " + table + " WHERE session_key IN (" + marks + ")")) {
            for (Row row : rows) {
                call.with(row.key().toBytes());
            }
            int unused = call.written();
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
