// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions and the transactions of the application have nothing to do with each other. */
class ApplicationTransactionTest {
    private final ManualClock clock = ManualClock.create();
    private final Records records = new Records(clock);

    /** C48: the application's own transaction is open, and is rolled back; the session stays as it was committed. */
    @ParameterizedTest
    @EnumSource
    void a_rollback_of_the_application_takes_no_session_with_it(Tested tested) throws SQLException {
        TestDatabase database = tested.database().emptied();
        database.execute("DROP TABLE IF EXISTS orders");
        database.execute("CREATE TABLE orders (id INTEGER)");
        SessionRecord record = records.idling("alice");
        try (JdbcStore store = store(database.dataSource());
                Connection application = database.dataSource().getConnection();
                Statement statement = application.createStatement()) {
            application.setAutoCommit(false);
            statement.execute("INSERT INTO orders (id) VALUES (1)");
            assertTrue(store.create(record));
            assertEquals(SaveResult.SAVED, store.save(Records.next(record), 1));
            application.rollback();
            application.setAutoCommit(true);

            assertEquals(2, store.find(record.key()).orElseThrow().version());
            assertEquals(0, database.number("SELECT COUNT(*) FROM orders"));
        }
    }

    /** C48: the application reads in a transaction that allows nothing else; the session is written all the same. */
    @ParameterizedTest
    @EnumSource
    void a_read_only_transaction_of_the_application_is_no_hindrance(Tested tested) throws SQLException {
        TestDatabase database = tested.database().emptied();
        SessionRecord record = records.idling("alice");
        try (JdbcStore store = store(database.dataSource());
                Connection application = database.dataSource().getConnection()) {
            application.setReadOnly(true);
            application.setAutoCommit(false);
            assertTrue(store.create(record));
            assertTrue(store.delete(record.key()));
            application.rollback();
        }
    }

    /** C48: a pool that hands out connections without autocommit and for reading is served, and gets them back so. */
    @ParameterizedTest
    @EnumSource
    void connections_are_set_right_and_given_back_as_they_were(Tested tested) throws SQLException {
        HikariConfig settings = tested.pool();
        settings.setMaximumPoolSize(1);
        settings.setAutoCommit(false);
        settings.setReadOnly(true);
        TestDatabase database = tested.database().emptied();
        SessionRecord record = records.idling("alice");
        try (HikariDataSource pool = new HikariDataSource(settings);
                JdbcStore store = store(pool)) {
            boolean readOnly = isReadOnly(pool);
            assertTrue(store.create(record));
            assertEquals(SaveResult.SAVED, store.save(Records.next(record), 1));
            assertTrue(store.touch(record.key(), clock.instant().plusSeconds(1)));
            assertEquals(1, store.deleteByPrincipal("alice", Optional.empty()).size());
            assertEquals(0, database.rows());
            try (Connection connection = pool.getConnection()) {
                assertFalse(connection.getAutoCommit());
                assertEquals(readOnly, connection.isReadOnly());
                assertEquals(0, connection.getNetworkTimeout());
            }
        }
    }

    /** The same where a take needs a transaction of its own. */
    @ParameterizedTest
    @EnumSource(names = {"H2", "MARIADB"})
    void a_transaction_of_our_own_leaves_no_trace(Tested tested) throws SQLException {
        HikariConfig settings = tested.pool();
        settings.setMaximumPoolSize(1);
        settings.setAutoCommit(false);
        settings.setReadOnly(true);
        tested.database().emptied();
        try (HikariDataSource pool = new HikariDataSource(settings);
                JdbcStore store = JdbcStore.builder(pool)
                        .clock(clock)
                        .dialect(JdbcDialect.MYSQL)
                        .build()) {
            boolean readOnly = isReadOnly(pool);
            store.create(records.idling("alice"));
            assertEquals(1, store.deleteByPrincipal("alice", Optional.empty()).size());
            assertEquals(0, store.deleteByPrincipal("alice", Optional.empty()).size());
            try (Connection connection = pool.getConnection()) {
                assertFalse(connection.getAutoCommit());
                assertEquals(readOnly, connection.isReadOnly());
            }
        }
    }

    /** H2 does not care. */
    private static boolean isReadOnly(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return connection.isReadOnly();
        }
    }

    private JdbcStore store(DataSource dataSource) {
        return JdbcStore.builder(dataSource).clock(clock).build();
    }
}
