// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.testkit.StoreProbe;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Every column of every table that a user of the database sees, not only of those that the store is known to use. */
record AllTables(TestDatabase database) implements StoreProbe {

    @Override
    public List<byte[]> dump() {
        List<byte[]> all = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables(connection)) {
                try (ResultSet results = statement.executeQuery("SELECT * FROM " + table)) {
                    read(results, all);
                }
            }
            return all;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(
                        connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        if (names.stream().noneMatch("sojourn_session"::equalsIgnoreCase)) {
            throw new IllegalStateException("the table of the sessions is not among " + names);
        }
        return names;
    }

    private static void read(ResultSet results, List<byte[]> all) throws SQLException {
        while (results.next()) {
            for (int column = 1; column <= results.getMetaData().getColumnCount(); column++) {
                Object value = results.getObject(column);
                if (value instanceof byte[] bytes) {
                    all.add(bytes);
                } else if (value != null) {
                    all.add(value.toString().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }
}
