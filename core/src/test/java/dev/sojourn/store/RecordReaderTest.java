// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged, forged and newer bytes. Covers W35, fault 22, fault 23, T22, T26 on the side of the format. */
class RecordReaderTest {
    private static final int PRINCIPAL_LENGTH = 94 + 16 + 32 + 1 + 2 * 40;
    private static final int ATTRIBUTE_COUNT = PRINCIPAL_LENGTH + 2 + 4;

    /** A record that ends too early is refused, wherever it ends. */
    @Test
    void every_truncation_is_refused_as_damaged() {
        byte[] whole = RecordFormat.encode(Records.full());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            UnreadableRecordException refused = refusal(cut);
            assertFalse(refused.isNewerFormat(), "cut to " + length + " bytes");
        }
    }

    @Test
    void every_flipped_bit_gives_another_record_or_is_refused() {
        byte[] whole = RecordFormat.encode(Records.full());
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            try {
                assertNotEquals(Records.full(), RecordFormat.decode(Records.key(), flipped), "bit " + bit);
            } catch (UnreadableRecordException refused) {
                assertEquals(Records.key(), refused.key());
            }
        }
    }

    @Test
    void random_bytes_give_a_record_or_are_refused() {
        Random random = new Random(42);
        byte[] whole = RecordFormat.encode(Records.full());
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = whole.clone();
            for (int change = 0; change < 3; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            readOrRefuse(bytes);
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = RecordFormat.FORMAT;
            }
            readOrRefuse(noise);
        }
    }

    /** Covers fault 22: a node of the version before leaves the record of a newer node alone. */
    @Test
    void a_higher_format_byte_is_a_newer_format_whatever_follows() {
        for (int format = RecordFormat.PACKED_FORMAT + 1; format < 256; format++) {
            assertTrue(refusal(new byte[] {(byte) format}).isNewerFormat(), "format " + format);
        }
    }

    @Test
    void format_zero_and_no_bytes_are_damage() {
        assertFalse(refusal(new byte[] {0}).isNewerFormat());
        assertFalse(refusal(new byte[0]).isNewerFormat());
    }

    @Test
    void bytes_after_the_record_are_refused() {
        byte[] whole = RecordFormat.encode(Records.full());

        refusal(Arrays.copyOf(whole, whole.length + 1));
    }

    /** Covers W63: no allocation from a length that the bytes do not back. */
    @Test
    void lengths_that_the_bytes_do_not_back_are_refused() {
        byte[] counted = RecordFormat.encode(Records.full());
        ByteBuffer.wrap(counted).putShort(ATTRIBUTE_COUNT, (short) 0xFFFF);
        byte[] named = RecordFormat.encode(Records.full());
        ByteBuffer.wrap(named).putShort(PRINCIPAL_LENGTH, (short) 0xFFFF);
        byte[] valued = RecordFormat.encode(Records.full());
        ByteBuffer.wrap(valued).putInt(ATTRIBUTE_COUNT + 2 + 3 + 3, Integer.MAX_VALUE);

        refusal(counted);
        refusal(named);
        refusal(valued);
    }

    @Test
    void text_that_is_not_utf_8_is_refused() {
        byte[] bytes = RecordFormat.encode(Records.full());
        bytes[PRINCIPAL_LENGTH + 2] = (byte) 0xFF;

        refusal(bytes);
    }

    @Test
    void names_out_of_order_or_twice_are_refused() {
        byte[] swapped = RecordFormat.encode(Records.full());
        swapped[ATTRIBUTE_COUNT + 2 + 2] = 'z';

        refusal(swapped);
    }

    @Test
    void numbers_that_no_record_has_are_refused() {
        refusal(patched(RecordFormat.VERSION_OFFSET, 0));
        refusal(patched(RecordFormat.VERSION_OFFSET, -1));
        refusal(patched(RecordFormat.LAST_ACCESSED_OFFSET, Records.CREATED.toEpochMilli() - 1));
        refusal(patched(RecordFormat.IDLE_TIMEOUT_OFFSET, -1));
        refusal(patched(RecordFormat.DEADLINE_OFFSET, SessionRecord.NEVER.toEpochMilli() + 1));
        refusal(patched(RecordFormat.RENEWALS_OFFSET - 4, -1));
    }

    @Test
    void unknown_flags_and_a_next_secret_without_a_salt_are_refused() {
        byte[] unknown = RecordFormat.encode(Records.smallest());
        unknown[RecordFormat.FLAGS_OFFSET] = 8;
        byte[] unsalted = RecordFormat.encode(Records.full());
        unsalted[RecordFormat.FLAGS_OFFSET] = RecordFormat.HAS_NEXT | RecordFormat.HAS_PRINCIPAL;

        refusal(unknown);
        refusal(unsalted);
    }

    @Test
    void a_refusal_tells_nothing_of_the_content() {
        byte[] bytes = RecordFormat.encode(Records.full());
        String message =
                String.valueOf(refusal(Arrays.copyOf(bytes, bytes.length - 1)).getMessage());

        assertFalse(message.contains("zoë"), message);
        assertFalse(message.contains(Records.key().text()), message);
    }

    private static byte[] patched(int offset, long value) {
        byte[] bytes = RecordFormat.encode(Records.full());
        ByteBuffer.wrap(bytes).putLong(offset, value);
        return bytes;
    }

    private static UnreadableRecordException refusal(byte[] bytes) {
        return assertThrows(UnreadableRecordException.class, () -> RecordFormat.decode(Records.key(), bytes));
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            assertEquals(
                    Records.key(), RecordFormat.decode(Records.key(), bytes).key());
        } catch (UnreadableRecordException refused) {
            assertEquals(Records.key(), refused.key());
        }
    }
}
