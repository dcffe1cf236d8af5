// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Reads the bytes of one value and refuses everything that {@link ByteSink} would not have written. One thread at a time.
 *
 * <p>Whoever is about to read many elements {@link #readCount claims} their bytes first. A claim on bytes that an outer
 * collection still needs is refused, so all that is ever allocated together is in proportion to the bytes given, however
 * the counts are nested.
 */
final class ByteSource {
    private final byte[] bytes;
    private int position;
    private long claimed;

    ByteSource(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The next byte, 0 to 255. */
    int readByte() {
        require(1);
        return bytes[position++] & 0xff;
    }

    /** A varint in its shortest form. */
    long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            if (shift == 63 && next > 1) {
                throw unreadable("a number of more than 64 bits");
            }
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    throw unreadable("a number longer than it needs to be");
                }
                return value;
            }
        }
        throw unreadable("a number of more than 64 bits");
    }

    /** A varint of 0 to this much. */
    int readVarint(int highest) {
        long value = readVarint();
        if (value < 0 || value > highest) {
            throw unreadable("a number out of its range");
        }
        return (int) value;
    }

    long readZigzag() {
        long value = readVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    int readZigzag(int lowest, int highest) {
        long value = readZigzag();
        if (value < lowest || value > highest) {
            throw unreadable("a number out of its range");
        }
        return (int) value;
    }

    int readZigzagInt() {
        return readZigzag(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    long readFixed(int width) {
        require(width);
        long value = 0;
        for (int index = 0; index < width; index++) {
            value = (value << 8) | (bytes[position++] & 0xff);
        }
        return value;
    }

    byte[] readBytes(int count) {
        require(count);
        position += count;
        return Arrays.copyOfRange(bytes, position - count, position);
    }

    BigInteger readBigInteger() {
        byte[] magnitude = readBytes(readCount(1));
        if (magnitude.length == 0) {
            throw unreadable("a big number of no digits");
        }
        BigInteger value = new BigInteger(magnitude);
        if (value.bitLength() / 8 + 1 != magnitude.length) {
            throw unreadable("a number longer than it needs to be");
        }
        return value;
    }

    String readText() {
        int count = readCount(1);
        int from = position;
        position += count;
        try {
            return Utf8.read(bytes, from, count);
        } catch (CharacterCodingException malformed) {
            throw unreadable("malformed UTF-8", malformed);
        }
    }

    /** A number of elements of which each takes at least this many bytes, all of them still there and not yet claimed. */
    int readCount(int bytesEach) {
        long count = readVarint();
        if (count < 0 || count > available() / bytesEach) {
            throw unreadable("a length that the bytes do not back");
        }
        return (int) count;
    }

    /** Keeps bytes for elements to come; each is given back with {@link #release} right before it is read. */
    void claim(long count) {
        claimed += count;
    }

    void release(int count) {
        claimed -= count;
    }

    /** How many bytes are left which no outer collection needs. */
    long available() {
        return bytes.length - position - claimed;
    }

    void requireEnd() {
        if (position != bytes.length) {
            throw unreadable("bytes after the end");
        }
    }

    UnreadableAttributeException unreadable(String what) {
        return new UnreadableAttributeException(what + " at byte " + position + " of " + bytes.length);
    }

    UnreadableAttributeException unreadable(String what, Throwable cause) {
        return new UnreadableAttributeException(what + " at byte " + position + " of " + bytes.length, cause);
    }

    private void require(int count) {
        if (count > available()) {
            throw unreadable("an early end");
        }
    }
}
