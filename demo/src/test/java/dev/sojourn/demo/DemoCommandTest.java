// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What one can type after {@code ./sojourn}. */
final class DemoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void help_names_every_flag_and_its_default() {
        assertEquals(0, run("demo", "--help"));

        String help = out.toString();
        for (String part : List.of(
                "--port",
                "8080",
                "--store",
                "memory",
                "redis-sentinel://",
                "SOJOURN_STORE",
                "file:PATH",
                "cookie:KEY",
                "jdbc:postgresql://",
                "jdbc:mariadb://",
                "jdbc:h2:",
                "--create-schema",
                "--near-cache",
                "--nodes",
                "--idle-timeout",
                "30m",
                "--absolute-timeout",
                "24h",
                "--on-conflict",
                "merge|fail|exclusive",
                "--lease-length",
                "--end-log",
                "--help")) {
            assertTrue(help.contains(part), part);
        }
    }

    @Test
    void no_command_shows_the_commands() {
        assertEquals(0, run());

        assertTrue(out.toString().contains("demo"));
    }

    @Test
    void a_bad_flag_is_one_line_and_exit_code_2() {
        for (List<String> typed : List.of(
                List.of("demo", "--prot", "1"),
                List.of("demo", "--port", "eighty"),
                List.of("demo", "--port", "65536"),
                List.of("demo", "--port", "-1"),
                List.of("demo", "--store", "floppy"),
                List.of("demo", "--store", "redis-cluster:h"),
                List.of("demo", "--store", "file:"),
                List.of("demo", "--store", "file:a;b"),
                List.of("demo", "--store", "cookie:"),
                List.of("demo", "--store", "cookies"),
                List.of("demo", "--store", "cookie:a;b"),
                List.of("demo", "--nodes", "3", "--store", "cookie"),
                List.of("demo", "--near-cache", "--store", "cookie"),
                List.of("demo", "--store", "jdbc:floppy:a"),
                List.of("demo", "--store", "jdbc:postgresql://one:port/db"),
                List.of("demo", "--nodes", "3"),
                List.of("demo", "--nodes", "3", "--store", "file:sessions"),
                List.of("demo", "--nodes", "3", "--store", "jdbc:h2:mem:sessions"),
                List.of("demo", "--near-cache", "--store", "jdbc:mariadb://localhost/sessions"),
                List.of("demo", "--create-schema"),
                List.of("demo", "--create-schema", "--store", "file:sessions"),
                List.of("demo", "--near-cache"),
                List.of("demo", "--nodes", "0", "--store", "redis://localhost"),
                List.of("demo", "--nodes", "17", "--store", "redis://localhost"),
                List.of("demo", "--nodes", "9", "--port", "65530", "--store", "redis://localhost"),
                List.of("demo", "--idle-timeout", "soon"),
                List.of("demo", "--idle-timeout", "0s"),
                List.of("demo", "--absolute-timeout", "-5m"),
                List.of("demo", "--on-conflict", "sometimes"),
                List.of("demo", "--on-conflict", "exclusive", "--store", "cookie"),
                List.of("demo", "--on-conflict", "exclusive", "--lease-length", "2s"),
                List.of("demo", "--lease-length", "5s"),
                List.of("demo", "--port"),
                List.of("dmeo"))) {
            err.getBuffer().setLength(0);

            assertEquals(2, run(typed.toArray(String[]::new)), typed.toString());

            assertEquals(1, err.toString().lines().count(), err.toString());
            assertTrue(err.toString().startsWith("sojourn: "), err.toString());
        }
    }

    @Test
    void a_busy_port_is_one_line_and_exit_code_2() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            assertEquals(2, run("demo", "--port", Integer.toString(busy.getLocalPort())));
        }

        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains("--port 0"), err.toString());
    }

    /** Fault 39: who wants every end is told where that cannot be. */
    @Test
    void an_end_log_that_cannot_be_kept_is_refused() {
        assertEquals(2, run("demo", "--store", "cookie", "--end-log", "ends"));
        assertTrue(err.toString().contains("--end-log needs a store that keeps what ended"), err.toString());

        assertEquals(2, run("demo", "--port", "0", "--end-log", "no/such/directory/ends"));
        assertTrue(err.toString().contains("cannot be written"), err.toString());
    }

    private int run(String... typed) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(typed);
    }
}
