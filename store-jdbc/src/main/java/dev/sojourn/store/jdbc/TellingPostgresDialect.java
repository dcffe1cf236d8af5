// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/** PostgreSQL with a {@code NOTIFY} in each statement that writes: told if and when it is committed, without a round trip. */
final class TellingPostgresDialect extends PostgresDialect {
    /** What is told when all sessions ended at once. */
    static final String ALL = "*";

    TellingPostgresDialect(TableName table, RecordEncoding records) {
        super(table, records);
    }

    /** The channel is called like the table, and the message is the key. */
    @Override
    String written() {
        return "pg_notify('" + table + "', encode(" + table + ".session_key, 'hex'))";
    }

    /** The key as ever, and behind it the owner. */
    @Override
    void tellOffer(Connection connection, SessionKey key, String owner) throws SQLException {
        String sql = "SELECT pg_notify('" + table + "', encode(?, 'hex') || ' ' || encode(?, 'escape'))";
        try (SqlCall call = SqlCall.of(connection, sql)) {
            int unused = call.with(key.toBytes())
                    .with(owner.getBytes(StandardCharsets.US_ASCII))
                    .written();
        }
    }

    @Override
    void clear(Connection connection) throws SQLException {
        String sql = "WITH ended AS (DELETE FROM " + table + ") SELECT pg_notify('" + table + "', '" + ALL + "')";
        try (SqlCall call = SqlCall.of(connection, sql)) {
            int unused = call.written();
        }
    }
}
