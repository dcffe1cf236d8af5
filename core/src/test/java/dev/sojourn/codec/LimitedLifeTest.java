// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.codec.AttributeValue.EncodedValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LimitedLifeTest {
    private static final Instant END = Instant.ofEpochMilli(1_800_000_000_123L);

    private final AttributeCodecs codecs = AttributeCodecs.standard();

    @Test
    void the_value_and_its_end_come_back() {
        AttributeValue stored = codecs.encodeUntil("4711", END);

        assertEquals(Optional.of(END), stored.endsAt());
        assertEquals("4711", codecs.decode(stored));
        assertTrue(codecs.canRead(stored));
        assertFalse(stored.hasEndedAt(() -> END.minusMillis(1)));
        assertTrue(stored.hasEndedAt(() -> END));
        assertEquals(Optional.empty(), codecs.encode("4711", false).endsAt());
    }

    /** W35: whatever stands in a store is a value that cannot be read, and no other failure. */
    @Test
    void damaged_bytes_are_an_unreadable_value() {
        byte[] bytes = ((EncodedValue) codecs.encodeUntil("4711", END)).toBytes();
        for (int length = 0; length < bytes.length; length++) {
            AttributeValue cut = EncodedValue.of(LimitedLife.ID, Arrays.copyOf(bytes, length));
            assertThrows(UnreadableAttributeException.class, () -> codecs.decode(cut), "cut to " + length);
            assertEquals(length >= Long.BYTES, cut.endsAt().isPresent());
        }
        AttributeValue nested = LimitedLife.wrap(EncodedValue.of(LimitedLife.ID, bytes), END);
        assertThrows(UnreadableAttributeException.class, () -> codecs.decode(nested));
        assertFalse(codecs.canRead(nested));
        AttributeValue foreign = LimitedLife.wrap(EncodedValue.of("another", bytes), END);
        assertThrows(UnreadableAttributeException.class, () -> codecs.decode(foreign));
        assertFalse(codecs.canRead(foreign));
    }

    @Test
    void its_id_is_no_codecs() {
        assertThrows(
                IllegalArgumentException.class,
                () -> AttributeCodecs.builder().add(new Impostor()).build());
    }

    private static final class Impostor implements AttributeCodec {
        @Override
        public String id() {
            return LimitedLife.ID;
        }

        @Override
        public boolean supports(Object value) {
            return false;
        }

        @Override
        public byte[] encode(Object value) {
            throw new IllegalArgumentException("nothing is supported");
        }

        @Override
        public Object decode(byte[] bytes) {
            throw new UnreadableAttributeException("nothing is supported");
        }
    }
}
