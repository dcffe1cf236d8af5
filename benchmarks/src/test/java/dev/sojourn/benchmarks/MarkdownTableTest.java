// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Tables of the reports. */
class MarkdownTableTest {

    @Test
    void the_first_column_is_text_and_the_others_are_figures() {
        MarkdownTable table = new MarkdownTable("system", "bytes", "ratio");
        table.add("ours", "1", "0.50");

        assertEquals("""
            | system | bytes | ratio |
            | --- | ---: | ---: |
            | ours | 1 | 0.50 |
            """, table.toString());
    }
}
