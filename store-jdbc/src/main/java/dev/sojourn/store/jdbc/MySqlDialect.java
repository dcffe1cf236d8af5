// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionKey;
import java.sql.Connection;
import java.sql.SQLException;

/** MySQL: a DELETE cannot answer with rows. */
class MySqlDialect extends SqlDialect {
    private static final int DUPLICATE_ENTRY = 1062;

    MySqlDialect(TableName table, RecordEncoding records) {
        super(table, records);
    }

    @Override
    final boolean isDuplicateKey(SQLException failure) {
        return failure.getErrorCode() == DUPLICATE_ENTRY;
    }

    /** With {@code useAffectedRows=true} the driver does not count a row that was as it should be: so one looks. */
    @Override
    final boolean touch(Connection connection, SessionKey key, long lastAccessed, long now) throws SQLException {
        return super.touch(connection, key, lastAccessed, now)
                || find(connection, key, now).isPresent();
    }

    /** Without the hint it may sort the whole table, and then it locks all of it before it takes a batch. */
    @Override
    final String sweepTable() {
        return table + " FORCE INDEX (" + table + "_sweep)";
    }

    /** Both say when the statement began; of the second only the fraction is used, which no time zone changes. */
    @Override
    final String nowSql() {
        return "SELECT UNIX_TIMESTAMP() * 1000 + FLOOR(MICROSECOND(NOW(6)) / 1000)";
    }
}
