// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures of several rounds. */
class DistributionTest {
    private static final Distribution FOUR = new Distribution(List.of(4.0, 1.0, 3.0, 8.0));

    @Test
    void the_median_of_an_even_number_is_between_the_two_in_the_middle() {
        assertEquals(3.5, FOUR.median());
    }

    @Test
    void ratios_and_differences_are_those_within_each_round() {
        Distribution other = new Distribution(List.of(2.0, 1.0, 1.0, 4.0));

        assertEquals(new Distribution(List.of(2.0, 1.0, 3.0, 2.0)), FOUR.dividedBy(other));
        assertEquals(new Distribution(List.of(2.0, 0.0, 2.0, 4.0)), FOUR.minus(other));
    }
}
