// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.codec.AttributeValue.Plain;
import dev.sojourn.seal.KeyRing;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sealed records that somebody changed. Covers W35, W40, fault 22, fault 23. */
class PackedFormatTest {
    private static final int KEY_ID = 94 + 32 + 1 + 1;
    private static final int SALT = KEY_ID + 8;

    private final RecordEncoding encoding = RecordKeys.sealed(KeyRing.of(RecordKeys.key(1)));
    private final byte[] whole = encoding.encode(Records.full());

    /** Covers W40: each bit of the header, the hash of the principal, the salt, the ciphertext and the tag. */
    @Test
    void no_flipped_bit_opens_but_those_of_the_last_access() {
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            int at = bit / 8;
            if (at >= RecordFormat.LAST_ACCESSED_OFFSET && at < RecordFormat.IDLE_TIMEOUT_OFFSET) {
                assertOnlyLastAccessDiffers(flipped);
            } else if (at >= KEY_ID && at < SALT) {
                assertThrows(ForeignRecordException.class, () -> decode(flipped), "bit " + bit);
            } else {
                assertThrows(UnreadableRecordException.class, () -> decode(flipped), "bit " + bit);
            }
        }
    }

    @Test
    void every_truncation_and_every_extension_is_damage() {
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertFalse(
                    assertThrows(UnreadableRecordException.class, () -> decode(cut))
                            .isNewerFormat(),
                    "cut to " + length);
        }
        assertThrows(UnreadableRecordException.class, () -> decode(Arrays.copyOf(whole, whole.length + 1)));
    }

    @Test
    void random_bytes_are_refused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            byte[] noise = new byte[1 + random.nextInt(400)];
            random.nextBytes(noise);
            noise[0] = RecordFormat.PACKED_FORMAT;
            assertRefused(noise, seed);
            byte[] changed = whole.clone();
            for (int change = 0; change < 3; change++) {
                changed[94 + random.nextInt(changed.length - 94)] ^= (byte) (1 + random.nextInt(255));
            }
            if (!Arrays.equals(changed, whole)) {
                assertRefused(changed, seed);
            }
        }
    }

    /** Compressed and not sealed: damage is found or gives another record, and takes no memory. */
    @Test
    void random_changes_of_a_compressed_record_give_a_record_or_are_refused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RecordEncoding compressing = RecordEncoding.builder().compressFrom(1).build();
        byte[] compressed = compressing.encode(Records.full().toBuilder()
                .attributes(Attributes.of(Map.of("text", new Plain("again and again ".repeat(50)))))
                .build());
        assertEquals(RecordFormat.PACKED_FORMAT, compressed[0]);
        for (int round = 0; round < 5_000; round++) {
            byte[] changed = compressed.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            try {
                assertEquals(
                        Records.key(),
                        compressing.decode(Records.key(), changed).key(),
                        "seed " + seed);
            } catch (UnreadableRecordException | ForeignRecordException refused) {
                assertTrue(refused.getMessage() != null, "seed " + seed);
            }
        }
    }

    /** A touch patches the last access in the store, which knows no key. */
    @Test
    void a_last_access_patched_in_place_is_read() {
        byte[] touched = whole.clone();
        Instant later = Records.CREATED.plusSeconds(600);
        ByteBuffer.wrap(touched).putLong(RecordFormat.LAST_ACCESSED_OFFSET, later.toEpochMilli());

        assertEquals(Records.full().toBuilder().lastAccessed(later).build(), decode(touched));
    }

    /** Two records of one session: neither the header nor the rest goes with the other's. */
    @Test
    void head_and_rest_of_two_versions_do_not_fit() {
        byte[] next = encoding.encode(Records.full().toBuilder().version(8).build());
        byte[] mixed = whole.clone();
        System.arraycopy(next, KEY_ID - 1, mixed, KEY_ID - 1, mixed.length - KEY_ID + 1);

        assertThrows(UnreadableRecordException.class, () -> decode(mixed));
    }

    /** The limits of what is protected, as the page says them: an older whole state is not told from the present one. */
    @Test
    void an_older_state_put_back_whole_is_read() {
        byte[] next = encoding.encode(Records.full().toBuilder().version(8).build());

        assertEquals(8, decode(next).version());
        assertEquals(7, decode(whole).version());
    }

    @Test
    void a_form_that_is_never_written_is_refused() {
        byte[] plain = RecordFormat.encode(Records.smallest());
        byte[] stored = Compression.stored(plain, RecordFormat.HEADER_BYTES);
        byte[] unsealed = PackedFormat.write(Records.key(), plain, new byte[0], stored, null);

        assertThrows(UnreadableRecordException.class, () -> RecordFormat.decode(Records.key(), unsealed));
    }

    private SessionRecord decode(byte[] bytes) {
        return encoding.decode(Records.key(), bytes);
    }

    private void assertOnlyLastAccessDiffers(byte[] flipped) {
        try {
            SessionRecord read = decode(flipped);
            assertEquals(
                    Records.full().toBuilder().lastAccessed(read.lastAccessed()).build(),
                    read.toBuilder().lastAccessed(Records.full().lastAccessed()).build());
        } catch (UnreadableRecordException beforeItsCreation) {
            assertTrue(String.valueOf(beforeItsCreation.getMessage()).contains("accessed before"), "another reason");
        }
    }

    private void assertRefused(byte[] bytes, long seed) {
        try {
            throw new AssertionError("opened " + decode(bytes) + ", seed " + seed);
        } catch (UnreadableRecordException | ForeignRecordException refused) {
            assertTrue(refused.getMessage() != null, "seed " + seed);
        }
    }
}
