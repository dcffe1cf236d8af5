// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import dev.sojourn.codec.AttributeValue.EncodedValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one record of format 1, and trusts nothing in it. */
final class RecordReader {
    private static final int SMALLEST_ENTRY = Short.BYTES + 1 + 1 + Integer.BYTES;

    private final SessionKey key;
    private final ByteBuffer in;
    private int flags;

    RecordReader(SessionKey key, byte[] bytes) {
        this.key = key;
        this.in = ByteBuffer.wrap(bytes);
    }

    SessionRecord read() {
        need(1, "the format byte");
        int format = in.get() & 0xFF;
        if (format > RecordFormat.PACKED_FORMAT) {
            throw new UnreadableRecordException(
                    key, true, "its format is " + format + ", this version knows up to " + RecordFormat.PACKED_FORMAT);
        }
        check(format == RecordFormat.FORMAT, "there is no format " + format);
        SessionRecord.Builder builder = readHeader();
        if ((flags & RecordFormat.HAS_PRINCIPAL) != 0) {
            builder.principal(Optional.of(text("the principal")));
        }
        builder.attributes(readAttributes());
        check(!in.hasRemaining(), in.remaining() + " bytes follow the record");
        return builder.build();
    }

    private SessionRecord.Builder readHeader() {
        need(RecordFormat.HEADER_BYTES - 1, "the header");
        long version = in.getLong();
        Instant created = Instant.ofEpochMilli(in.getLong());
        Instant lastAccessed = Instant.ofEpochMilli(in.getLong());
        long idleTimeout = in.getLong();
        Instant deadline = Instant.ofEpochMilli(in.getLong());
        long authenticated = in.getLong();
        Instant renewed = Instant.ofEpochMilli(in.getLong());
        int renewals = in.getInt();
        flags = in.get() & 0xFF;
        check(version >= 1, "its version is not positive");
        check(renewals >= 0, "its count of renewals is negative");
        check(idleTimeout >= 0, "its idle timeout is negative");
        check(!lastAccessed.isBefore(created), "it was accessed before it was created");
        check(!deadline.isAfter(SessionRecord.NEVER), "its deadline is later than never");
        check((flags & ~RecordFormat.ALL_FLAGS) == 0, "it has flags that no record has");
        return SessionRecord.builder(key, readSecrets(), created)
                .version(version)
                .lastAccessed(lastAccessed)
                .idleTimeout(idleTimeout == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(idleTimeout)))
                .deadline(deadline)
                .authenticated(Instant.ofEpochMilli(authenticated))
                .renewed(renewed)
                .renewals(renewals);
    }

    private TokenSecrets readSecrets() {
        SecretHash current = SecretHash.of(bytes(SecretHash.BYTES, "the secret"));
        boolean hasSalt = (flags & RecordFormat.HAS_SALT) != 0;
        boolean hasNext = (flags & RecordFormat.HAS_NEXT) != 0;
        check(hasSalt || !hasNext, "it has a next secret without a salt");
        Optional<byte[]> salt = hasSalt ? Optional.of(bytes(TokenSecrets.SALT_BYTES, "the salt")) : Optional.empty();
        Optional<SecretHash> next =
                hasNext ? Optional.of(SecretHash.of(bytes(SecretHash.BYTES, "the next secret"))) : Optional.empty();
        need(1, "the count of superseded secrets");
        int count = in.get() & 0xFF;
        check(count <= TokenSecrets.REMEMBERED, "it has too many superseded secrets");
        List<TokenSecrets.Superseded> superseded = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            SecretHash hash = SecretHash.of(bytes(SecretHash.BYTES, "a superseded secret"));
            need(Long.BYTES, "the end of a superseded secret");
            superseded.add(new TokenSecrets.Superseded(hash, Instant.ofEpochMilli(in.getLong())));
        }
        return TokenSecrets.of(current, salt, next, superseded);
    }

    private Attributes readAttributes() {
        need(Short.BYTES, "the count of attributes");
        int count = in.getShort() & 0xFFFF;
        check((long) count * SMALLEST_ENTRY <= in.remaining(), "its table of attributes is cut off");
        List<Entry> entries = new ArrayList<>(count);
        String previous = null;
        for (int index = 0; index < count; index++) {
            Entry entry = new Entry(text("a name"), codec(), valueLength());
            check(previous == null || previous.compareTo(entry.name) < 0, "its attributes are not in order");
            previous = entry.name;
            entries.add(entry);
        }
        Map<String, EncodedValue> values = new LinkedHashMap<>();
        for (Entry entry : entries) {
            values.put(entry.name, EncodedValue.of(entry.codec, bytes(entry.length, "a value")));
        }
        return Attributes.of(values);
    }

    private String codec() {
        need(1, "a codec id");
        int length = in.get() & 0xFF;
        check(length >= 1 && length <= RecordFormat.LONGEST_CODEC_ID, "it has a codec id of a length that none has");
        byte[] id = bytes(length, "a codec id");
        for (byte one : id) {
            check(
                    (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9') || one == '-',
                    "it has a malformed codec id");
        }
        return new String(id, StandardCharsets.US_ASCII);
    }

    private int valueLength() {
        need(Integer.BYTES, "the length of a value");
        int length = in.getInt();
        check(length >= 0 && length <= in.remaining(), "it has a value longer than the record");
        return length;
    }

    private String text(String what) {
        need(Short.BYTES, what);
        byte[] encoded = bytes(in.getShort() & 0xFFFF, what);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(encoded))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new UnreadableRecordException(key, false, what + " is not valid UTF-8");
        }
    }

    /** Allocates only what is there. */
    private byte[] bytes(int length, String what) {
        need(length, what);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private void need(int length, String what) {
        check(in.remaining() >= length, "it ends before " + what + " does");
    }

    private void check(boolean holds, String problem) {
        if (!holds) {
            throw new UnreadableRecordException(key, false, problem);
        }
    }

    private record Entry(String name, String codec, int length) {}
}
