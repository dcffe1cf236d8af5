// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table is made on request, checked at the start, and called as one likes. */
class JdbcSchemaTest {
    private final ManualClock clock = ManualClock.create();

    /** Nothing is created unasked, and the message says what to do. */
    @ParameterizedTest
    @EnumSource
    void a_store_without_its_table_is_not_built(Tested tested) {
        TestDatabase database = tested.database();
        drop(database, "visits");
        JdbcStore.Builder builder = JdbcStore.builder(database.dataSource()).table("visits");

        IllegalStateException missing = assertThrows(IllegalStateException.class, builder::build);

        String message = String.valueOf(missing.getMessage());
        assertTrue(message.contains("visits_schema"), message);
        assertTrue(message.contains("JdbcSchema.create(dataSource)"), message);
        assertTrue(message.contains("sojourn-jdbc/" + tested.dialect().directory() + " "), message);
    }

    /** W66: a name of one's own; created twice; and the sessions of two tables are not each other's. */
    @ParameterizedTest
    @EnumSource
    void a_table_of_another_name_is_another_store(Tested tested) {
        TestDatabase database = tested.database().emptied();
        drop(database, "visits");
        JdbcSchema.create(database.dataSource(), "visits");
        JdbcSchema.create(database.dataSource(), "visits");
        SessionRecord record = new Records(clock).idling("alice");

        try (JdbcStore visits = JdbcStore.builder(database.dataSource())
                .table("visits")
                .clock(clock)
                .build()) {
            assertTrue(visits.create(record));
            assertEquals(0, database.rows());
            assertEquals(1, visits.findByPrincipal("alice").size());
            visits.clear();
            assertEquals(0, visits.count());
        }
    }

    /** Several nodes that start at once create it once. */
    @ParameterizedTest
    @EnumSource
    void many_may_create_it_at_once(Tested tested) throws InterruptedException, ExecutionException {
        TestDatabase database = tested.database();
        drop(database, "visits");
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> creations = new ArrayList<>();
            for (int node = 0; node < 4; node++) {
                creations.add(nodes.submit(() -> JdbcSchema.create(database.dataSource(), "visits")));
            }
            for (Future<?> creation : creations) {
                creation.get();
            }
        } finally {
            nodes.shutdown();
        }
        assertEquals(JdbcSchema.VERSION, database.number("SELECT version FROM visits_schema"));
        assertEquals(1, database.number("SELECT COUNT(*) FROM visits_schema"));
    }

    /** An older layout wants the later scripts, a newer one a newer library. */
    @ParameterizedTest
    @EnumSource
    void another_version_of_the_table_is_refused_with_what_to_do(Tested tested) {
        TestDatabase database = tested.database();
        drop(database, "visits");
        JdbcSchema.create(database.dataSource(), "visits");
        JdbcStore.Builder builder = JdbcStore.builder(database.dataSource()).table("visits");

        database.execute("UPDATE visits_schema SET version = 1");
        assertTrue(messageOf(builder).contains("call JdbcSchema.create(dataSource) once"), messageOf(builder));
        database.execute("UPDATE visits_schema SET version = " + (JdbcSchema.VERSION + 1));
        assertTrue(messageOf(builder).contains("update it"), messageOf(builder));
    }

    /** The only text that becomes part of a statement is a plain name. Covers ASVS 1.2.4. */
    @Test
    void a_name_that_is_more_than_a_name_is_refused() {
        JdbcStore.Builder builder = JdbcStore.builder(Databases.h2().dataSource());
        for (String name :
                List.of("", "1st", "Sessions", "a b", "a;b", "a\"", "s.t", "a-b", "x".repeat(41), "ä", "a'")) {
            assertThrows(IllegalArgumentException.class, () -> builder.table(name), name);
        }
    }

    /** Whoever may not change the schema can hand the script to somebody who may. */
    @ParameterizedTest
    @EnumSource
    void the_script_is_to_be_had_as_text(JdbcDialect dialect) {
        String script = JdbcSchema.script(dialect, "visits");

        assertTrue(script.contains("CREATE TABLE IF NOT EXISTS visits ("));
        assertTrue(script.contains("CREATE TABLE IF NOT EXISTS visits_schema ("));
        assertTrue(script.contains("CREATE TABLE IF NOT EXISTS visits_lease ("));
        assertFalse(script.contains("sojourn_session"));
    }

    /** Flyway finds the files by their names. */
    @ParameterizedTest
    @EnumSource
    void each_script_has_a_name_that_flyway_expects(JdbcDialect dialect) {
        for (String name : List.of("V1__sojourn_session.sql", "V2__sojourn_lease.sql")) {
            String path = "/sojourn-jdbc/" + dialect.directory() + "/" + name;

            assertTrue(JdbcSchema.class.getResource(path) != null, path);
        }
    }

    /** Only PostgreSQL tells of changes. */
    @Test
    void a_change_feed_needs_postgres() {
        JdbcStore.Builder builder =
                JdbcStore.builder(Databases.h2().emptied().dataSource()).changeFeed();

        assertTrue(messageOf(builder).contains("PostgreSQL"));
    }

    /** A database of another kind is refused, unless it is said which one it behaves like. */
    @Test
    void an_unknown_database_is_refused() {
        assertThrows(IllegalStateException.class, () -> JdbcStore.builder(
                        OtherProduct.of(Databases.h2().dataSource(), "Derby"))
                .build());
        JdbcStore.builder(OtherProduct.of(Databases.h2().emptied().dataSource(), "Derby"))
                .dialect(JdbcDialect.H2)
                .build()
                .close();
    }

    private static String messageOf(JdbcStore.Builder builder) {
        return String.valueOf(
                assertThrows(IllegalStateException.class, builder::build).getMessage());
    }

    private static void drop(TestDatabase database, String table) {
        database.execute("DROP TABLE IF EXISTS " + table);
        database.execute("DROP TABLE IF EXISTS " + table + "_lease");
        database.execute("DROP TABLE IF EXISTS " + table + "_schema");
    }
}
