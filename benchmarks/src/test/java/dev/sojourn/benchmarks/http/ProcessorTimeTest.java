// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Processor times as Linux tells them. */
class ProcessorTimeTest {

    /** Fields 14 to 17 are 30, 4, 200 and 1000. */
    @Test
    void a_program_with_a_strange_name_is_read_like_any_other() {
        String line = "4711 (post gres) 1) S 1 2 3 4 5 6 7 8 9 10 30 4 200 1000 20 0 1 0 99 1 2\n";

        assertEquals(1234, ProcessorTime.ticksIn(line));
    }
}
