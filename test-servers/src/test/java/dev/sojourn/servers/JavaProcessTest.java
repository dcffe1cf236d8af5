// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class JavaProcessTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TERMINATED = 128 + 15;

    @Test
    void its_lines_can_be_awaited_and_it_is_asked_to_end() {
        try (JavaProcess process = JavaProcess.ofClass(Echo.class)
                .options("-Dgreeting=hello")
                .arguments("world")
                .variable("PUNCTUATION", "!")
                .start()) {
            MatchResult line = process.awaitLine(Pattern.compile("hello (.*)!"), LIMIT);

            assertEquals("world", line.group(1));
            process.terminate();
            assertEquals(TERMINATED, process.awaitEnd(LIMIT));
            assertTrue(
                    process.lines().contains("goodbye"), () -> process.lines().toString());
        }
    }

    @Test
    void a_line_that_does_not_come_fails_with_what_came_instead() {
        try (JavaProcess process = JavaProcess.ofClass(Echo.class).start()) {
            Pattern other = Pattern.compile("other");

            AssertionError error = assertThrows(AssertionError.class, () -> process.awaitLine(other, LIMIT));

            assertTrue(String.valueOf(error.getMessage()).contains("ArrayIndexOutOfBounds"), error::getMessage);
        }
    }

    /** Nothing may be left on the machine by a build that was killed. */
    @Test
    void what_a_jvm_has_started_dies_with_it_although_it_was_killed() {
        try (JavaProcess process = JavaProcess.ofClass(ServerOwner.class).start()) {
            MatchResult line = process.awaitLine(Pattern.compile("(\\d+) (\\S+)"), LIMIT);
            ProcessHandle server =
                    ProcessHandle.of(Long.parseLong(line.group(1))).orElseThrow();
            Path directory = Path.of(line.group(2));
            assertTrue(Files.exists(directory));

            process.kill();

            Await.until("the server is gone", LIMIT, () -> !isRunning(server.pid()));
            Await.until("its directory is gone", LIMIT, () -> !Files.exists(directory));
            assertFalse(process.isAlive());
        }
    }

    /** A process that nobody has waited for yet is a zombie: it has ended, but is still in the list. */
    private static boolean isRunning(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    static final class Echo {
        private Echo() {}

        public static void main(String[] arguments) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
            System.out.println(System.getProperty("greeting") + " " + arguments[0] + System.getenv("PUNCTUATION"));
            Thread.currentThread().join();
        }
    }

    static final class ServerOwner {
        private ServerOwner() {}

        public static void main(String[] arguments) throws InterruptedException {
            RedisServer server = RedisServer.start();
            System.out.println(server.pid() + " " + server.directory());
            Thread.currentThread().join();
        }
    }
}
