// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.RecordEncoding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** MariaDB: MySQL with a DELETE that answers with the rows. */
final class MariaDbDialect extends MySqlDialect {

    MariaDbDialect(TableName table, RecordEncoding records) {
        super(table, records);
    }

    @Override
    List<Row> take(Connection connection, String condition, Parameters parameters) throws SQLException {
        String sql = "DELETE FROM " + table + " WHERE " + condition + " RETURNING " + Row.COLUMNS;
        try (SqlCall call = SqlCall.of(connection, sql);
                ResultSet results = parameters.set(call).rows()) {
            return Row.all(results);
        }
    }

    @Override
    List<Row> takeEnded(Connection connection, long now, int limit) throws SQLException {
        return take(connection, ENDED + " ORDER BY sweep_at LIMIT ?", call -> call.with(now)
                .with(now)
                .with(limit));
    }
}
