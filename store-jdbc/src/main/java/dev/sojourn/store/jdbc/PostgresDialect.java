// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** PostgreSQL: one statement does what takes others two, and may tell other nodes of it. */
class PostgresDialect extends SqlDialect {

    PostgresDialect(TableName table, RecordEncoding records) {
        super(table, records);
    }

    /** What a statement answers for each row that it wrote. */
    String written() {
        return "1";
    }

    @Override
    final String insertSql() {
        return super.insertSql() + " ON CONFLICT (session_key) DO NOTHING RETURNING " + written();
    }

    /**
     * One statement, also for a conflict. Its second half sees what was there when it began: if another save or delete was
     * waited for, that is the expected version itself, and one has to look again.
     */
    @Override
    final SaveResult save(Connection connection, SessionRecord next, long expectedVersion, long now)
            throws SQLException {
        String sql = "WITH saved AS (" + saveSql() + " RETURNING " + written() + ")"
                + " SELECT NULL::bytea, 0, NULL::bytea FROM saved UNION ALL SELECT " + Row.COLUMNS + " FROM " + table
                + " WHERE session_key = ? AND expires_at > ? AND NOT EXISTS (SELECT 1 FROM saved)";
        try (SqlCall call = SqlCall.of(connection, sql);
                ResultSet results = withSave(call, next, expectedVersion, now)
                        .with(next.key().toBytes())
                        .with(now)
                        .rows()) {
            if (!results.next()) {
                return SaveResult.GONE;
            }
            if (results.getBytes(3) == null) {
                return SaveResult.SAVED;
            }
            SessionRecord present = Row.of(results).record(records);
            if (present.version() != expectedVersion) {
                return new SaveResult.Conflict(present);
            }
        }
        return notSaved(connection, next.key(), now);
    }

    @Override
    final String touchSql() {
        return super.touchSql() + " RETURNING " + written();
    }

    @Override
    final String deleteSql() {
        return super.deleteSql() + " RETURNING " + written();
    }

    @Override
    final List<Row> take(Connection connection, String condition, Parameters parameters) throws SQLException {
        String sql = "DELETE FROM " + table + " WHERE " + condition + " RETURNING " + Row.COLUMNS + ", " + written();
        try (SqlCall call = SqlCall.of(connection, sql);
                ResultSet results = parameters.set(call).rows()) {
            return Row.all(results);
        }
    }

    @Override
    final List<Row> takeEnded(Connection connection, long now, int limit) throws SQLException {
        String sql = due(ENDED) + " DELETE FROM " + table + " USING due WHERE " + table
                + ".session_key = due.session_key RETURNING " + table + ".session_key, last_accessed, payload";
        try (SqlCall call = SqlCall.of(connection, sql);
                ResultSet results = call.with(now).with(now).with(limit).rows()) {
            return Row.all(results);
        }
    }

    @Override
    final List<Row> handOutEnded(Connection connection, long now, long until, int limit) throws SQLException {
        String sql = due(ENDED) + " UPDATE " + table + " SET sweep_at = ? FROM due WHERE " + table
                + ".session_key = due.session_key RETURNING " + table + ".session_key, last_accessed, payload";
        try (SqlCall call = SqlCall.of(connection, sql);
                ResultSet results =
                        call.with(now).with(now).with(limit).with(until).rows()) {
            return Row.all(results);
        }
    }

    @Override
    final String removeEndedSql() {
        return due(ENDED) + " DELETE FROM " + table + " USING due WHERE " + table + ".session_key = due.session_key";
    }

    @Override
    final String postponeSql() {
        return due(USED_SINCE) + " UPDATE " + table + " SET sweep_at = expires_at FROM due WHERE " + table
                + ".session_key = due.session_key";
    }

    /** Not a subquery of the DELETE: that may be run once for each row, and then the limit is none. */
    private String due(String condition) {
        return "WITH due AS (SELECT session_key FROM " + table + " WHERE " + condition
                + " ORDER BY sweep_at LIMIT ? FOR UPDATE SKIP LOCKED)";
    }
}
