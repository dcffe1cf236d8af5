// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.CountedStatements;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code docs/storage/jdbc.md} says that is sent to the database is what is sent. */
class DocumentedStatementsTest {
    private static final Path PAGE = Path.of("..", "docs", "storage", "jdbc.md");
    private static final List<String> OF_CONNECTIONS = List.of("setAutoCommit", "commit", "rollback");

    /** Every statement that any method of the store sends stands there word for word. */
    @ParameterizedTest
    @EnumSource
    void every_statement_is_documented(JdbcDialect dialect) throws IOException {
        TestDatabase database =
                switch (dialect) {
                    case POSTGRESQL -> Databases.postgres();
                    case MARIADB, MYSQL -> Databases.mariaDb();
                    case H2 -> Databases.h2();
                };
        CountedStatements statements = new CountedStatements(database.emptied().dataSource());
        ManualClock clock = ManualClock.create();
        JdbcStore store = JdbcStore.builder(statements.dataSource())
                .dialect(dialect)
                .clock(clock)
                .build();
        useAll(store, new Records(clock), clock);
        String page = oneLine(Files.readString(PAGE));

        Set<String> sent = new LinkedHashSet<>(statements.taken());
        OF_CONNECTIONS.forEach(sent::remove);

        sent.forEach(statement -> assertTrue(page.contains(oneLine(statement)), statement));
    }

    private static void useAll(JdbcStore store, Records records, ManualClock clock) {
        SessionRecord record = records.idling("alice");
        store.create(record);
        store.create(record);
        store.save(Records.next(record), 1);
        store.save(Records.next(record), 1);
        store.touch(record.key(), clock.instant());
        store.find(record.key());
        store.findByPrincipal("alice");
        store.count();
        store.browse(Optional.empty(), 10);
        store.deleteByPrincipal("alice", Optional.empty());
        store.delete(record.key());
        store.create(record);
        clock.advance(Records.IDLE);
        store.confirmEnded(store.handOutEnded(10));
        store.create(record);
        store.claimEnded(10);
        store.removeEnded(10);
        store.clear();
        useLeases(store.capability(Locking.class).orElseThrow(), record.key());
    }

    private static void useLeases(Locking leases, SessionKey key) {
        leases.acquire(key, "anna", Duration.ofSeconds(10));
        leases.acquire(key, "berta", Duration.ofSeconds(10));
        leases.renew(key, "anna", Duration.ofSeconds(10));
        leases.release(key, "anna");
        leases.release(key, "berta");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
