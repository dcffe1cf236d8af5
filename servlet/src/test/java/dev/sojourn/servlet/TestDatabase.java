// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.servers.SharedDatabase;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.jdbc.JdbcSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** A database, behind the pool that all tests of this JVM share, and the tables of sessions in it. */
record TestDatabase(DataSource dataSource, Set<String> tables) {
    private static final Map<String, TestDatabase> SHARED = new ConcurrentHashMap<>();
    private static final int CONNECTIONS = 16;

    static TestDatabase h2() {
        return at("jdbc:h2:mem:sessions;DB_CLOSE_DELAY=-1");
    }

    static TestDatabase postgres() {
        return at(SharedDatabase.postgres().jdbcUrl());
    }

    static TestDatabase mariaDb() {
        return at(SharedDatabase.mariaDb().jdbcUrl());
    }

    private static TestDatabase at(String url) {
        return SHARED.computeIfAbsent(url, TestDatabase::behindPool);
    }

    private static TestDatabase behindPool(String url) {
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl(url);
        settings.setMaximumPoolSize(CONNECTIONS);
        settings.setMinimumIdle(1);
        return new TestDatabase(new HikariDataSource(settings), ConcurrentHashMap.newKeySet());
    }

    /** A table of this name, made when first asked for. */
    String table(String name) {
        if (tables.add(name)) {
            JdbcSchema.create(dataSource, name);
        }
        return name;
    }

    /** Deletes all sessions in all tables. */
    void empty() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.executeUpdate("DELETE FROM " + table);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Puts bytes that are no record in the place of the session's, in whichever table it is. */
    boolean damage(SessionKey key) {
        int changed = 0;
        try (Connection connection = dataSource.getConnection()) {
            for (String table : tables) {
                String sql = "UPDATE " + table + " SET payload = ? WHERE session_key = ?";
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setBytes(1, new byte[] {1, 2, 3});
                    statement.setBytes(2, key.toBytes());
                    changed += statement.executeUpdate();
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return changed > 0;
    }
}
