// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.codec.AttributeValue.Plain;
import dev.sojourn.seal.KeyRing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a record looks like in each encoding, and which encoding reads which. */
class RecordEncodingTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final String LONG = "a long value that says the same again and again. ".repeat(40);

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final RecordEncoding sealed = RecordKeys.sealed(KeyRing.of(RecordKeys.key(1)));
    private final RecordEncoding compressed =
            RecordEncoding.builder().compressFrom(200).build();
    private final RecordEncoding both = RecordEncoding.builder()
            .compressFrom(200)
            .sealedWith(KeyRing.of(RecordKeys.key(1)))
            .build();

    @Test
    void every_encoding_gives_back_what_it_was_given() {
        for (RecordEncoding encoding : List.of(RecordEncoding.PLAIN, sealed, compressed, both)) {
            for (SessionRecord record : List.of(Records.smallest(), Records.full(), stored(longRecord()))) {
                assertEquals(record, encoding.decode(record.key(), encoding.encode(record)), encoding.toString());
            }
        }
    }

    @Test
    void plain_is_format_1_and_so_is_what_compression_would_not_make_shorter() {
        assertArrayEquals(RecordFormat.encode(Records.full()), RecordEncoding.PLAIN.encode(Records.full()));
        assertArrayEquals(RecordFormat.encode(Records.full()), compressed.encode(Records.full()));
        assertEquals(RecordFormat.PACKED_FORMAT, compressed.encode(longRecord())[0]);
    }

    /** Scripts and SQL read both formats alike. */
    @Test
    void the_header_of_a_sealed_record_is_that_of_a_plain_one() {
        byte[] plain = RecordFormat.encode(Records.full());
        byte[] packed = sealed.encode(Records.full());

        plain[RecordFormat.FORMAT_OFFSET] = RecordFormat.PACKED_FORMAT;
        assertEquals(
                HexFormat.of().formatHex(plain, 0, RecordFormat.HEADER_BYTES),
                HexFormat.of().formatHex(packed, 0, RecordFormat.HEADER_BYTES));
        assertTrue(RecordFormat.hasHeader(packed[0]));
        assertFalse(RecordFormat.hasHeader((byte) 3));
    }

    @Test
    void a_sealed_record_is_as_long_as_the_page_says() {
        int plain = RecordFormat.encode(Records.full()).length;

        assertEquals(plain + 32 + 1 + 49 + 1, sealed.encode(Records.full()).length);
        assertEquals(
                RecordFormat.encode(Records.smallest()).length + 1 + 49 + 1, sealed.encode(Records.smallest()).length);
    }

    @Test
    void a_compressed_record_is_shorter_sealed_or_not() {
        int plain = RecordFormat.encode(longRecord()).length;

        assertTrue(compressed.encode(longRecord()).length < plain / 5);
        assertTrue(both.encode(longRecord()).length < plain / 5);
    }

    /** Covers W41: principal and values stand nowhere, and the same record is never the same bytes. */
    @Test
    void nothing_of_the_content_stands_in_a_sealed_record() {
        SessionRecord record = longRecord();
        byte[] first = sealed.encode(record);

        String text = new String(first, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("a long value"), "a value");
        assertFalse(text.contains("cart"), "the name of an attribute");
        assertFalse(text.contains("anna"), "the principal");
        assertFalse(Arrays.equals(first, sealed.encode(record)));
    }

    /** Covers W43. */
    @Test
    void a_record_does_not_open_under_another_key_of_a_session() {
        byte[] bytes = sealed.encode(Records.full());
        SessionKey other = SessionKey.of(new byte[SessionKey.BYTES]);

        assertThrows(UnreadableRecordException.class, () -> sealed.decode(other, bytes));
    }

    /** A missing key is a node set up wrongly: nothing ends. Covers ASVS 16.5.2. */
    @Test
    void a_record_whose_key_is_missing_is_foreign_and_not_damaged() {
        byte[] bytes = sealed.encode(Records.full());
        for (RecordEncoding lacking : List.of(
                RecordKeys.sealed(KeyRing.of(RecordKeys.key(2))),
                RecordEncoding.PLAIN,
                RecordEncoding.builder()
                        .sealedWith(KeyRing.of(RecordKeys.key(1)))
                        .application("another")
                        .build(),
                RecordEncoding.builder()
                        .sealedWith(KeyRing.of(RecordKeys.key(1)))
                        .tenant("another")
                        .build())) {
            ForeignRecordException foreign = assertThrows(
                    ForeignRecordException.class, () -> lacking.decode(Records.key(), bytes), lacking.toString());
            assertEquals(Records.key(), foreign.key());
            assertFalse(
                    String.valueOf(foreign.getMessage()).contains(Records.key().text()));
        }
        assertThrows(ForeignRecordException.class, () -> RecordFormat.decode(Records.key(), bytes));
    }

    /** Covers W38, W39: and it is told in the same words as a damaged one. */
    @Test
    void a_record_whose_key_was_revoked_is_unreadable() {
        byte[] bytes = sealed.encode(Records.full());
        byte[] damaged = bytes.clone();
        damaged[damaged.length - 1] ^= 1;
        RecordEncoding revoking = RecordKeys.sealed(KeyRing.builder()
                .sealing(RecordKeys.key(2))
                .revoked(RecordKeys.key(1))
                .build());

        UnreadableRecordException revoked =
                assertThrows(UnreadableRecordException.class, () -> revoking.decode(Records.key(), bytes));
        UnreadableRecordException broken =
                assertThrows(UnreadableRecordException.class, () -> sealed.decode(Records.key(), damaged));

        assertFalse(revoked.isNewerFormat());
        assertEquals(revoked.getMessage(), broken.getMessage());
    }

    /** Covers W38: read under the old key, written under the new one. */
    @Test
    void a_record_is_sealed_anew_when_it_is_written_again() {
        byte[] old = sealed.encode(Records.full());
        RecordEncoding rotated = RecordKeys.sealed(KeyRing.builder()
                .sealing(RecordKeys.key(2))
                .opening(RecordKeys.key(1))
                .build());
        RecordEncoding later = RecordKeys.sealed(KeyRing.of(RecordKeys.key(2)));

        SessionRecord read = rotated.decode(Records.key(), old);

        assertEquals(Records.full(), read);
        assertEquals(read, later.decode(Records.key(), rotated.encode(read)));
    }

    /** Nobody who can write the store may go back to plain text. */
    @Test
    void a_plain_record_is_foreign_where_records_are_sealed() {
        byte[] plain = RecordFormat.encode(Records.full());
        byte[] packed = compressed.encode(longRecord());

        assertThrows(ForeignRecordException.class, () -> sealed.decode(Records.key(), plain));
        assertThrows(ForeignRecordException.class, () -> sealed.decode(Records.key(), packed));
    }

    @Test
    void plain_records_are_read_until_the_moment_given_and_not_from_it_on() {
        RecordEncoding changing = RecordEncoding.builder()
                .sealedWith(KeyRing.of(RecordKeys.key(1)))
                .acceptPlainUntil(NOON)
                .clock(now::get)
                .build();
        byte[] plain = RecordFormat.encode(Records.full());
        now.set(NOON.minusMillis(1));

        assertEquals(Records.full(), changing.decode(Records.key(), plain));
        assertEquals(2, changing.principalHashes("anna").size());
        assertEquals(RecordFormat.PACKED_FORMAT, changing.encode(Records.full())[0]);
        now.set(NOON);
        assertThrows(ForeignRecordException.class, () -> changing.decode(Records.key(), plain));
        assertEquals(1, changing.principalHashes("anna").size());
    }

    @Test
    void damage_is_damage_where_records_are_sealed_and_a_newer_format_is_newer() {
        assertThrows(UnreadableRecordException.class, () -> sealed.decode(Records.key(), new byte[] {1, 2, 3}));
        assertThrows(UnreadableRecordException.class, () -> sealed.decode(Records.key(), new byte[0]));
        assertThrows(UnreadableRecordException.class, () -> sealed.decode(Records.key(), new byte[] {2}));
        assertTrue(
                assertThrows(UnreadableRecordException.class, () -> sealed.decode(Records.key(), new byte[] {3, 2, 1}))
                        .isNewerFormat());
    }

    /** The name of a user is in no index. */
    @Test
    void a_principal_is_looked_up_by_a_hash_that_only_the_key_gives() {
        RecordEncoding rotated = RecordKeys.sealed(KeyRing.builder()
                .sealing(RecordKeys.key(2))
                .opening(RecordKeys.key(1))
                .build());

        byte[] plain = RecordEncoding.PLAIN.principalHash("anna");
        assertEquals(
                "55579b557896d0ce1764c47fed644f9b35f58bad620674af23f356d80ed0c503",
                HexFormat.of().formatHex(plain));
        assertFalse(Arrays.equals(plain, sealed.principalHash("anna")));
        assertArrayEquals(
                rotated.principalHash("anna"), rotated.principalHashes("anna").get(0));
        assertArrayEquals(
                sealed.principalHash("anna"), rotated.principalHashes("anna").get(1));
        assertEquals(2, rotated.principalHashes("anna").size());
    }

    @Test
    void what_is_no_principal_is_looked_up_by_nothing() {
        assertEquals(List.of(), sealed.principalHashes("\uD800"));
        assertThrows(IllegalArgumentException.class, () -> sealed.principalHash("\uD800"));
    }

    /** Keys that are away end nothing. Covers ASVS 16.5.3. */
    @Test
    void no_key_that_may_seal_now_is_trouble_of_the_store() {
        RecordEncoding ending = RecordEncoding.builder()
                .sealedWith(KeyRing.builder()
                        .sealing(RecordKeys.key(1), Instant.MIN, NOON.plusSeconds(1))
                        .build())
                .clock(now::get)
                .build();
        byte[] bytes = ending.encode(Records.full());
        now.set(NOON.plusSeconds(1));

        assertEquals(Records.full(), ending.decode(Records.key(), bytes));
        assertThrows(StoreUnavailableException.class, () -> ending.encode(Records.full()));
        assertThrows(StoreUnavailableException.class, () -> ending.principalHash("anna"));
        assertEquals(1, ending.principalHashes("anna").size());
    }

    /** Covers W37: there is no default key. */
    @Test
    void settings_that_need_keys_are_refused_without_them() {
        RecordEncoding.Builder wrong =
                RecordEncoding.builder().compressFrom(0).application("shop").acceptPlainUntil(NOON);

        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, wrong::build).getMessage());

        assertTrue(message.contains("compressFrom must be at least 1, was 0"), message);
        assertTrue(message.contains("with sealedWith only"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> RecordKeys.sealed(() -> {
                    throw new IllegalStateException("no keys yet");
                }));
    }

    @Test
    void it_says_what_it_does_and_no_key() {
        assertEquals("RecordEncoding[not sealed]", RecordEncoding.PLAIN.toString());
        assertEquals("RecordEncoding[sealed, compressed from 200 bytes]", both.toString());
    }

    private static SessionRecord longRecord() {
        return Records.full().toBuilder()
                .principal(Optional.of("anna"))
                .attributes(Attributes.of(Map.of("cart", new Plain(LONG))))
                .build();
    }

    private static SessionRecord stored(SessionRecord record) {
        return RecordFormat.decode(record.key(), RecordFormat.encode(record));
    }
}
