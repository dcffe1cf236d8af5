// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import dev.sojourn.codec.AttributeValue.EncodedValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A value whose life is shorter than its session's: when it ends stands before the bytes of the codec that wrote it.
 *
 * <p>The two are one value, so that no merge of parallel requests can give one's end to the other's value.
 *
 * <pre>
 *   offset  bytes
 *        0      8  end, milliseconds since 1970
 *        8      1  length n of the codec's id
 *        9      n  id of the codec
 *    9 + n         what that codec wrote
 * </pre>
 */
final class LimitedLife {
    /** Stands where a codec's id does; no codec can have it. */
    static final String ID = "until";

    private static final int HEADER_BYTES = Long.BYTES + 1;

    private LimitedLife() {}

    static EncodedValue wrap(EncodedValue value, Instant end) {
        byte[] codec = value.codec().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + codec.length + value.size());
        bytes.putLong(end.toEpochMilli()).put((byte) codec.length).put(codec);
        value.writeTo(bytes);
        return EncodedValue.of(ID, bytes.array());
    }

    /** Whether it is such a value. */
    static boolean isIn(EncodedValue value) {
        return value.codec().equals(ID);
    }

    /**
     * The value inside, or the value itself if it has no life of its own.
     *
     * @throws UnreadableAttributeException if it is not what {@link #wrap} makes
     */
    static EncodedValue unwrap(EncodedValue value) {
        if (!isIn(value)) {
            return value;
        }
        ByteBuffer bytes = ByteBuffer.wrap(value.toBytes());
        if (bytes.limit() < HEADER_BYTES || bytes.limit() < HEADER_BYTES + Byte.toUnsignedInt(bytes.get(Long.BYTES))) {
            throw new UnreadableAttributeException("a value with a life of its own is cut short");
        }
        byte[] codec = new byte[Byte.toUnsignedInt(bytes.get(Long.BYTES))];
        bytes.position(HEADER_BYTES).get(codec);
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        String id = new String(codec, StandardCharsets.US_ASCII);
        if (id.equals(ID)) {
            throw new UnreadableAttributeException("a value has a life of its own within another");
        }
        return EncodedValue.of(id, content);
    }
}
