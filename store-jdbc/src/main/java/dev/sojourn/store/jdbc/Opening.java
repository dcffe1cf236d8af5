// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.RecordEncoding;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the first connection: which database it is, whether its table is there, what time it is.
 *
 * @param dialect null for what the driver says
 * @param reports whether the log says once what was found
 */
record Opening(
        @Nullable JdbcDialect dialect,
        TableName table,
        RecordEncoding records,
        boolean tellsChanges,
        InstantSource clock,
        boolean reports) {
    private static final System.Logger LOG = System.getLogger(JdbcStore.class.getName());

    /** Throws {@link IllegalStateException} with what to do if there is no dialect for the database, or no table in it. */
    SqlDialect open(Connection connection) throws SQLException {
        JdbcDialect chosen = dialect == null ? JdbcDialect.of(connection.getMetaData()) : dialect;
        if (tellsChanges && chosen != JdbcDialect.POSTGRESQL) {
            throw new IllegalStateException("changeFeed() needs PostgreSQL, and this is " + chosen);
        }
        JdbcSchema.check(connection, chosen, table);
        SqlDialect statements = tellsChanges ? new TellingPostgresDialect(table, records) : chosen.on(table, records);
        if (clock instanceof DatabaseClock shared) {
            shared.look(connection, statements);
        }
        if (reports) {
            report(chosen);
        }
        statements.advice(connection).ifPresent(advice -> LOG.log(System.Logger.Level.WARNING, advice));
        return statements;
    }

    private void report(JdbcDialect chosen) {
        String time = clock instanceof DatabaseClock shared
                ? "the database's clock; this machine's is ahead by " + shared.lead()
                : "a clock of its own";
        LOG.log(
                System.Logger.Level.INFO,
                "sessions are in the table " + table + " of " + chosen + "; changes are "
                        + (tellsChanges ? "told" : "not told") + "; they end by " + time);
    }
}
