// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The statements of one database, each for a connection in autocommit mode.
 *
 * <p>What is here is what the databases agree on. A dialect overrides what its database says otherwise or better; {@code
 * docs/storage/jdbc.md} lists the statements that come out. Moments are milliseconds since 1970 and come as parameters.
 */
class SqlDialect {
    /** Ended by time, and due to be looked at: {@code sweep_at} is never later than {@code expires_at}, and has the index. */
    static final String ENDED = "sweep_at <= ? AND expires_at <= ?";

    /** Due to be looked at, and found to be alive: used since. */
    static final String USED_SINCE = "sweep_at <= ? AND expires_at > ?";

    private static final String LIVE_KEY = "session_key = ? AND expires_at > ?";

    final TableName table;
    final RecordEncoding records;

    SqlDialect(TableName table, RecordEncoding records) {
        this.table = table;
        this.records = records;
    }

    /** What an operator should know of the settings of this database, asked once at the start. */
    Optional<String> advice(Connection connection) throws SQLException {
        return Optional.empty();
    }

    // ---- the five verbs

    boolean insert(Connection connection, SessionRecord record) throws SQLException {
        try (SqlCall call = SqlCall.of(connection, insertSql())) {
            call.with(record.key().toBytes())
                    .with(record.version())
                    .with(record.created().toEpochMilli())
                    .with(record.lastAccessed().toEpochMilli());
            withLimits(call, record).with(records.encode(record));
            return call.written() > 0;
        } catch (SQLException failure) {
            if (isDuplicateKey(failure)) {
                return false;
            }
            throw failure;
        }
    }

    String insertSql() {
        return "INSERT INTO " + table
                + " (session_key, version, created, last_accessed, idle_timeout, deadline, sweep_at,"
                + " principal_hash, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }

    boolean isDuplicateKey(SQLException failure) {
        return "23505".equals(failure.getSQLState());
    }

    final Optional<Row> find(Connection connection, SessionKey key, long now) throws SQLException {
        try (SqlCall call = SqlCall.of(connection, "SELECT " + Row.COLUMNS + " FROM " + table + " WHERE " + LIVE_KEY);
                ResultSet results = call.with(key.toBytes()).with(now).rows()) {
            return results.next() ? Optional.of(Row.of(results)) : Optional.empty();
        }
    }

    /** One statement if it is stored, two if not: then the second asks why. */
    SaveResult save(Connection connection, SessionRecord next, long expectedVersion, long now) throws SQLException {
        try (SqlCall call = SqlCall.of(connection, saveSql())) {
            if (withSave(call, next, expectedVersion, now).written() > 0) {
                return SaveResult.SAVED;
            }
        }
        return notSaved(connection, next.key(), now);
    }

    final String saveSql() {
        return "UPDATE " + table + " SET version = ?, last_accessed = GREATEST(last_accessed, ?), idle_timeout = ?,"
                + " deadline = ?, sweep_at = LEAST(sweep_at, ?), principal_hash = ?, payload = ?"
                + " WHERE session_key = ? AND version = ? AND expires_at > ?";
    }

    final SqlCall withSave(SqlCall call, SessionRecord next, long expectedVersion, long now) throws SQLException {
        call.with(next.version()).with(next.lastAccessed().toEpochMilli());
        return withLimits(call, next)
                .with(records.encode(next))
                .with(next.key().toBytes())
                .with(expectedVersion)
                .with(now);
    }

    final SaveResult notSaved(Connection connection, SessionKey key, long now) throws SQLException {
        return find(connection, key, now)
                .<SaveResult>map(row -> new SaveResult.Conflict(row.record(records)))
                .orElse(SaveResult.GONE);
    }

    boolean touch(Connection connection, SessionKey key, long lastAccessed, long now) throws SQLException {
        try (SqlCall call = SqlCall.of(connection, touchSql())) {
            return call.with(lastAccessed).with(key.toBytes()).with(now).written() > 0;
        }
    }

    String touchSql() {
        return "UPDATE " + table + " SET last_accessed = GREATEST(last_accessed, ?) WHERE " + LIVE_KEY;
    }

    final boolean delete(Connection connection, SessionKey key, long now) throws SQLException {
        try (SqlCall call = SqlCall.of(connection, deleteSql())) {
            return call.with(key.toBytes()).with(now).written() > 0;
        }
    }

    String deleteSql() {
        return "DELETE FROM " + table + " WHERE " + LIVE_KEY;
    }

    // ---- lists

    final List<Row> ofPrincipal(Connection connection, List<byte[]> principalHashes, long now) throws SQLException {
        String sql = "SELECT " + Row.COLUMNS + " FROM " + table + " WHERE " + isOneOf(principalHashes)
                + " AND expires_at > ? ORDER BY created, session_key";
        try (SqlCall call = SqlCall.of(connection, sql);
                ResultSet results = withAll(call, principalHashes).with(now).rows()) {
            return Row.all(results);
        }
    }

    final List<Row> after(Connection connection, byte[] key, long now, int limit) throws SQLException {
        String sql = "SELECT " + Row.COLUMNS + " FROM " + table
                + " WHERE session_key > ? AND expires_at > ? ORDER BY session_key LIMIT ?";
        try (SqlCall call = SqlCall.of(connection, sql);
                ResultSet results = call.with(key).with(now).with(limit).rows()) {
            return Row.all(results);
        }
    }

    final long count(Connection connection, long now) throws SQLException {
        try (SqlCall call = SqlCall.of(connection, "SELECT COUNT(*) FROM " + table + " WHERE expires_at > ?");
                ResultSet results = call.with(now).rows()) {
            results.next();
            return results.getLong(1);
        }
    }

    void clear(Connection connection) throws SQLException {
        try (SqlCall call = SqlCall.of(connection, "DELETE FROM " + table)) {
            int unused = call.written();
        }
    }

    /** Milliseconds since 1970 by the database's clock, whatever its time zone. */
    final long now(Connection connection) throws SQLException {
        try (SqlCall call = SqlCall.of(connection, nowSql());
                ResultSet results = call.rows()) {
            results.next();
            return results.getLong(1);
        }
    }

    String nowSql() {
        return "SELECT CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";
    }

    // ---- taking rows away, and having them: of all callers, one gets a row

    final List<Row> takeOfPrincipal(
            Connection connection, List<byte[]> principalHashes, Optional<SessionKey> spared, long now)
            throws SQLException {
        // A key has 16 bytes, so no session is called "".
        byte[] but = spared.map(SessionKey::toBytes).orElse(new byte[0]);
        return take(
                connection,
                isOneOf(principalHashes) + " AND expires_at > ? AND session_key <> ?",
                call -> withAll(call, principalHashes).with(now).with(but));
    }

    /** Of these, those that ended; at least one. */
    final List<Row> takeEnded(Connection connection, List<SessionKey> keys, long now) throws SQLException {
        return take(connection, "session_key IN " + marks(keys.size()) + " AND expires_at <= ?", call -> {
            for (SessionKey key : keys) {
                call.with(key.toBytes());
            }
            return call.with(now);
        });
    }

    /** All rows that fulfil a condition. */
    List<Row> take(Connection connection, String condition, Parameters parameters) throws SQLException {
        return SelectThenWrite.write(
                connection, table + " WHERE " + condition + " FOR UPDATE", parameters, deleteAll(), call -> call);
    }

    /** Up to this many of those that ended, and none that another node is taking at this moment. */
    List<Row> takeEnded(Connection connection, long now, int limit) throws SQLException {
        return SelectThenWrite.write(connection, due(), dueAt(now, limit), deleteAll(), call -> call);
    }

    /** The same, but they stay, and are due again only at another moment. */
    List<Row> handOutEnded(Connection connection, long now, long until, int limit) throws SQLException {
        return SelectThenWrite.write(
                connection,
                due(),
                dueAt(now, limit),
                "UPDATE " + table + " SET sweep_at = ?",
                call -> call.with(until));
    }

    private String deleteAll() {
        return "DELETE FROM " + table;
    }

    private String due() {
        return sweepTable() + " WHERE " + ENDED + " ORDER BY sweep_at LIMIT ? FOR UPDATE SKIP LOCKED";
    }

    private static Parameters dueAt(long now, int limit) {
        return call -> call.with(now).with(now).with(limit);
    }

    /** The table, with whatever makes the database go through it by the index of {@code sweep_at}. */
    String sweepTable() {
        return table.text();
    }

    /** The same, if nobody wants to have them. */
    final int removeEnded(Connection connection, long now, int limit) throws SQLException {
        try (SqlCall call = SqlCall.of(connection, removeEndedSql())) {
            return call.with(now).with(now).with(limit).written();
        }
    }

    String removeEndedSql() {
        return "DELETE FROM " + table + " WHERE " + ENDED + " ORDER BY sweep_at LIMIT ?";
    }

    /** Looks again at the present end of up to this many sessions that were used since the sweep last saw them. */
    final int postpone(Connection connection, long now, int limit) throws SQLException {
        try (SqlCall call = SqlCall.of(connection, postponeSql())) {
            return call.with(now).with(now).with(limit).written();
        }
    }

    String postponeSql() {
        return "UPDATE " + table + " SET sweep_at = expires_at WHERE " + USED_SINCE + " ORDER BY sweep_at LIMIT ?";
    }

    /** Tells who is offered the turn of a session, where the database can tell. */
    void tellOffer(Connection connection, SessionKey key, String owner) throws SQLException {}

    private SqlCall withLimits(SqlCall call, SessionRecord record) throws SQLException {
        long never = SessionRecord.NEVER.toEpochMilli();
        long idleTimeout = record.idleTimeout().map(Duration::toMillis).orElse(never);
        return call.with(Math.min(idleTimeout, never))
                .with(record.deadline().toEpochMilli())
                .with(record.expiresAtMillis())
                .with(record.principal().map(records::principalHash).orElse(null));
    }

    /** One statement for all hashes: between two, a session could move from the one asked for last to the one before. */
    private static String isOneOf(List<byte[]> hashes) {
        return hashes.size() == 1 ? "principal_hash = ?" : "principal_hash IN " + marks(hashes.size());
    }

    /** As many marks for parameters, in brackets. */
    static String marks(int number) {
        return "(" + String.join(", ", Collections.nCopies(number, "?")) + ")";
    }

    private static SqlCall withAll(SqlCall call, List<byte[]> hashes) throws SQLException {
        for (byte[] hash : hashes) {
            call.with(hash);
        }
        return call;
    }

    /** Sets the parameters of a condition. */
    @FunctionalInterface
    interface Parameters {
        SqlCall set(SqlCall call) throws SQLException;
    }
}
