// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.SessionKey;
import dev.sojourn.testkit.StoreProbe;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A database of the tests, and what they do to it behind the store's back. */
record TestDatabase(String url, DataSource dataSource) implements StoreProbe {

    /** With the table, and nothing in it. */
    TestDatabase emptied() {
        JdbcSchema.create(dataSource);
        execute("DELETE FROM sojourn_session");
        execute("DELETE FROM sojourn_session_lease");
        return this;
    }

    void execute(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    long number(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            results.next();
            return results.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    long rows() {
        return number("SELECT COUNT(*) FROM sojourn_session");
    }

    /** Every column of every row. */
    @Override
    public List<byte[]> dump() {
        List<byte[]> all = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT * FROM sojourn_session")) {
            while (results.next()) {
                for (int column = 1; column <= results.getMetaData().getColumnCount(); column++) {
                    byte[] bytes = results.getObject(column) instanceof Number number
                            ? number.toString().getBytes(StandardCharsets.US_ASCII)
                            : results.getBytes(column);
                    all.add(bytes == null ? new byte[0] : bytes);
                }
            }
            return all;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public boolean damage(SessionKey key) {
        return putPayload(key, new byte[] {1, 2, 3});
    }

    boolean putPayload(SessionKey key, byte[] payload) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("UPDATE sojourn_session SET payload = ? WHERE session_key = ?")) {
            statement.setBytes(1, payload);
            statement.setBytes(2, key.toBytes());
            return statement.executeUpdate() == 1;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
