// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.seal.KeyRing;
import dev.sojourn.store.ForeignRecordException;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.TokenScanner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sealed sessions in a database: what shows, what a wrong set-up does, and how keys change. */
class SealedStoreTest {
    private static final KeyRing OLD = KeyRing.of(SealedRecords.key(1));
    private static final KeyRing OLD_AND_NEW = KeyRing.builder()
            .sealing(SealedRecords.key(2))
            .opening(SealedRecords.key(1))
            .build();
    private static final KeyRing NEW = KeyRing.of(SealedRecords.key(2));

    @RegisterExtension
    final TokenScanner scanner = new TokenScanner();

    private final ManualClock clock = ManualClock.create();

    /** Canaries in every column. Covers W26, W41. */
    @ParameterizedTest
    @EnumSource
    void a_dump_holds_no_value_no_user_and_no_token(Tested tested) {
        TestDatabase database = tested.database().emptied();
        SessionManager manager = SessionManager.builder(store(database, SealedRecords.encoding()))
                .random(scanner.random())
                .withoutThreads()
                .build();
        for (int number = 0; number < 10; number++) {
            Session session = manager.create();
            session.set("canary-name", "canary-value-" + number + " " + "canary ".repeat(20 * (number % 2)));
            session.login("canary-user@example.org");
            scanner.issued(manager.commit(session).token().orElseThrow());
        }

        assertEquals(10, manager.sessionsOf("canary-user@example.org").size());
        assertEquals(10, database.rows());
        for (byte[] column : database.dump()) {
            scanner.stored("column", column);
            assertFalse(new String(column, StandardCharsets.ISO_8859_1).contains("canary"));
        }
        manager.close();
    }

    /** Covers W38: lists are complete while some records are under the old key and some under the new. */
    @ParameterizedTest
    @EnumSource
    void a_key_is_changed_record_by_record(Tested tested) {
        TestDatabase database = tested.database().emptied();
        Records records = new Records(clock);
        JdbcStore before = store(database, SealedRecords.with(OLD));
        JdbcStore changing = store(database, SealedRecords.with(OLD_AND_NEW));
        SessionRecord read = records.idling("anna");
        SessionRecord written = records.idling("anna");
        assertTrue(before.create(read));
        assertTrue(before.create(written));

        assertTrue(changing.touch(read.key(), clock.instant().plusSeconds(1)));
        assertEquals(SaveResult.SAVED, changing.save(Records.next(written), 1));

        assertEquals(2, changing.findByPrincipal("anna").size());
        assertEquals(1, before.findByPrincipal("anna").size());
        JdbcStore after = store(database, SealedRecords.with(NEW));
        assertEquals(Optional.of(Records.next(written)), after.find(written.key()));
        assertThrows(ForeignRecordException.class, () -> after.find(read.key()));
        assertEquals(
                1, changing.deleteByPrincipal("anna", Optional.of(read.key())).size());
        assertEquals(1, changing.deleteByPrincipal("anna", Optional.empty()).size());
    }

    /** A record that this node cannot read is no failure of the database, and ends nothing. Covers ASVS 16.5.2. */
    @ParameterizedTest
    @EnumSource
    void a_missing_key_is_unavailable_and_neither_deletes_nor_opens_the_breaker(Tested tested) {
        TestDatabase database = tested.database().emptied();
        Records records = new Records(clock);
        JdbcStore whole = store(database, SealedRecords.with(NEW));
        SessionRecord record = records.idling("anna");
        assertTrue(whole.create(record));
        for (RecordEncoding lacking : List.of(SealedRecords.with(OLD), RecordEncoding.PLAIN)) {
            JdbcStore wrong = store(database, lacking);
            for (int time = 0; time < 10; time++) {
                assertThrows(ForeignRecordException.class, () -> wrong.find(record.key()));
                assertThrows(ForeignRecordException.class, () -> wrong.save(Records.next(record), 7));
            }
            assertEquals(List.of(), wrong.browse(Optional.empty(), 10).sessions());
            assertEquals(1, wrong.count());
        }

        assertEquals(Optional.of(record), whole.find(record.key()));
    }

    private JdbcStore store(TestDatabase database, RecordEncoding records) {
        return JdbcStore.builder(database.dataSource())
                .clock(clock)
                .records(records)
                .withoutStartReport()
                .build();
    }
}
