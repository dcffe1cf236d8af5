// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.NoSessionReason;
import dev.sojourn.OpenResult;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent;
import dev.sojourn.SessionManager;
import dev.sojourn.store.RecordFormat;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.UnreadableRecordException;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is told what when sessions end by time, and what stays in the table. */
class SweepTest {
    private final ManualClock clock = ManualClock.create();
    private final Records records = new Records(clock);

    /** T33, fault 38, fault 39: three nodes sweep 1,500 ended sessions at once; each is told once, and none is left. */
    @ParameterizedTest
    @EnumSource
    void three_sweeping_nodes_tell_each_end_once(Tested tested) throws InterruptedException, ExecutionException {
        TestDatabase database = tested.database().emptied();
        Queue<String> told = new ConcurrentLinkedQueue<>();
        List<SessionManager> nodes = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            nodes.add(SessionManager.builder(store(database))
                    .clock(clock)
                    .withoutThreads()
                    .inlineListener(event -> {
                        if (event instanceof SessionEvent.Ended ended) {
                            told.add(ended.session().id());
                        }
                    })
                    .build());
        }
        JdbcStore store = store(database);
        for (int session = 0; session < 1_500; session++) {
            assertTrue(store.create(records.idling("alice")));
        }
        clock.advance(Records.IDLE);

        ExecutorService threads = Executors.newFixedThreadPool(3);
        int sum = 0;
        for (Future<Integer> swept : threads.invokeAll(nodes.stream()
                .<java.util.concurrent.Callable<Integer>>map(node -> node::sweep)
                .toList())) {
            sum += swept.get();
        }
        threads.shutdown();

        assertEquals(1_500, sum);
        assertEquals(1_500, new HashSet<>(told).size());
        assertEquals(1_500, told.size());
        assertEquals(0, database.rows());
    }

    /** Fault 23: among many a row that cannot be read: it goes, and the others are told, in however small batches. */
    @ParameterizedTest
    @EnumSource
    void one_unreadable_row_does_not_stop_the_sweep(Tested tested) {
        TestDatabase database = tested.database().emptied();
        JdbcStore store = store(database);
        store.keepEnded();
        List<SessionKey> keys = new ArrayList<>();
        for (int session = 0; session < 10; session++) {
            SessionRecord record = records.idling("alice");
            assertTrue(store.create(record));
            keys.add(record.key());
        }
        assertTrue(database.damage(keys.get(0)));
        assertTrue(database.damage(keys.get(5)));
        clock.advance(Records.IDLE);

        Set<SessionKey> claimed = new HashSet<>();
        for (int batch = 0; batch < 8; batch++) {
            store.claimEnded(1).forEach(ended -> claimed.add(ended.session().key()));
        }

        assertEquals(8, claimed.size());
        assertFalse(claimed.contains(keys.get(0)));
        assertEquals(List.of(), store.claimEnded(1));
        assertEquals(0, database.rows());
    }

    /** Fault 22: a record of a newer format is no session here, and is left to those who can read it as long as it lives. */
    @ParameterizedTest
    @EnumSource
    void a_record_of_a_newer_format_is_left_alone(Tested tested) {
        TestDatabase database = tested.database().emptied();
        JdbcStore store = store(database);
        SessionManager manager =
                SessionManager.builder(store).clock(clock).withoutThreads().build();
        Session session = manager.create();
        session.keep();
        String token = manager.commit(session).token().orElseThrow().reveal();
        SessionKey key = manager.keyOf(session);
        byte[] newer = RecordFormat.encode(store.find(key).orElseThrow());
        newer[RecordFormat.FORMAT_OFFSET] = RecordFormat.PACKED_FORMAT + 1;
        database.putPayload(key, newer);

        OpenResult.NoSession none = assertInstanceOf(OpenResult.NoSession.class, manager.open(token));

        assertEquals(NoSessionReason.UNREADABLE, none.reason());
        assertTrue(assertThrows(UnreadableRecordException.class, () -> store.find(key))
                .isNewerFormat());
        assertEquals(1, database.rows());
        assertTrue(store.touch(key, clock.instant().plusSeconds(1)), "its time is in the columns");
        clock.advance(Records.IDLE.plusSeconds(1));
        assertEquals(1, store.removeEnded(10));
        assertEquals(0, database.rows());
    }

    /** A session in use is passed by, and looked at again when its present time is over. */
    @ParameterizedTest
    @EnumSource
    void a_session_in_use_is_postponed_once_and_told_in_time(Tested tested) {
        TestDatabase database = tested.database().emptied();
        JdbcStore store = store(database);
        store.keepEnded();
        SessionRecord record = records.idling("alice");
        store.create(record);
        clock.advance(Records.IDLE.minusMillis(1));
        store.touch(record.key(), clock.instant());
        long first = database.number("SELECT sweep_at FROM sojourn_session");
        clock.advance(Records.IDLE.minusMillis(1));

        assertEquals(List.of(), store.claimEnded(10));

        assertEquals(first + Records.IDLE.toMillis() - 1, database.number("SELECT sweep_at FROM sojourn_session"));
        assertEquals(0, database.number("SELECT COUNT(*) FROM sojourn_session WHERE sweep_at > expires_at"));
        clock.advance(Duration.ofMillis(1));
        assertEquals(1, store.claimEnded(10).size());
    }

    private JdbcStore store(TestDatabase database) {
        return JdbcStore.builder(database.dataSource()).clock(clock).build();
    }
}
