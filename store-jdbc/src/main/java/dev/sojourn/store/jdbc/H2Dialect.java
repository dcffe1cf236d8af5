// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.RecordEncoding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** H2: answers with deleted rows as a table, and limits what is written without an order. */
final class H2Dialect extends SqlDialect {
    private static final String IN_MEMORY = "jdbc:h2:mem:";
    private static final String LIMIT = " FETCH FIRST ? ROWS ONLY";

    H2Dialect(TableName table, RecordEncoding records) {
        super(table, records);
    }

    @Override
    Optional<String> advice(Connection connection) throws SQLException {
        String sql = "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'";
        try (SqlCall call = SqlCall.of(connection, sql);
                ResultSet results = call.rows()) {
            boolean putOff = results.next() && results.getInt(1) > 0;
            return putOff && !connection.getMetaData().getURL().startsWith(IN_MEMORY)
                    ? Optional.of(
                            "H2 puts off writes, so a killed process loses sessions that were acknowledged in its last"
                                    + " half second: add ;WRITE_DELAY=0 to the URL")
                    : Optional.empty();
        }
    }

    @Override
    List<Row> take(Connection connection, String condition, Parameters parameters) throws SQLException {
        String sql = "SELECT " + Row.COLUMNS + " FROM OLD TABLE (DELETE FROM " + table + " WHERE " + condition + ")";
        try (SqlCall call = SqlCall.of(connection, sql);
                ResultSet results = parameters.set(call).rows()) {
            return Row.all(results);
        }
    }

    @Override
    List<Row> takeEnded(Connection connection, long now, int limit) throws SQLException {
        return take(connection, ENDED + LIMIT, call -> call.with(now).with(now).with(limit));
    }

    @Override
    String removeEndedSql() {
        return "DELETE FROM " + table + " WHERE " + ENDED + LIMIT;
    }

    @Override
    String postponeSql() {
        return "UPDATE " + table + " SET sweep_at = expires_at WHERE " + USED_SINCE + LIMIT;
    }
}
