// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.Await;
import dev.sojourn.servers.FreePorts;
import dev.sojourn.servers.JavaProcess;
import dev.sojourn.servers.SharedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as one starts it, in processes of its own. */
final class DemoProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern STARTED =
            Pattern.compile(Pattern.quote(DemoCommand.STARTED) + "http://localhost:(\\d+)/");
    private static final Pattern NODE = Pattern.compile("  http://localhost:(\\d+)/");
    private static final Pattern BALANCER = Pattern.compile("One address for all of them.*");
    private static final String PASSWORD = "pass-word";

    /** Fault 17: the visits go on where they were, whether the server was stopped or killed. */
    @Test
    void sessions_in_a_file_outlive_the_server(@TempDir Path folder) {
        String store = "file:" + folder.resolve("sessions");
        Visitor visitor;
        try (JavaProcess first = start(store)) {
            visitor = new Visitor(port(first));
            count(visitor, 1);
            count(visitor, 2);
            first.terminate();
            first.awaitEnd(LIMIT);
        }
        try (JavaProcess second = start(store)) {
            count(visitor.at(port(second)), 3);
            second.kill();
        }
        try (JavaProcess third = start(store)) {
            count(visitor.at(port(third)), 4);
        }
    }

    /** W52: what is wrong is one line without a password, and exit code 2. */
    @Test
    void a_store_that_cannot_be_used_is_one_line_and_exit_code_2() throws SQLException {
        String postgres = SharedDatabase.postgres().jdbcUrl();
        String mariaDb = SharedDatabase.mariaDb().jdbcUrl();
        execute(postgres, "CREATE USER ada PASSWORD 'another'", "CREATE DATABASE without_anything");
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put(withLogin(postgres, "ada"), "refuses this user or this password");
        expected.put(withLogin(mariaDb, "sojourn"), "refuses this user or this password");
        expected.put(withLogin(postgres, "sojourn").replace("/postgres?", "/without_anything?"), "--create-schema");
        expected.put(
                "jdbc:postgresql://127.0.0.1:" + FreePorts.next() + "/db?user=ada&password=" + PASSWORD,
                "does not answer");
        expected.put("file:/proc/sessions", "cannot be written"); // not even by root

        Map<String, JavaProcess> started = new LinkedHashMap<>();
        expected.keySet().forEach(store -> started.put(store, start(store)));
        started.forEach((store, process) -> assertRefused(process, expected.getOrDefault(store, "")));
    }

    @Test
    void a_file_has_one_server_at_a_time(@TempDir Path folder) {
        String store = "file:" + folder.resolve("sessions");
        try (JavaProcess owner = start(store)) {
            port(owner);
            assertRefused(start(store), "is in use by another process");
        }
    }

    /** W52: nothing that the demo says of itself, in words or in its log, has the password in it. */
    @Test
    void the_password_is_not_shown_at_the_start_and_not_in_the_help() throws SQLException {
        String postgres = SharedDatabase.postgres().jdbcUrl();
        execute(postgres, "CREATE USER eve PASSWORD '" + PASSWORD + "' SUPERUSER");
        try (JavaProcess server = start(withLogin(postgres, "eve"), "--create-schema");
                JavaProcess help = start(withLogin(postgres, "eve"), "--help")) {
            Visitor visitor = new Visitor(port(server));
            count(visitor, 1);
            server.awaitLine(
                    Pattern.compile("Sessions in jdbc:postgresql://127\\.0\\.0\\.1:\\d+/postgres, idle.*"), LIMIT);
            assertEquals(0, help.awaitEnd(LIMIT));
            assertShowsNoPassword(help);
            server.terminate();
            server.awaitEnd(LIMIT);
            assertShowsNoPassword(server);
        }
    }

    /** Two servers, one PostgreSQL: what one has written the other shows, and what one has ended the other's copy forgets. */
    @Test
    void servers_share_sessions_in_postgresql_behind_near_caches() {
        String store = SharedDatabase.postgres().jdbcUrl();
        try (JavaProcess demo = start(store, "--nodes", "2", "--near-cache", "--create-schema")) {
            demo.awaitLine(BALANCER, LIMIT);
            List<Integer> ports = demo.lines().stream()
                    .map(NODE::matcher)
                    .filter(Matcher::matches)
                    .map(line -> Integer.valueOf(line.group(1)))
                    .toList();
            assertEquals(2, ports.size());
            Visitor visitor = new Visitor(ports.get(0));
            count(visitor, 1);
            awaitShown(visitor.at(ports.get(1)), "\"visits\":1");
            visitor.at(ports.get(0)).post("/increment", "");
            awaitShown(visitor.at(ports.get(1)), "\"visits\":2");
            String token = visitor.cookieValues().get(0);
            visitor.at(ports.get(0)).post("/logout", "");
            Visitor thief = new Visitor(ports.get(1));
            Await.until("the other server forgets", LIMIT, () -> thief.getAs(token, "/api/session")
                    .body()
                    .contains("\"id\":null"));
        }
    }

    private static void awaitShown(Visitor visitor, String part) {
        Await.until(part + " is shown", LIMIT, () -> visitor.get("/api/session")
                .body()
                .contains(part));
    }

    private static void count(Visitor visitor, int visits) {
        visitor.post("/increment", "");
        String shown = visitor.get("/api/session").body();
        assertTrue(shown.contains("\"visits\":" + visits), shown);
    }

    private static JavaProcess start(String store, String... options) {
        return JavaProcess.ofClass(Main.class)
                .options("-Xmx128m", "-XX:TieredStopAtLevel=1")
                .arguments("demo", "--port", "0")
                .arguments(options)
                .variable(DemoCommand.STORE_VARIABLE, store)
                .start();
    }

    private static int port(JavaProcess server) {
        return Integer.parseInt(server.awaitLine(STARTED, LIMIT).group(1));
    }

    private static void assertRefused(JavaProcess process, String because) {
        try (process) {
            assertEquals(2, process.awaitEnd(LIMIT), () -> process.lines().toString());
            assertEquals(1, process.lines().size(), () -> process.lines().toString());
            String line = process.lines().get(0);
            assertTrue(line.startsWith("sojourn: "), line);
            assertTrue(line.contains(because), line);
            assertShowsNoPassword(process);
        }
    }

    private static void assertShowsNoPassword(JavaProcess process) {
        assertFalse(process.lines().isEmpty());
        assertTrue(process.lines().stream().noneMatch(line -> line.contains(PASSWORD)), () -> process.lines()
                .toString());
    }

    private static String withLogin(String url, String user) {
        return url.substring(0, url.indexOf('?')) + "?user=" + user + "&password=" + PASSWORD;
    }

    private static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
