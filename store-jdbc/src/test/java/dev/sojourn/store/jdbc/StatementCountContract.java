// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.OpenResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.servers.CountedStatements;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.SeededRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a verb and a request cost: statements, counted on their way to one database, and no transaction around them. */
abstract class StatementCountContract {
    private final ManualClock clock = ManualClock.create();
    private final Records records = new Records(clock);
    private CountedStatements statements = new CountedStatements(Databases.h2().dataSource());
    private JdbcStore store =
            JdbcStore.builder(statements.dataSource()).openLater().build();
    private SessionManager manager =
            SessionManager.builder(store).withoutThreads().build();

    abstract TestDatabase database();

    /** How many statements a save takes that finds a newer version. */
    abstract int statementsOfConflict();

    @BeforeEach
    final void start() {
        statements = new CountedStatements(database().emptied().dataSource());
        store = JdbcStore.builder(statements.dataSource()).clock(clock).build();
        manager = SessionManager.builder(store)
                .clock(clock)
                .random(new SeededRandom(7))
                .policy(SessionPolicy.builder()
                        .touchEvery(Duration.ofMinutes(1))
                        .build())
                .withoutThreads()
                .build();
        statements.taken();
    }

    @AfterEach
    final void stop() {
        manager.close();
    }

    /** Issue 4: find, save, touch, delete and create are one statement each. */
    @Test
    final void each_verb_is_one_statement() {
        SessionRecord record = records.idling("alice");
        assertTrue(store.create(record));
        assertStatements(1);
        assertTrue(store.find(record.key()).isPresent());
        assertStatements(1);
        assertEquals(SaveResult.SAVED, store.save(Records.next(record), 1));
        assertStatements(1);
        assertTrue(store.touch(record.key(), clock.instant()));
        assertStatements(1);
        assertTrue(store.delete(record.key()));
        assertStatements(1);
    }

    /** The same where there is no such session. */
    @Test
    final void what_is_not_there_costs_no_more() {
        SessionRecord record = records.idling("alice");
        assertEquals(Optional.empty(), store.find(record.key()));
        assertStatements(1);
        store.delete(record.key());
        assertStatements(1);
    }

    /** A conflict answers with the newer record in as few statements as the database allows. */
    @Test
    final void a_conflict_brings_the_newer_record() {
        SessionRecord record = records.idling("alice");
        store.create(record);
        store.save(Records.next(record), 1);
        statements.taken();
        SaveResult.Conflict conflict = assertInstanceOf(SaveResult.Conflict.class, store.save(Records.next(record), 1));
        assertEquals(2, conflict.newer().version());
        assertStatements(statementsOfConflict());
    }

    /** Issue 4: list, count, end all and end others are one statement each; counting locks nothing. */
    @Test
    final void lists_are_one_statement_each() {
        SessionRecord spared = records.idling("alice");
        store.create(spared);
        store.create(records.idling("alice"));
        store.create(records.idling("alice"));
        statements.taken();
        assertEquals(3, store.findByPrincipal("alice").size());
        assertStatements(1);
        assertEquals(3, store.count());
        assertStatements(1);
        assertEquals(3, store.browse(Optional.empty(), 10).sessions().size());
        assertStatements(1);
        assertEquals(
                2, store.deleteByPrincipal("alice", Optional.of(spared.key())).size());
        assertStatements(1);
        assertEquals(1, store.deleteByPrincipal("alice", Optional.empty()).size());
        assertStatements(1);
    }

    /** Issue 4, second proof: an untouched request 0, a read 1, a write 2, login and logout 1 more than the read. */
    @Test
    final void a_request_costs_what_it_must() {
        String token = created();
        assertStatements(1);

        manager.commit(manager.create());
        assertStatements(0);

        manager.commit(opened(token));
        assertStatements(1);

        Session writing = opened(token);
        writing.set("n", 1);
        manager.commit(writing);
        assertStatements(2);

        Session unchanged = opened(token);
        unchanged.set("n", 1);
        manager.commit(unchanged);
        assertStatements(1);

        Session renewing = opened(token);
        renewing.login("alice");
        String renewed = manager.commit(renewing).token().orElseThrow().reveal();
        assertStatements(2);

        clock.advance(Duration.ofMinutes(2));
        manager.commit(opened(renewed));
        assertStatements(2);

        Session leaving = opened(renewed);
        leaving.invalidate();
        manager.commit(leaving);
        assertStatements(2);
    }

    /** A sweep that finds nothing is two statements, however many sessions there are; what ended costs none of its own. */
    @Test
    final void a_sweep_costs_statements_for_each_batch() {
        for (int session = 0; session < 30; session++) {
            store.create(records.idling("alice"));
        }
        statements.taken();
        assertEquals(0, store.removeEnded(1_000));
        assertStatements(2);
        clock.advance(Records.IDLE);
        store.keepEnded();
        assertEquals(30, store.claimEnded(1_000).size());
        assertStatements(2);
    }

    private String created() {
        Session session = manager.create();
        session.set("n", 0);
        return manager.commit(session).token().orElseThrow().reveal();
    }

    private Session opened(String token) {
        return assertInstanceOf(OpenResult.Opened.class, manager.open(token)).opened();
    }

    private void assertStatements(int expected) {
        List<String> passed = statements.taken();
        assertEquals(expected, passed.size(), passed::toString);
        passed.forEach(statement -> assertTrue(statement.contains("sojourn_session"), statement));
    }
}
