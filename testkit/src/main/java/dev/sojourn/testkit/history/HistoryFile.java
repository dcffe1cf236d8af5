// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.testkit.history.Answer.Outcome;
import dev.sojourn.testkit.history.Intent.Kind;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A history as JSON lines: a flat object for each operation, fault, notice of an end and exclusive section. */
final class HistoryFile {
    private static final String ENDS = "ends";

    private HistoryFile() {}

    static void write(History history, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Fault fault : history.faults()) {
                out.write(new JsonLine()
                        .put("fault", fault.kind())
                        .put("from", fault.window().from())
                        .put("to", fault.window().to())
                        .text());
            }
            if (history.expectsEndNotices()) {
                out.write(new JsonLine().put("expects", ENDS).text());
            }
            for (EndNotice notice : history.endNotices()) {
                out.write(new JsonLine()
                        .put("ended", notice.id())
                        .put("node", notice.node())
                        .put("reason", notice.reason())
                        .put("at", notice.at())
                        .text());
            }
            for (Section section : history.sections()) {
                out.write(new JsonLine()
                        .put("exclusive", section.session())
                        .put("client", section.client())
                        .put("asked", section.asked())
                        .put("from", section.held().from())
                        .put("to", section.held().to())
                        .put("outcome", section.outcome().name())
                        .text());
            }
            for (Operation operation : history.operations()) {
                out.write(line(operation));
            }
        }
    }

    static History read(Path file) throws IOException {
        History history = new History();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            int number = 1;
            for (String line = in.readLine(); line != null; line = in.readLine(), number++) {
                try {
                    add(history, Json.object(line));
                } catch (IllegalArgumentException unreadable) {
                    throw new IOException(
                            "line " + number + " of " + file + ": " + unreadable.getMessage(), unreadable);
                }
            }
        }
        return history;
    }

    private static String line(Operation operation) {
        Intent intent = operation.intent();
        Answer answer = operation.answer();
        Seen seen = answer.seen();
        return new JsonLine()
                .put("client", intent.client())
                .put("session", intent.session())
                .put("kind", intent.kind().name())
                .put("login", intent.user())
                .put("from", operation.span().from())
                .put("to", operation.span().to())
                .put("outcome", answer.outcome().name())
                .put("node", answer.node())
                .put("reason", answer.reason())
                .put("id", seen.id())
                .put("created", seen.created())
                .put("user", seen.user())
                .put("visits", seen.visits())
                .text();
    }

    private static void add(History history, Map<String, Object> line) {
        if (line.containsKey("fault")) {
            history.fault(text(line, "fault"), number(line, "from"), number(line, "to"));
        } else if (line.containsKey("expects")) {
            expect(history, text(line, "expects"));
        } else if (line.containsKey("ended")) {
            history.add(
                    new EndNotice(text(line, "ended"), text(line, "node"), text(line, "reason"), number(line, "at")));
        } else if (line.containsKey("exclusive")) {
            history.add(new Section(
                    text(line, "exclusive"),
                    text(line, "client"),
                    number(line, "asked"),
                    new Span(number(line, "from"), number(line, "to")),
                    Outcome.valueOf(text(line, "outcome"))));
        } else {
            addOperation(history, line);
        }
    }

    private static void expect(History history, String what) {
        if (!what.equals(ENDS)) {
            throw new IllegalArgumentException("nothing but \"" + ENDS + "\" can be expected");
        }
        history.expectEndNotices();
    }

    private static void addOperation(History history, Map<String, Object> line) {
        Intent intent = new Intent(
                text(line, "client"), text(line, "session"), Kind.valueOf(text(line, "kind")), text(line, "login"));
        Seen seen = new Seen(
                text(line, "id"), text(line, "created"), text(line, "user"), Math.toIntExact(number(line, "visits")));
        Answer answer =
                new Answer(Outcome.valueOf(text(line, "outcome")), text(line, "node"), text(line, "reason"), seen);
        history.add(new Operation(intent, new Span(number(line, "from"), number(line, "to")), answer));
    }

    private static String text(Map<String, Object> line, String name) {
        if (line.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("\"" + name + "\" must be a text");
    }

    private static long number(Map<String, Object> line, String name) {
        if (line.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("\"" + name + "\" must be a whole number");
    }
}
