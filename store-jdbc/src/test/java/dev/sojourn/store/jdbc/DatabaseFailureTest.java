// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.ManualClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database answers, and its answer is that it could not. */
@Timeout(60)
class DatabaseFailureTest {
    private final ManualClock clock = ManualClock.create();
    private final Records records = new Records(clock);

    /** Fault 18: what the database rolled back for another transaction is tried again, and not without end. */
    @ParameterizedTest
    @EnumSource
    void a_deadlock_is_tried_again_four_times(Tested tested) {
        FailingStatements statements =
                new FailingStatements(tested.database().emptied().dataSource());
        JdbcStore store = store(statements.dataSource());
        SessionRecord record = records.idling("alice");
        store.create(record);

        statements.failNext(4, new SQLException("deadlock", "40001", 1213));
        assertEquals(SaveResult.SAVED, store.save(Records.next(record), 1));
        statements.failNext(5, new SQLException("deadlock", "40P01"));
        assertThrows(StoreUnavailableException.class, () -> store.delete(record.key()));

        assertTrue(store.delete(record.key()));
    }

    /** Fault 18: a real one. The connection is in a mode in which PostgreSQL refuses to overwrite what changed meanwhile. */
    @Test
    void a_serialization_failure_is_tried_again() throws SQLException, InterruptedException, ExecutionException {
        TestDatabase database = Databases.postgres().emptied();
        HikariConfig settings = Tested.POSTGRES.pool();
        settings.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        SessionRecord record = records.idling("alice");
        try (HikariDataSource pool = new HikariDataSource(settings);
                Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            JdbcStore store = store(pool);
            store.create(record);
            other.setAutoCommit(false);
            statement.execute("UPDATE sojourn_session SET last_accessed = last_accessed + 1");
            FutureTask<Boolean> touch = new FutureTask<>(
                    () -> store.touch(record.key(), clock.instant().plusSeconds(9)));
            Thread thread = new Thread(touch);
            thread.start();
            while (database.number("SELECT COUNT(*) FROM pg_locks WHERE NOT granted") == 0) {
                Thread.onSpinWait();
            }
            other.commit();
            other.setAutoCommit(true);

            assertTrue(touch.get());
            assertEquals(
                    clock.instant().plusSeconds(9),
                    store.find(record.key()).orElseThrow().lastAccessed());
        }
    }

    /** Fault 2: another transaction holds the row and does not end; the wait does. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void a_lock_that_is_not_released_is_waited_for_in_vain_but_not_for_ever(Tested tested) throws SQLException {
        TestDatabase database = tested.database().emptied();
        JdbcStore store = store(database.dataSource());
        SessionRecord record = records.idling("alice");
        store.create(record);
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE sojourn_session SET last_accessed = last_accessed + 1");
            assertThrows(StoreUnavailableException.class, () -> JdbcStore.builder(database.dataSource())
                    .clock(clock)
                    .timeout(Duration.ofMillis(200))
                    .build()
                    .delete(record.key()));
            assertTrue(store.find(record.key()).isPresent());
            other.rollback();
            other.setAutoCommit(true);
        }
    }

    /** Fault 19: the application holds all connections; the pool says so within its own time, and the store passes it on. */
    @Test
    void an_exhausted_pool_is_unavailable_and_says_why() throws SQLException {
        HikariConfig settings = Tested.H2.pool();
        settings.setMaximumPoolSize(1);
        settings.setConnectionTimeout(250);
        settings.setPoolName("pool-of-the-application");
        Databases.h2().emptied();
        SessionRecord record = records.idling("alice");
        try (HikariDataSource pool = new HikariDataSource(settings)) {
            JdbcStore store = store(pool);
            try (Connection held = pool.getConnection()) {
                assertFalse(held.isClosed());
                StoreUnavailableException failure =
                        assertThrows(StoreUnavailableException.class, () -> store.create(record));
                assertTrue(printed(failure).contains("pool-of-the-application"), "the pool's own words");
            }
            assertTrue(store.create(record));
        }
    }

    /** Fault 20: after a failover the node takes no writes; that is a failure and no end of a session. */
    @Test
    void a_read_only_postgres_is_a_failure() throws SQLException {
        TestDatabase database = Databases.postgres().emptied();
        SessionRecord record = records.idling("alice");
        store(database.dataSource()).create(record);
        HikariConfig settings = Tested.POSTGRES.pool();
        settings.setConnectionInitSql("SET default_transaction_read_only = on");
        try (HikariDataSource standby = new HikariDataSource(settings)) {
            readsAndDoesNotWrite(store(standby), record);
        }
    }

    /** Fault 20: the same in MariaDB, where a user with every right may still write. */
    @Test
    void a_read_only_mariadb_is_a_failure() throws SQLException {
        TestDatabase database = Databases.mariaDb().emptied();
        SessionRecord record = records.idling("alice");
        store(database.dataSource()).create(record);
        database.execute("CREATE USER IF NOT EXISTS 'app'@'127.0.0.1' IDENTIFIED BY 'app'");
        database.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON sojourn.* TO 'app'@'127.0.0.1'");
        HikariConfig settings = Databases.settings(database.url().replace("=sojourn", "=app"));
        try (HikariDataSource standby = new HikariDataSource(settings)) {
            JdbcStore store = store(standby);
            database.execute("SET GLOBAL read_only = ON");
            readsAndDoesNotWrite(store, record);
            database.execute("SET GLOBAL read_only = OFF");
            assertTrue(store.delete(record.key()));
        } finally {
            database.execute("SET GLOBAL read_only = OFF");
        }
    }

    /** W51, fault 9: what is thrown, printed with all its causes, has no key, principal, value, password or statement in it. */
    @ParameterizedTest
    @EnumSource
    void failures_are_without_content(Tested tested) {
        TestDatabase database = tested.database().emptied();
        JdbcStore store = store(database.dataSource());
        SessionRecord record = Records.next(records.idling("canary-principal"), "canary-value");
        database.execute("DROP TABLE sojourn_session");
        try {
            for (StoreUnavailableException failure : new StoreUnavailableException[] {
                assertThrows(StoreUnavailableException.class, () -> store.create(record)),
                assertThrows(StoreUnavailableException.class, () -> store.save(record, 1)),
                assertThrows(StoreUnavailableException.class, () -> store.find(record.key())),
                assertThrows(StoreUnavailableException.class, () -> store.findByPrincipal("canary-principal"))
            }) {
                String printed = printed(failure);
                assertFalse(printed.contains("canary"), printed);
                assertFalse(printed.contains(record.key().text()), printed);
                assertFalse(
                        printed.contains(HexFormat.of().formatHex(record.key().toBytes())), printed);
                assertFalse(printed.contains("SELECT") || printed.contains("INSERT"), printed);
                assertTrue(printed.contains("SQLState 42"), printed);
            }
        } finally {
            database.execute("DROP TABLE sojourn_session_schema");
            JdbcSchema.create(database.dataSource());
        }
    }

    /** W51: an URL that a driver quotes has no password in it any more. */
    @Test
    void a_password_in_an_url_is_taken_out() {
        for (String text : new String[] {
            "No suitable driver found for jdbc:x://h/d?user=u&password=secret",
            "Password=secret;",
            "jdbc:x://user:secret@host/d",
            "pwd=secret",
            "passphrase=secret&a=b"
        }) {
            SQLException bare = SqlFailures.withoutPassword(new SQLException(text, "08001"));
            assertFalse(printed(bare).contains("secret"), text);
        }
    }

    private void readsAndDoesNotWrite(JdbcStore store, SessionRecord record) {
        StoreUnavailableException failure =
                assertThrows(StoreUnavailableException.class, () -> store.create(records.idling("bob")));
        assertTrue(String.valueOf(failure.getMessage()).contains("takes no writes"), failure.getMessage());
        assertThrows(StoreUnavailableException.class, () -> store.save(Records.next(record), 1));
        assertThrows(StoreUnavailableException.class, () -> store.touch(record.key(), clock.instant()));
        assertThrows(StoreUnavailableException.class, () -> store.delete(record.key()));
        assertThrows(StoreUnavailableException.class, () -> store.deleteByPrincipal("alice", Optional.empty()));
        assertEquals(record, store.find(record.key()).orElseThrow());
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private JdbcStore store(DataSource dataSource) {
        return JdbcStore.builder(dataSource).clock(clock).build();
    }
}
