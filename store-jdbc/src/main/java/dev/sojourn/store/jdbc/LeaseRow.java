// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.LeaseState;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The row of one session's lease, which is changed only if it is still what was read: the same statements in every database.
 *
 * <p>Bytes, so that no collation can make two owners one. One thread at a time.
 */
final class LeaseRow {
    private final Connection connection;
    private final String table;
    private final byte[] key;

    LeaseRow(Connection connection, TableName table, SessionKey key) {
        this.connection = connection;
        this.table = table.leaseTable();
        this.key = key.toBytes();
    }

    /** What is there; {@link LeaseState#FREE} if nothing is. */
    LeaseState read() throws SQLException {
        try (SqlCall call = SqlCall.of(connection, "SELECT state FROM " + table + " WHERE session_key = ?");
                ResultSet results = call.with(key).rows()) {
            return results.next()
                    ? LeaseState.parse(new String(results.getBytes(1), StandardCharsets.US_ASCII))
                    : LeaseState.FREE;
        }
    }

    /** Writes the first state; throws if there is one already. */
    void insert(LeaseState next) throws SQLException {
        String sql = "INSERT INTO " + table + " (session_key, state, forget_at) VALUES (?, ?, ?)";
        try (SqlCall call = SqlCall.of(connection, sql)) {
            int unused = call.with(key).with(bytes(next)).with(forgetAt(next)).written();
        }
    }

    /** Whether it still was the one before. */
    boolean replace(LeaseState before, LeaseState next) throws SQLException {
        String sql = "UPDATE " + table + " SET state = ?, forget_at = ? WHERE session_key = ? AND state = ?";
        try (SqlCall call = SqlCall.of(connection, sql)) {
            return call.with(bytes(next))
                            .with(forgetAt(next))
                            .with(key)
                            .with(bytes(before))
                            .written()
                    > 0;
        }
    }

    /** Whether it still was the one before. */
    boolean remove(LeaseState before) throws SQLException {
        String sql = "DELETE FROM " + table + " WHERE session_key = ? AND state = ?";
        try (SqlCall call = SqlCall.of(connection, sql)) {
            return call.with(key).with(bytes(before)).written() > 0;
        }
    }

    /** Takes away those that nobody has come back to. */
    static void tidy(Connection connection, TableName table, long now) throws SQLException {
        String sql = "DELETE FROM " + table.leaseTable() + " WHERE forget_at <= ?";
        try (SqlCall call = SqlCall.of(connection, sql)) {
            int unused = call.with(now).written();
        }
    }

    private static byte[] bytes(LeaseState state) {
        return state.text().getBytes(StandardCharsets.US_ASCII);
    }

    private static long forgetAt(LeaseState state) {
        return state.until().plus(Locking.MEMORY).toEpochMilli();
    }
}
