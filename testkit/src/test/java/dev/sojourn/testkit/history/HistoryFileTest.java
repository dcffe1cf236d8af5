// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.testkit.history.Answer.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a history keeps, in memory and as a file. */
class HistoryFileTest {
    @TempDir
    Path directory;

    private final History history = new History();

    @Test
    void operations_are_kept_in_the_order_in_which_they_began() {
        History.Pending first = history.begin(Intent.increment("a", "s"));
        History.Pending second = history.begin(Intent.read("b", "s"));
        second.end(Answer.unknown("n", "lost"));
        first.end(Answer.ok("n", Seen.NOTHING));

        List<Operation> operations = history.operations();
        assertEquals(
                List.of("a", "b"),
                operations.stream()
                        .map(operation -> operation.intent().client())
                        .toList());
        assertTrue(operations.get(0).span().to() >= operations.get(1).span().to());
        assertThrows(IllegalStateException.class, () -> first.end(Answer.unreachable("n")));
    }

    /** The lines that docs/checker.md shows. */
    @Test
    void a_file_has_a_line_for_each_fault_and_each_operation() throws IOException {
        history.fault("failover", 5, 20);
        history.add(new Operation(
                Intent.login("c3", "s0-1", "s0-1"),
                new Span(1_250_000, 3_500_000),
                Answer.ok("localhost:8081", new Seen("Gi42rXLp", "2026-11-23T23:16:26.180Z", "s0-1", 7))));
        Path file = directory.resolve("history.jsonl");
        history.write(file);

        assertEquals("""
                {"fault":"failover","from":5,"to":20}
                {"client":"c3","session":"s0-1","kind":"LOGIN","login":"s0-1","from":1250000,"to":3500000,"outcome":"OK",\
                "node":"localhost:8081","reason":"","id":"Gi42rXLp","created":"2026-11-23T23:16:26.180Z","user":"s0-1","visits":7}
                """, Files.readString(file));
    }

    @Test
    void what_was_written_is_read_back() throws IOException {
        history.fault("\"quoted\" \\ and \n broken \u00fc", -5, 20);
        for (Outcome outcome : Outcome.values()) {
            for (Intent.Kind kind : Intent.Kind.values()) {
                Answer answer = new Answer(outcome, "n", "503\t", new Seen("i", "c", "u\u0001", 3));
                history.add(new Operation(new Intent("c", "s", kind, "u"), new Span(1, 2), answer));
            }
        }
        Path file = directory.resolve("history.jsonl");
        history.write(file);
        History read = History.read(file);

        assertEquals(history.operations(), read.operations());
        assertEquals(history.faults(), read.faults());
        assertEquals("History[25 operations, 1 faults]", read.toString());
    }

    @Test
    void a_line_that_is_none_is_refused_with_its_number() throws IOException {
        Path file = directory.resolve("history.jsonl");
        for (String broken : List.of(
                "",
                "[]",
                "{\"client\":\"c\"}",
                "{\"fault\":1,\"from\":1,\"to\":2}",
                "{\"fault\":\"x\",\"from\":\"1\",\"to\":2}")) {
            Files.writeString(file, "{\"fault\":\"x\",\"from\":1,\"to\":2}\n" + broken + "\n");
            IOException refused = assertThrows(IOException.class, () -> History.read(file), broken);
            assertTrue(String.valueOf(refused.getMessage()).startsWith("line 2 of "), refused::getMessage);
        }
    }

    @Test
    void json_is_read_as_it_may_be_written() {
        assertEquals(
                Map.of(
                        "a",
                        1L,
                        "b",
                        -2.5,
                        "c",
                        true,
                        "d",
                        false,
                        "f",
                        "\u00e9\"\\/\b\f\n\r\t",
                        "g",
                        List.of(1L, Map.of()),
                        "h",
                        Map.of("x", "y")),
                Json.object(" { \"a\":1 , \"b\" : -2.5, \"c\":true,\"d\":false,\"e\":null,"
                        + "\"f\":\"\\u00e9\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"g\":[1,null,{}],\"h\":{\"x\":\"y\"}}\n"));
        for (String broken : List.of(
                "",
                "{",
                "{}x",
                "[1]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1-}",
                "{\"a\":tru}",
                "{\"a\":[1,]}",
                "{\"a\":\"",
                "{\"a\":\"\\",
                "{\"a\":\"\\u12\"}",
                "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}")) {
            assertThrows(IllegalArgumentException.class, () -> Json.object(broken), broken);
        }
    }
}
