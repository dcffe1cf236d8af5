// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Bytes that no writer wrote: each is a value or an {@link UnreadableAttributeException}, and costs little.
 *
 * <p>Covers W35 and W63 (type confusion, giant length, deep nesting), W34 (random bytes), fault 23, and ASVS 1.5.2 for the codec
 * that is always there.
 */
class SimpleValuePoisonTest {
    private static final List<Object> LEAVES = DocumentedValues.ALL.values().stream()
            .filter(SimpleValueCodec::isPlain)
            .toList();

    private final SimpleValueCodec codec = new SimpleValueCodec(AttributeLimits.DEFAULT);

    @Test
    void fault_23_every_truncation_is_unreadable() {
        for (Object value : DocumentedValues.ALL.values()) {
            byte[] whole = codec.encode(value);
            for (int length = 0; length < whole.length; length++) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThrows(UnreadableAttributeException.class, () -> codec.decode(part));
            }
        }
    }

    @Test
    void fault_23_every_flipped_bit_gives_a_value_or_is_unreadable() {
        for (Object value : DocumentedValues.ALL.values()) {
            byte[] bytes = codec.encode(value);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                bytes[bit / 8] ^= (byte) (1 << (bit % 8));
                decodeOrRefuse(bytes);
                bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            }
        }
    }

    @Test
    void bytes_after_the_value_are_refused() {
        for (Object value : DocumentedValues.ALL.values()) {
            byte[] whole = codec.encode(value);
            byte[] longer = Arrays.copyOf(whole, whole.length + 1);
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(longer));
        }
    }

    @Test
    void W34_random_bytes_give_a_value_or_are_unreadable() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(40)];
            random.nextBytes(bytes);
            // Most random first bytes are no tag: spend the rounds on what gets further.
            bytes[0] = (byte) (1 + random.nextInt(0x54));
            decodeOrRefuse(bytes);
        }
        assertThrows(UnreadableAttributeException.class, () -> codec.decode(new byte[0]));
    }

    @Test
    void random_trees_of_values_come_back() {
        long seed = 4_711;
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            Object value = tree(random, 4);
            String where = "seed " + seed + ", round " + round;
            assertTrue(codec.supports(value), where);
            byte[] bytes = codec.encode(value);
            Object back = codec.decode(bytes);
            assertTrue(Values.same(value, back), where);
            assertEquals(Values.hex(bytes), Values.hex(codec.encode(back)), where);
        }
    }

    /** What decodes is exactly what would have been written: one value, one encoding. */
    @Test
    void random_damage_to_random_trees_is_refused_or_canonical() {
        long seed = 815;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = codec.encode(tree(random, 3));
            int damage = random.nextInt(bytes.length);
            bytes[damage] = (byte) random.nextInt(256);
            decodeOrRefuse(bytes);
        }
    }

    @Test
    void W63_a_length_that_the_bytes_do_not_back_is_refused_before_anything_is_allocated() {
        for (int tag = 1; tag < 256; tag++) {
            for (String count :
                    List.of("ff ff ff ff 07", "80 80 80 80 08", "ff ff ff ff ff ff ff ff 7f", "80 80 80 80 40")) {
                byte[] bytes = Values.bytes("%02x ".formatted(tag) + count);
                decodeOrRefuse(bytes);
            }
        }
    }

    /** Each list claims all bytes that are left; together they would take the square of them. */
    @Test
    void W63_counts_that_share_the_same_bytes_are_refused() {
        byte[] bytes = new byte[200_000];
        for (int level = 0, at = 0; level < 32; level++) {
            bytes[at++] = 0x38; // an array of objects, of 100,001 elements
            bytes[at++] = 0;
            bytes[at++] = (byte) 0xa1;
            bytes[at++] = (byte) 0x8d;
            bytes[at++] = 0x06;
        }
        UnreadableAttributeException refused =
                assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes));
        // The second array is refused: the first has claimed more than half of the bytes.
        assertEquals("a length that the bytes do not back at byte 10 of 200000", refused.getMessage());
    }

    @Test
    void W35_deep_nesting_is_refused() {
        for (int tag : new int[] {0x38, 0x40, 0x41, 0x42, 0x50}) {
            byte[] bytes = new byte[100_000];
            for (int at = 0; at + 1 < bytes.length; at += 2) {
                bytes[at] = (byte) tag;
                bytes[at + 1] = (byte) (tag == 0x38 ? 0x38 : 1);
            }
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes));
        }
    }

    @Test
    void W35_values_of_the_wrong_type_are_refused() {
        for (String bytes : List.of(
                "38 10 01 07 02", // an integer in an array of strings
                "4a 02 10 01 61 07 02", // text and number in one sorted set
                "52 01 01 07 02", // null as key of a sorted map
                "54 01 10 01 61 01", // null in a concurrent map
                "48 01 40 00", // a list as element of a set
                "50 01 31 00 07 02", // a byte array as key of a map
                "48 02 02 02", // the same element twice
                "50 02 02 02 02 02", // the same key twice
                "01", // null alone
                "00")) {
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(Values.bytes(bytes)), bytes);
        }
    }

    @Test
    void what_could_be_written_shorter_or_otherwise_is_refused() {
        for (String bytes : List.of(
                "07 80 00", // 0 in two bytes
                "05 80 80 04", // a short of 32,768
                "07 80 80 80 80 20", // an integer of 2^32
                "08 ff ff ff ff ff ff ff ff ff 02", // 65 bits
                "08 ff ff ff ff ff ff ff ff ff 80 00",
                "0b 00", // a big number of no digits
                "0b 02 00 01", // 1 in two bytes
                "11 01 00 41", // UTF-16 that UTF-8 can express
                "30 01 02", // a bit after the end
                "20 00 80 94 eb dc 03", // 10^9 nanoseconds
                "24 80 a3 05 00", // second 86,400 of the day
                "29 00 00",
                "2a 06 2b 30 31 3a 30 30", // an offset where a zone should be
                "14 03 64 65 5f")) { // "de_"
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(Values.bytes(bytes)), bytes);
        }
    }

    @Test
    void malformed_utf_8_is_refused_and_never_replaced() {
        for (String bytes : List.of(
                "10 01 80", // a continuation alone
                "10 01 c3", // a start alone
                "10 02 c0 80", // overlong
                "10 03 ed a0 80", // a surrogate
                "10 04 f4 90 80 80", // beyond Unicode
                "10 01 ff")) {
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(Values.bytes(bytes)), bytes);
        }
    }

    @Test
    void a_message_never_shows_the_content() {
        byte[] bytes = codec.encode(List.of("do-not-show"));
        bytes[bytes.length - 1] = (byte) 0xff;
        Throwable failure = assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes));
        for (Throwable next = failure; next != null; next = next.getCause()) {
            assertFalse(String.valueOf(next.getMessage()).contains("do-not"));
        }
    }

    private void decodeOrRefuse(byte[] bytes) {
        try {
            Object value = codec.decode(bytes);
            assertTrue(codec.supports(value));
        } catch (UnreadableAttributeException expected) {
            assertFalse(String.valueOf(expected.getMessage()).isEmpty());
        }
    }

    private static Object tree(Random random, int depth) {
        int kind = depth == 0 ? 9 : random.nextInt(10);
        int size = random.nextInt(5);
        return switch (kind) {
            case 0 -> fill(new ArrayList<>(), random, depth, size);
            case 1 -> Collections.unmodifiableList(fill(new ArrayList<>(), random, depth, size));
            case 2 -> fill(new ArrayList<>(), random, depth, size).toArray();
            case 3 -> {
                Map<@Nullable Object, Object> map = new LinkedHashMap<>();
                for (int index = 0; index < size; index++) {
                    map.put(leaf(random), tree(random, depth - 1));
                }
                yield random.nextBoolean() ? map : Collections.unmodifiableMap(map);
            }
            case 4 -> {
                LinkedHashSet<Object> set = new LinkedHashSet<>();
                for (int index = 0; index < size; index++) {
                    set.add(leaf(random));
                }
                yield set;
            }
            default -> leaf(random);
        };
    }

    private static List<Object> fill(List<Object> list, Random random, int depth, int size) {
        for (int index = 0; index < size; index++) {
            list.add(tree(random, depth - 1));
        }
        return list;
    }

    private static Object leaf(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt() >> random.nextInt(32);
            case 1 -> random.nextLong() >> random.nextInt(64);
            case 2 -> randomText(random);
            default -> LEAVES.get(random.nextInt(LEAVES.size()));
        };
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int index = random.nextInt(20); index > 0; index--) {
            text.append((char) (random.nextBoolean() ? random.nextInt(0x10000) : 'a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
