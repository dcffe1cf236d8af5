// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The matrix of the OWASP Application Security Verification Standard is whole, and what is claimed is proved. */
class AsvsTest {
    private static final Pattern ID = Pattern.compile("\\d+\\.\\d+\\.\\d+");
    private static final List<String> STATES =
            List.of("by default", "offered", "enabled only", "documented", "not yet");
    private static final List<String> PROVED = STATES.subList(0, 2);

    private static final int STATE = 3;
    private static final int CONTROL = 4;
    private static final int TESTS = 5;

    @Test
    void every_requirement_of_the_list_stands_there_once() throws IOException {
        assertEquals(
                listed(),
                requirements().stream().map(row -> row.get(0)).toList(),
                "in the order of asvs.txt, each once");
    }

    @Test
    void what_is_met_or_offered_has_a_test_and_what_is_not_has_a_reason() {
        for (List<String> requirement : requirements()) {
            String id = requirement.get(0);
            assertEquals(TESTS + 1, requirement.size(), id);
            assertTrue(STATES.contains(requirement.get(STATE)), id + " has the state " + requirement.get(STATE));
            assertTrue(!requirement.get(CONTROL).isEmpty(), id + " says nothing");
            boolean proved =
                    !SecurityPage.ASVS.references(requirement.get(TESTS)).isEmpty();
            assertTrue(proved || !PROVED.contains(requirement.get(STATE)), id + " is claimed and not proved");
        }
    }

    @Test
    void the_page_counts_right() {
        Map<String, Long> counts = new LinkedHashMap<>();
        STATES.forEach(state -> counts.put(
                state,
                requirements().stream()
                        .filter(row -> row.get(STATE).equals(state))
                        .count()));
        counts.forEach((state, count) -> assertTrue(
                SecurityPage.ASVS.text().contains("| " + state + " | " + count + " |"),
                "the page should say: | " + state + " | " + count + " |"));
    }

    private static List<List<String>> requirements() {
        return SecurityPage.ASVS.rows(ID);
    }

    private static List<String> listed() throws IOException {
        try (InputStream in = Objects.requireNonNull(AsvsTest.class.getResourceAsStream("asvs.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> ID.matcher(line).matches())
                    .toList();
        }
    }
}
