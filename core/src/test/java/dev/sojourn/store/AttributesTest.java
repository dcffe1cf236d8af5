// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeValue;
import dev.sojourn.codec.AttributeValue.EncodedValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttributesTest {
    private static final AttributeValue TEXT = AttributeCodecs.standard().encode("secret text", false);
    private static final AttributeValue BYTES = EncodedValue.of("x", new byte[] {1, 2, 3});

    @Test
    void names_are_in_order_and_values_come_back_as_they_went_in() {
        Attributes attributes = Attributes.of(Map.of("b", BYTES, "a", TEXT));
        List<String> visited = new ArrayList<>();
        attributes.forEach((name, value) -> visited.add(name));
        assertEquals(List.of("a", "b"), visited);
        assertEquals(Optional.of(TEXT), attributes.get("a"));
        assertEquals(Optional.of(BYTES), attributes.get("b"));
        assertEquals(2, attributes.count());
        assertEquals(attributes, Attributes.of(attributes.toMap()));
    }

    /** T47: no inherited names. */
    @Test
    void what_was_not_put_in_is_absent() {
        Attributes attributes = Attributes.of(Map.of("a", TEXT));
        assertTrue(attributes.get("toString").isEmpty());
        assertTrue(attributes.get("").isEmpty());
        assertSame(Attributes.NONE, Attributes.of(Map.of()));
    }

    @Test
    void maps_given_and_taken_are_copies() {
        Map<String, AttributeValue> mine = new HashMap<>(Map.of("a", TEXT));
        Attributes attributes = Attributes.of(mine);
        mine.clear();
        attributes.toMap().clear();
        assertEquals(1, attributes.count());
        assertThrows(
                UnsupportedOperationException.class, () -> attributes.names().clear());
    }

    /** ASVS 16.2.5. */
    @Test
    void it_prints_names_and_no_values() {
        String text = Attributes.of(Map.of("a", TEXT, "b", BYTES)).toString();
        assertEquals("[a, b]", text);
        assertFalse((TEXT + " " + BYTES).contains("secret text"));
    }
}
