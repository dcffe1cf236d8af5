// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** T75: what the README shows of curl is what the demo answers, but for tokens, ids and times. */
final class ReadmeTranscriptTest {
    private static final Pattern TRANSCRIPT = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CURL = Pattern.compile(
            "\\$ curl -s(i?) -b jar -c jar (-H 'Origin: http://localhost:8080' )?(?:-d '(\\S*)' )?http://localhost:8080(\\S+)");

    @Test
    void the_transcript_in_the_readme_is_what_the_demo_answers() throws IOException {
        Matcher transcript = TRANSCRIPT.matcher(Files.readString(Path.of("..", "README.md")));
        assertEquals(true, transcript.find(), "README.md has a console block");
        List<String> shown =
                transcript.group(1).lines().map(ReadmeTranscriptTest::masked).toList();
        try (DemoServer server = DemoServer.start(0, DemoSettings.inMemory()::open)) {
            assertEquals(sortedHeaders(shown), sortedHeaders(replayed(shown, new Visitor(server))));
        }
    }

    private static List<String> replayed(List<String> shown, Visitor visitor) {
        List<String> output = new ArrayList<>();
        for (String line : shown) {
            Matcher curl = CURL.matcher(line);
            if (line.startsWith("$")) {
                assertEquals(true, curl.matches(), "a curl call this test understands: " + line);
                output.add(line);
                HttpResponse<String> answer = answer(visitor, curl);
                if (!curl.group(1).isEmpty()) {
                    output.addAll(head(answer));
                }
                answer.body().lines().map(ReadmeTranscriptTest::masked).forEach(output::add);
            }
        }
        return output;
    }

    private static HttpResponse<String> answer(Visitor visitor, Matcher curl) {
        String form = curl.group(3);
        String path = curl.group(4);
        if (form == null) {
            return visitor.get(path);
        }
        return curl.group(2) == null ? visitor.postSilently(path, form) : visitor.post(path, form);
    }

    private static List<String> head(HttpResponse<String> answer) {
        assertEquals(303, answer.statusCode());
        List<String> lines = new ArrayList<>();
        lines.add("HTTP/1.1 303 See Other");
        new TreeMap<>(answer.headers().map())
                .forEach((name, values) -> values.forEach(value -> lines.add(masked(name + ": " + value))));
        lines.add("");
        return lines;
    }

    /** Header lines in no particular order and with names in lower case: HTTP means nothing by either. */
    private static List<String> sortedHeaders(List<String> lines) {
        List<String> headers = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (colon > 0 && !line.startsWith("{")) {
                headers.add(line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon));
            } else {
                others.add(line);
            }
        }
        headers.sort(null);
        headers.addAll(others);
        return headers;
    }

    private static String masked(String line) {
        return line.replaceAll("(?<=sid=)[A-Za-z0-9_-]{64}(?=;)", "TOKEN")
                .replaceAll("(?<=\"id\":\")[A-Za-z0-9_-]{22}(?=\")", "ID")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z", "MOMENT")
                .replaceAll("(?i)(?<=^date: ).*", "DATE");
    }
}
