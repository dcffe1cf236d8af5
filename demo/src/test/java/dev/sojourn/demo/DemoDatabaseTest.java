// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionPolicy;
import dev.sojourn.servers.FreePorts;
import dev.sojourn.servers.SharedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo on each kind of database, over real connections. */
final class DemoDatabaseTest {

    @Test
    void sessions_in_postgresql() throws IOException {
        serve(database(SharedDatabase.postgres().jdbcUrl()), false);
    }

    @Test
    void sessions_in_postgresql_behind_a_near_cache() throws IOException {
        serve(database(SharedDatabase.postgres().jdbcUrl()), true);
    }

    @Test
    void sessions_in_mariadb() throws IOException {
        serve(database(SharedDatabase.mariaDb().jdbcUrl()), false);
    }

    /** The tables are there without a flag: the database is empty by nature. */
    @Test
    void sessions_in_h2_in_memory() throws IOException {
        serve(DemoStore.parse("jdbc:h2:mem:demo"), false);
    }

    /** The folders on the way to the file are created. */
    @Test
    void sessions_in_a_file(@TempDir Path folder) throws IOException {
        serve(DemoStore.parse("file:" + folder.resolve("not/there/sessions")), false);

        assertTrue(Files.exists(folder.resolve("not/there/sessions.mv.db")));
    }

    @Test
    void a_database_without_the_tables_names_the_flag_that_creates_them() throws SQLException {
        String url = emptyPostgres("without_tables");

        assertTrue(refusal(url).contains("start once with --create-schema"));

        database(url).open(false).close();
        DemoStore.parse(url).open(false).close();
    }

    @Test
    void a_store_that_cannot_be_used_says_why(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        String nobody = "127.0.0.1:" + FreePorts.next() + "/";

        assertEquals(
                "file:" + file + "/sessions.mv.db: its folder cannot be created",
                refusal("file:" + file.resolve("sessions")));
        assertEquals("file:" + folder + " is a folder: name a file in it", refusal("file:" + folder));
        assertEquals("jdbc:mariadb://" + nobody + "db does not answer", refusal("jdbc:mariadb://" + nobody + "db"));
        assertEquals("jdbc:h2:tcp://" + nobody + "db does not answer", refusal("jdbc:h2:tcp://" + nobody + "db"));
        assertEquals("jdbc:h2:sessions needs ./ before a relative path", refusal("jdbc:h2:sessions"));
        assertEquals(
                "jdbc:postgresql://127.0.0.1:" + SharedDatabase.postgres().port() + "/nowhere does not exist",
                refusal(SharedDatabase.postgres().jdbcUrl().replace("/postgres?", "/nowhere?")));
        assertEquals(
                "jdbc:mariadb://127.0.0.1:" + SharedDatabase.mariaDb().port() + "/nowhere does not exist",
                refusal(SharedDatabase.mariaDb().jdbcUrl().replace("/sojourn?", "/nowhere?")));
    }

    /** When the store is closed, so is its pool: nothing holds the database any more. */
    @Test
    void a_closed_store_leaves_no_connection() throws SQLException {
        String url = emptyPostgres("left_alone");

        database(url).open(true).close();

        execute(SharedDatabase.postgres().jdbcUrl(), "DROP DATABASE left_alone");
    }

    private static void serve(DemoStore store, boolean nearCache) throws IOException {
        DemoSettings settings = new DemoSettings(store, nearCache, SessionPolicy.defaults());
        try (DemoServer server = DemoServer.start(0, settings::open)) {
            Visitor visitor = new Visitor(server);
            for (int visits = 1; visits <= 3; visits++) {
                visitor.post("/increment", "");
                assertTrue(visitor.get("/api/session").body().contains("\"visits\":" + visits));
            }
            visitor.signIn("Ada");
            assertTrue(visitor.get("/sessions").body().contains("This device"));
            assertTrue(visitor.get("/").body().contains("Welcome, Ada."));
            assertEquals(303, visitor.post("/logout", "").statusCode());
            assertTrue(visitor.get("/").body().contains("You are not known here yet."));
        }
    }

    private static String refusal(String store) {
        return String.valueOf(assertThrows(UnusableStoreException.class, () -> DemoStore.parse(store)
                        .open(false))
                .getMessage());
    }

    private static DemoStore database(String url) {
        return JdbcDemoStore.parse(url).creatingSchema();
    }

    private static String emptyPostgres(String name) throws SQLException {
        String url = SharedDatabase.postgres().jdbcUrl();
        execute(url, "CREATE DATABASE " + name);
        return url.replace("/postgres?", "/" + name + "?");
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
