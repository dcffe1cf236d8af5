// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** ASVS 7.1.1: the page of defaults says what the code does. */
class SecurityDefaultsTest {
    private static final Pattern NAME = Pattern.compile("`[A-Za-z.-]+\\.[A-Za-z_-]+`");
    private static final String READ = "read from the code";
    private static final int CELLS = 6;

    @Test
    void values_are_those_of_the_code() {
        Map<String, String> told = new TreeMap<>();
        for (List<String> row : SecurityPage.DEFAULTS.rows(NAME)) {
            String before = told.put(bare(row.get(0)), bare(row.get(1)));
            assertEquals(null, before, row.get(0) + " stands twice");
        }
        assertEquals(lines(ActualDefaults.all()), lines(told));
    }

    @Test
    void every_row_has_a_reason_a_source_and_a_proof() {
        for (List<String> row : SecurityPage.DEFAULTS.rows()) {
            if (row.size() == CELLS) {
                boolean read = NAME.matcher(row.get(0)).matches();
                boolean proved =
                        !SecurityPage.DEFAULTS.references(row.get(CELLS - 1)).isEmpty();
                assertTrue(row.stream().noneMatch(String::isEmpty), row.get(0) + " has an empty cell");
                assertEquals(read && !proved, row.get(CELLS - 1).equals(READ), row.get(0));
                assertTrue(read || proved, row.get(0) + " is claimed and not proved");
            }
        }
    }

    private static String bare(String cell) {
        return cell.replace("`", "");
    }

    private static String lines(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        return text.toString();
    }
}
