// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One statement with its parameters, in the order of their question marks; to be used once. */
final class SqlCall implements AutoCloseable {
    private final PreparedStatement statement;
    private int parameters;

    private SqlCall(PreparedStatement statement) {
        this.statement = statement;
    }

    static SqlCall of(Connection connection, String sql) throws SQLException {
        return new SqlCall(connection.prepareStatement(sql));
    }

    SqlCall with(long number) throws SQLException {
        statement.setLong(++parameters, number);
        return this;
    }

    SqlCall with(byte @Nullable [] bytes) throws SQLException {
        statement.setBytes(++parameters, bytes);
        return this;
    }

    ResultSet rows() throws SQLException {
        return statement.executeQuery();
    }

    /** How many rows it wrote, also if it answers with them. */
    int written() throws SQLException {
        if (!statement.execute()) {
            return statement.getUpdateCount();
        }
        int rows = 0;
        try (ResultSet results = statement.getResultSet()) {
            while (results.next()) {
                rows++;
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
