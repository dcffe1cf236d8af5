// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeValue;
import dev.sojourn.codec.AttributeValue.EncodedValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written, byte for byte. */
class RecordFormatTest {
    private static final String SMALLEST = "01" // format
            + "0000000000000001" // version
            + "0000019b7ca98c8e" // created
            + "0000019b7ca98c8e" // last accessed
            + "0000000000000000" // idle timeout
            + "3fffffffffffffff" // deadline
            + "0000000000000000" // authenticated
            + "0000019b7ca98c8e" // renewed
            + "00000000" // renewals
            + "00" // flags
            + "01".repeat(32) // current secret
            + "00" // superseded
            + "0000"; // attributes

    private static final String FULL = "01" // format
            + "0000000000000007" // version
            + "0000019b7ca98c8e" // created
            + "0000019b7caa76ee" // last accessed
            + "00000000001b7740" // idle timeout
            + "0000019b7f3cba8e" // deadline
            + "0000019b7ca9daae" // authenticated
            + "0000019b7caa01be" // renewed
            + "00000003" // renewals
            + "07" // flags
            + "01".repeat(32) // current secret
            + "5a".repeat(16) // salt
            + "02".repeat(32) // next secret
            + "02" // superseded
            + "03".repeat(32)
            + "0000019b7ca9b39e"
            + "04".repeat(32)
            + "0000019b7ca9a016"
            + "00047a6fc3ab" // principal
            + "0003" // attributes
            + "000161"
            + "027831"
            + "00000003"
            + "0005656d707479"
            + "066a736f6e2d31"
            + "00000000"
            + "00056ec3a46d65"
            + "10612d636f6465632d69642d6f662d3136"
            + "00000001"
            + "010203" // values
            + "ff";

    /** Golden bytes: whoever changes them needs a new format byte and a reader for the old one. */
    @Test
    void the_smallest_record_has_these_bytes() {
        assertEquals(SMALLEST, hex(RecordFormat.encode(Records.smallest())));
        assertEquals(Records.smallest(), decode(SMALLEST));
    }

    @Test
    void a_record_with_everything_has_these_bytes() {
        assertEquals(FULL, hex(RecordFormat.encode(Records.full())));
        assertEquals(Records.full(), decode(FULL));
    }

    /** A script reads and patches the header without this library. Covers T17: one source of expiry. */
    @Test
    void version_and_times_stand_at_their_public_offsets() {
        SessionRecord record = Records.full();
        ByteBuffer bytes = ByteBuffer.wrap(RecordFormat.encode(record));

        assertEquals(RecordFormat.FORMAT, bytes.get(RecordFormat.FORMAT_OFFSET));
        assertEquals(record.version(), bytes.getLong(RecordFormat.VERSION_OFFSET));
        assertEquals(record.created().toEpochMilli(), bytes.getLong(RecordFormat.CREATED_OFFSET));
        assertEquals(record.lastAccessed().toEpochMilli(), bytes.getLong(RecordFormat.LAST_ACCESSED_OFFSET));
        assertEquals(Duration.ofMinutes(30).toMillis(), bytes.getLong(RecordFormat.IDLE_TIMEOUT_OFFSET));
        assertEquals(record.deadline().toEpochMilli(), bytes.getLong(RecordFormat.DEADLINE_OFFSET));
    }

    @Test
    void a_last_access_patched_in_place_is_read() {
        byte[] bytes = RecordFormat.encode(Records.full());
        Instant later = Records.CREATED.plusSeconds(600);

        ByteBuffer.wrap(bytes).putLong(RecordFormat.LAST_ACCESSED_OFFSET, later.toEpochMilli());

        assertEquals(Records.full().toBuilder().lastAccessed(later).build(), RecordFormat.decode(Records.key(), bytes));
    }

    @Test
    void the_page_names_the_same_offsets_as_the_code() throws IOException {
        Map<String, Integer> inCode = new LinkedHashMap<>();
        inCode.put("format", RecordFormat.FORMAT_OFFSET);
        inCode.put("version", RecordFormat.VERSION_OFFSET);
        inCode.put("created", RecordFormat.CREATED_OFFSET);
        inCode.put("last accessed", RecordFormat.LAST_ACCESSED_OFFSET);
        inCode.put("idle timeout", RecordFormat.IDLE_TIMEOUT_OFFSET);
        inCode.put("deadline", RecordFormat.DEADLINE_OFFSET);
        inCode.put("authenticated", RecordFormat.AUTHENTICATED_OFFSET);
        inCode.put("renewed", RecordFormat.RENEWED_OFFSET);
        inCode.put("renewals", RecordFormat.RENEWALS_OFFSET);
        inCode.put("flags", RecordFormat.FLAGS_OFFSET);
        inCode.put("current secret", RecordFormat.SECRET_OFFSET);

        Map<String, Integer> inPage = new LinkedHashMap<>();
        Matcher row = Pattern.compile("(?m)^\\| (\\d+) \\| \\d+ \\| ([a-z ]+) \\|")
                .matcher(Files.readString(Path.of("../docs/storage/record.md")));
        while (row.find()) {
            inPage.put(row.group(2), Integer.valueOf(row.group(1)));
        }

        assertEquals(inCode, inPage);
    }

    /** Covers fault 24: what cannot be decoded is one attribute, and it travels on as bytes. */
    @Test
    void values_stay_bytes_of_the_codec_that_wrote_them() {
        AttributeValue value = Records.encoded("codec-of-nobody", 9, 8, 7);
        SessionRecord record = with("odd", value);

        assertEquals(value, roundTrip(record).attributes().get("odd").orElseThrow());
    }

    @Test
    void a_plain_value_comes_back_as_bytes_that_decode_to_an_equal_one() {
        SessionRecord record = with("name", new AttributeValue.Plain("Zoë"));

        AttributeValue read = roundTrip(record).attributes().get("name").orElseThrow();

        assertEquals("simple", ((EncodedValue) read).codec());
        assertEquals("Zoë", AttributeCodecs.standard().decode(read));
    }

    @Test
    void equal_records_give_equal_bytes() {
        assertArrayEquals(RecordFormat.encode(Records.full()), RecordFormat.encode(decode(FULL)));
    }

    @Test
    void a_live_object_is_refused_and_its_name_is_told_but_not_its_content() {
        SessionRecord record = with("cart", new AttributeValue.Reference(List.of("secret content")));

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> RecordFormat.encode(record));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("\"cart\""), message);
        assertFalse(message.contains("secret content"), message);
    }

    @Test
    void half_of_a_surrogate_pair_is_refused_in_names_and_principals() {
        SessionRecord name = with("a\uD800", Records.encoded("x", 1));
        SessionRecord principal =
                Records.smallest().toBuilder().principal(Optional.of("\uDC00")).build();

        assertThrows(IllegalArgumentException.class, () -> RecordFormat.encode(name));
        assertThrows(IllegalArgumentException.class, () -> RecordFormat.encode(principal));
    }

    @Test
    void a_principal_longer_than_the_format_can_say_is_refused() {
        SessionRecord longest = principal("p".repeat(65_535));
        SessionRecord tooLong = principal("p".repeat(65_536));

        assertEquals(longest, roundTrip(longest));
        assertThrows(IllegalArgumentException.class, () -> RecordFormat.encode(tooLong));
    }

    @Test
    void an_empty_principal_and_an_empty_name_survive() {
        SessionRecord record = principal("").toBuilder()
                .attributes(Attributes.of(Map.of("", Records.encoded("x", 1))))
                .build();

        assertEquals(record, roundTrip(record));
    }

    @Test
    void more_attributes_than_the_format_can_count_are_refused() {
        Map<String, AttributeValue> many = new LinkedHashMap<>();
        for (int index = 0; index < 65_536; index++) {
            many.put("n" + index, Records.encoded("x"));
        }
        SessionRecord record =
                Records.smallest().toBuilder().attributes(Attributes.of(many)).build();

        assertThrows(IllegalArgumentException.class, () -> RecordFormat.encode(record));
    }

    @Test
    void a_malformed_codec_id_is_refused() {
        for (String id : new String[] {"", "seventeen-letters", "Json", "ä"}) {
            SessionRecord record = with("a", Records.encoded(id, 1));
            assertThrows(IllegalArgumentException.class, () -> RecordFormat.encode(record), id);
        }
    }

    private static SessionRecord principal(String name) {
        return Records.smallest().toBuilder().principal(Optional.of(name)).build();
    }

    private static SessionRecord with(String name, AttributeValue value) {
        return Records.smallest().toBuilder()
                .attributes(Attributes.of(Map.of(name, value)))
                .build();
    }

    private static SessionRecord roundTrip(SessionRecord record) {
        return RecordFormat.decode(record.key(), RecordFormat.encode(record));
    }

    private static SessionRecord decode(String hex) {
        return RecordFormat.decode(Records.key(), HexFormat.of().parseHex(hex));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
