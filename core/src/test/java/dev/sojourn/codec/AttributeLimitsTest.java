// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AttributeLimitsTest {
    @Test
    void the_defaults_are_those_of_the_documentation() {
        assertEquals(new AttributeLimits(262_144, 1_048_576, 512, 256, 32), AttributeLimits.DEFAULT);
    }

    @Test
    void the_ends_of_each_range_are_allowed() {
        AttributeLimits lowest = new AttributeLimits(1, 1, 1, 1, 1);
        AttributeLimits highest = new AttributeLimits(1 << 30, 1 << 30, 65_535, 4_096, 512);
        assertEquals(1, lowest.nesting());
        assertEquals(512, highest.nesting());
    }

    @Test
    void a_limit_outside_its_range_is_refused_by_name_rule_and_value() {
        assertRefused("attributeBytes must be 1 to 1073741824, was 0", 0, 1, 1, 1, 1);
        assertRefused("sessionBytes must be 1 to 1073741824, was -1", 1, -1, 1, 1, 1);
        assertRefused("attributes must be 1 to 65535, was 65536", 1, 1, 65_536, 1, 1);
        assertRefused("nameLength must be 1 to 4096, was 4097", 1, 1, 1, 4_097, 1);
        assertRefused("nesting must be 1 to 512, was 513", 1, 1, 1, 1, 513);
    }

    @Test
    void one_limit_is_replaced_and_the_others_are_kept() {
        AttributeLimits limits = new AttributeLimits(1, 2, 3, 4, 5);
        assertEquals(new AttributeLimits(9, 2, 3, 4, 5), limits.withAttributeBytes(9));
        assertEquals(new AttributeLimits(1, 9, 3, 4, 5), limits.withSessionBytes(9));
        assertEquals(new AttributeLimits(1, 2, 9, 4, 5), limits.withAttributes(9));
    }

    private static void assertRefused(String message, int bytes, int session, int count, int name, int nesting) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> new AttributeLimits(bytes, session, count, name, nesting));
        assertEquals(message, refused.getMessage());
    }
}
