// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.servers.Await;
import dev.sojourn.servers.DatabaseServer;
import dev.sojourn.servers.JavaProcess;
import dev.sojourn.servers.MariaDbServer;
import dev.sojourn.servers.PostgresServer;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.ManualClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database is killed, or closed, and comes back: what was acknowledged is there, and the store works on. */
@Timeout(120)
class RestartTest {
    private final ManualClock clock = ManualClock.create();
    private final Records records = new Records(clock);

    /** Fault 8, fault 17, fault 50: SIGKILL while four threads write, and a start on the same files. */
    @Test
    void postgres_killed_while_writing_loses_nothing_acknowledged() {
        try (PostgresServer server = PostgresServer.start()) {
            killedWhileWriting(server);
        }
    }

    /** The same. */
    @Test
    void mariadb_killed_while_writing_loses_nothing_acknowledged() {
        try (MariaDbServer server = MariaDbServer.start()) {
            killedWhileWriting(server);
        }
    }

    /** H2 on disk: sessions survive an orderly end of the application. */
    @Test
    void sessions_on_disk_survive_a_restart(@TempDir Path directory) {
        String url = "jdbc:h2:file:" + directory.resolve("sessions");
        SessionRecord record = Records.next(records.idling("alice"), "value");
        try (HikariDataSource pool = new HikariDataSource(Databases.settings(url))) {
            JdbcSchema.create(pool);
            assertTrue(store(pool).create(record));
        }
        try (HikariDataSource pool = new HikariDataSource(Databases.settings(url))) {
            assertEquals(2, store(pool).find(record.key()).orElseThrow().version());
            assertEquals(1, store(pool).findByPrincipal("alice").size());
        }
    }

    /** Fault 17: H2 on disk, and the application killed: nothing acknowledged is lost if writes are not put off. */
    @Test
    void sessions_on_disk_survive_a_kill_if_writes_are_not_put_off(@TempDir Path directory) {
        String url = "jdbc:h2:file:" + directory.resolve("sessions") + ";WRITE_DELAY=0";
        List<String> stored;
        try (JavaProcess application =
                JavaProcess.ofClass(DiskWriter.class).arguments(url).start()) {
            Await.until(
                    "sessions are stored",
                    Duration.ofSeconds(60),
                    () -> application.lines().size() > 300);
            application.kill();
            stored = application.lines().stream()
                    .filter(line -> line.matches("stored .{22}"))
                    .map(line -> line.substring("stored ".length()))
                    .toList();
        }
        try (HikariDataSource pool = new HikariDataSource(Databases.settings(url))) {
            JdbcStore store = JdbcStore.builder(pool).build();
            long lost = stored.stream()
                    .filter(key ->
                            store.find(SessionKey.parse(key).orElseThrow()).isEmpty())
                    .count();
            assertEquals(0, lost, "of " + stored.size());
        }
    }

    /** Whoever has H2 put off writes to disk is told so at the start. */
    @Test
    void writes_that_are_put_off_are_warned_of(@TempDir Path directory) throws SQLException {
        String url = "jdbc:h2:file:" + directory.resolve("sessions");
        H2Dialect statements = new H2Dialect(TableName.DEFAULT, RecordEncoding.PLAIN);
        try (Connection connection = DriverManager.getConnection(url)) {
            assertTrue(statements.advice(connection).orElseThrow().contains(";WRITE_DELAY=0"));
        }
        try (Connection connection = DriverManager.getConnection(url + ";WRITE_DELAY=0")) {
            assertEquals(Optional.empty(), statements.advice(connection));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
            assertEquals(Optional.empty(), statements.advice(connection));
        }
    }

    private void killedWhileWriting(DatabaseServer server) {
        HikariConfig settings = Databases.settings(server.jdbcUrl());
        settings.setConnectionTimeout(1_000);
        Map<SessionKey, Long> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean killed = new AtomicBoolean();
        try (HikariDataSource pool = new HikariDataSource(settings)) {
            JdbcSchema.create(pool);
            JdbcStore store = store(pool);
            List<Thread> writers = IntStream.range(0, 4)
                    .mapToObj(writer -> new Thread(() -> write(store, acknowledged, killed)))
                    .toList();
            writers.forEach(Thread::start);
            Await.until("writers are at work", Duration.ofSeconds(30), () -> acknowledged.size() > 100);
            killed.set(true);
            server.kill();
            writers.forEach(RestartTest::join);
            assertThrows(StoreUnavailableException.class, store::count);

            server.restart();
            Await.until("the pool has a connection again", Duration.ofSeconds(30), () -> answers(store));
            acknowledged.forEach((key, version) ->
                    assertTrue(store.find(key).orElseThrow().version() >= version, "an acknowledged save is lost"));
            SessionRecord after = records.idling("alice");
            assertTrue(store.create(after));
        }
    }

    /** Creates sessions and saves each once, until the database is gone. */
    private void write(JdbcStore store, Map<SessionKey, Long> acknowledged, AtomicBoolean killed) {
        try {
            while (true) {
                SessionRecord record = records.idling("writer");
                assertTrue(store.create(record));
                acknowledged.put(record.key(), 1L);
                assertEquals(SaveResult.SAVED, store.save(Records.next(record, "x"), 1));
                acknowledged.put(record.key(), 2L);
            }
        } catch (StoreUnavailableException down) {
            assertTrue(killed.get(), "it failed by itself");
        }
    }

    private static boolean answers(JdbcStore store) {
        try {
            return store.count() >= 0;
        } catch (StoreUnavailableException notYet) {
            return false;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JdbcStore store(HikariDataSource pool) {
        return JdbcStore.builder(pool).clock(clock).build();
    }
}
