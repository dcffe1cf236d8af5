// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AttributeKeyTest {

    @Test
    void a_value_of_its_type_passes() {
        assertEquals(1, AttributeKey.of("n", Integer.class).cast(1));
        assertEquals("x", AttributeKey.of("o", Object.class).cast("x"));
    }

    /** ASVS 16.2.5: the message names types, not values. */
    @Test
    void a_value_of_another_type_is_named_without_its_content() {
        String problem = String.valueOf(assertThrows(ClassCastException.class, () -> AttributeKey.of("n", Integer.class)
                        .cast("hunter2"))
                .getMessage());
        assertTrue(problem.contains("\"n\"") && problem.contains("java.lang.String"), problem);
        assertFalse(problem.contains("hunter2"), problem);
    }

    @Test
    void a_primitive_type_is_refused_because_no_value_would_pass() {
        assertThrows(IllegalArgumentException.class, () -> AttributeKey.of("n", int.class));
    }
}
