// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.codec.AttributeValue.EncodedValue;
import dev.sojourn.servers.PostgresServer;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.SeededRandom;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What writing costs PostgreSQL on its disk, and what happens when that is full. */
@Timeout(60)
class PostgresStorageTest {
    private static final long MEBIBYTE = 1 << 20;

    private final ManualClock clock = ManualClock.create();
    private final Records records = new Records(clock);
    private final SeededRandom random = new SeededRandom(3);

    /** Fault 33: use of a session writes no index: neither a touch nor a save changes an indexed column. */
    @Test
    void touches_and_saves_write_no_index() {
        try (PostgresServer server = PostgresServer.start();
                HikariDataSource pool = new HikariDataSource(Databases.settings(server.jdbcUrl()))) {
            TestDatabase database = new TestDatabase(server.jdbcUrl(), pool).emptied();
            JdbcStore store = JdbcStore.builder(pool).clock(clock).build();
            SessionRecord record = records.idling("alice");
            store.create(record);
            for (int use = 0; use < 100; use++) {
                clock.advance(Records.IDLE.dividedBy(4));
                assertTrue(store.touch(record.key(), clock.instant()));
                SessionRecord next = Records.next(record);
                assertEquals(SaveResult.SAVED, store.save(next, record.version()));
                record = next;
            }
            database.execute("SELECT pg_stat_force_next_flush()");
            long updates =
                    database.number("SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'sojourn_session'");
            long withoutIndex =
                    database.number("SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'sojourn_session'");
            assertTrue(updates >= 150, "statistics say " + updates);
            assertTrue(withoutIndex >= updates * 9 / 10, withoutIndex + " of " + updates);
        }
    }

    /** Fault 40: files that cannot grow, as on a full disk: a failure, nothing lost, and all is well when there is room. */
    @Test
    void a_full_disk_is_a_failure_and_no_loss() throws IOException, InterruptedException {
        try (PostgresServer server = PostgresServer.start()) {
            limitFiles(server.pid(), 20 * MEBIBYTE);
            try (HikariDataSource pool = new HikariDataSource(Databases.settings(server.jdbcUrl()))) {
                JdbcSchema.create(pool);
                JdbcStore store = JdbcStore.builder(pool).clock(clock).build();
                SessionRecord first = large();
                assertTrue(store.create(first));
                int stored = 1;
                StoreUnavailableException full = null;
                while (full == null) {
                    try {
                        assertTrue(store.create(large()));
                        stored++;
                        assertTrue(stored < 100, "the limit is not in effect");
                    } catch (StoreUnavailableException expected) {
                        full = expected;
                    }
                }
                assertEquals(stored, store.count());
                assertEquals(first, store.find(first.key()).orElseThrow());
                assertThrows(StoreUnavailableException.class, () -> store.create(large()));

                limitFiles(server.pid(), Long.MAX_VALUE);
                pool.getHikariPoolMXBean().softEvictConnections();
                assertTrue(store.create(large()));
            }
        }
    }

    /** 400 kilobytes that no compression makes smaller. */
    private SessionRecord large() {
        byte[] bytes = new byte[400_000];
        random.nextBytes(bytes);
        return records.idling("alice").toBuilder()
                .attributes(Attributes.of(Map.of("large", EncodedValue.of("bytes", bytes))))
                .build();
    }

    /** PostgreSQL takes its limit on the size of files for a full disk; processes that it starts inherit it. */
    private static void limitFiles(long pid, long bytes) throws IOException, InterruptedException {
        String limit = bytes == Long.MAX_VALUE ? "unlimited" : Long.toString(bytes);
        int code = new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--fsize=" + limit + ":unlimited")
                .inheritIO()
                .start()
                .waitFor();
        assertEquals(0, code);
    }
}
