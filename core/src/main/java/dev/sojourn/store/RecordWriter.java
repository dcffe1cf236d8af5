// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import dev.sojourn.codec.AttributeValue;
import dev.sojourn.codec.AttributeValue.EncodedValue;
import dev.sojourn.codec.AttributeValue.Plain;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes one record in format 1. */
final class RecordWriter {
    private static final int MOST_ATTRIBUTES = 0xFFFF;
    private static final byte[] NONE = new byte[0];

    private final SessionRecord record;
    private final byte[] principal;
    private final List<Entry> entries;

    RecordWriter(SessionRecord record) {
        this.record = record;
        this.principal =
                record.principal().map(name -> utf8("the principal", name)).orElse(NONE);
        if (record.attributes().count() > MOST_ATTRIBUTES) {
            throw new IllegalArgumentException("a stored session has at most " + MOST_ATTRIBUTES + " attributes, got "
                    + record.attributes().count());
        }
        this.entries = new ArrayList<>(record.attributes().count());
        record.attributes().forEach((name, value) -> entries.add(Entry.of(name, value)));
    }

    byte[] write() {
        ByteBuffer out = ByteBuffer.allocate(length());
        putHeader(out);
        putSecrets(out, record.secrets());
        if (record.principal().isPresent()) {
            putText(out, principal);
        }
        out.putShort((short) entries.size());
        for (Entry entry : entries) {
            putText(out, entry.name);
            out.put((byte) entry.codec.length).put(entry.codec).putInt(entry.value.size());
        }
        entries.forEach(entry -> entry.value.writeTo(out));
        return out.array();
    }

    private void putHeader(ByteBuffer out) {
        out.put((byte) RecordFormat.FORMAT);
        out.putLong(record.version());
        out.putLong(record.created().toEpochMilli());
        out.putLong(record.lastAccessed().toEpochMilli());
        out.putLong(record.idleTimeout().map(Duration::toMillis).orElse(0L));
        out.putLong(record.deadline().toEpochMilli());
        out.putLong(record.authenticated().map(Instant::toEpochMilli).orElse(0L));
        out.putLong(record.renewed().toEpochMilli());
        out.putInt(record.renewals());
        out.put((byte) flags());
        out.put(record.secrets().current().toBytes());
    }

    private int flags() {
        return (record.secrets().salt().isPresent() ? RecordFormat.HAS_SALT : 0)
                | (record.secrets().next().isPresent() ? RecordFormat.HAS_NEXT : 0)
                | (record.principal().isPresent() ? RecordFormat.HAS_PRINCIPAL : 0);
    }

    private static void putSecrets(ByteBuffer out, TokenSecrets secrets) {
        secrets.salt().ifPresent(out::put);
        secrets.next().map(SecretHash::toBytes).ifPresent(out::put);
        out.put((byte) secrets.superseded().size());
        for (TokenSecrets.Superseded old : secrets.superseded()) {
            out.put(old.hash().toBytes()).putLong(old.goodUntil().toEpochMilli());
        }
    }

    private static void putText(ByteBuffer out, byte[] text) {
        out.putShort((short) text.length).put(text);
    }

    private int length() {
        TokenSecrets secrets = record.secrets();
        long length = RecordFormat.HEADER_BYTES
                + present(secrets.salt(), TokenSecrets.SALT_BYTES)
                + present(secrets.next(), SecretHash.BYTES)
                + 1
                + (long) secrets.superseded().size() * (SecretHash.BYTES + Long.BYTES)
                + present(record.principal(), Short.BYTES + principal.length)
                + Short.BYTES;
        for (Entry entry : entries) {
            length += Short.BYTES + entry.name.length + 1L + entry.codec.length + Integer.BYTES + entry.value.size();
        }
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a stored session has at most 2 GiB, got " + length + " bytes");
        }
        return (int) length;
    }

    private static int present(Optional<?> part, int length) {
        return part.isPresent() ? length : 0;
    }

    /** Refuses lone surrogates: they would come back as question marks, and two names become one. */
    private static byte[] utf8(String what, String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            if (encoded.remaining() > RecordFormat.LONGEST_TEXT) {
                throw new IllegalArgumentException(what + " takes " + encoded.remaining() + " bytes, more than "
                        + RecordFormat.LONGEST_TEXT + " that can be stored");
            }
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException notUnicode) {
            throw new IllegalArgumentException(
                    what + " holds half of a surrogate pair, which is not valid Unicode", notUnicode);
        }
    }

    /** One attribute, ready to be written. */
    private static final class Entry {
        private final byte[] name;
        private final byte[] codec;
        private final EncodedValue value;

        private Entry(byte[] name, byte[] codec, EncodedValue value) {
            this.name = name;
            this.codec = codec;
            this.value = value;
        }

        static Entry of(String name, AttributeValue value) {
            byte[] nameBytes = utf8("the name of an attribute", name);
            EncodedValue encoded = encoded(name, value);
            if (!encoded.codec().matches("[a-z0-9-]{1," + RecordFormat.LONGEST_CODEC_ID + "}")) {
                throw new IllegalArgumentException("attribute \"" + name + "\" has a codec id that is not 1 to "
                        + RecordFormat.LONGEST_CODEC_ID + " of a-z 0-9 -");
            }
            return new Entry(nameBytes, encoded.codec().getBytes(StandardCharsets.US_ASCII), encoded);
        }

        private static EncodedValue encoded(String name, AttributeValue value) {
            if (value instanceof EncodedValue already) {
                return already;
            }
            if (value instanceof Plain plain) {
                return plain.encoded();
            }
            throw new IllegalArgumentException("attribute \"" + name + "\" is a live object, which only a store in the"
                    + " heap can keep: register a codec for it with AttributeCodecs.builder().add(..)");
        }
    }
}
