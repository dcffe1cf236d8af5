// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the bytes of one value, up to a limit, or only counts them. One thread at a time.
 *
 * <p>The limit is checked before each growth, so a value that is too large stops early instead of filling the heap.
 */
final class ByteSink {
    private static final byte[] NOTHING = {};

    private final boolean counting;
    private final int limit;
    private byte[] bytes = NOTHING;
    private long length;

    private ByteSink(boolean counting, int limit) {
        this.counting = counting;
        this.limit = limit;
    }

    /** A sink that keeps at most this many bytes. */
    static ByteSink upTo(int limit) {
        return new ByteSink(false, limit);
    }

    /** A sink that keeps nothing. */
    static ByteSink counting() {
        return new ByteSink(true, Integer.MAX_VALUE);
    }

    /** How many bytes were written, at most {@code Integer.MAX_VALUE}. */
    int length() {
        return (int) Math.min(length, Integer.MAX_VALUE);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length());
    }

    void writeByte(int value) {
        if (reserve(1)) {
            bytes[(int) length] = (byte) value;
        }
        length++;
    }

    /** Seven bits a byte, lowest first, the highest bit set on all but the last. */
    void writeVarint(long unsigned) {
        long rest = unsigned;
        while ((rest & ~0x7fL) != 0) {
            writeByte((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        writeByte((int) rest);
    }

    /** 0, -1, 1, -2 … as 0, 1, 2, 3 …, so that small negative numbers are short too. */
    void writeZigzag(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    /** The lowest bytes of the value, highest first. */
    void writeFixed(long value, int width) {
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
            writeByte((int) (value >>> shift));
        }
    }

    void writeBytes(byte[] value) {
        if (reserve(value.length)) {
            System.arraycopy(value, 0, bytes, (int) length, value.length);
        }
        length += value.length;
    }

    /** Length and two's complement, as short as it can be. */
    void writeBigInteger(BigInteger value) {
        int width = value.bitLength() / 8 + 1;
        writeVarint(width);
        if (reserve(width)) {
            System.arraycopy(value.toByteArray(), 0, bytes, (int) length, width);
        }
        length += width;
    }

    /** Length and UTF-8; the caller knows that the text has a UTF-8 form, or finds out with an exception. */
    void writeText(String text) {
        long width = Utf8.length(text);
        if (width == Utf8.NONE) {
            throw new IllegalArgumentException("a name holds half of a surrogate pair");
        }
        writeText(text, width);
    }

    /** As {@link #writeText(String)}, for callers who have the length already. */
    void writeText(String text, long width) {
        writeVarint(width);
        if (reserve(width)) {
            System.arraycopy(text.getBytes(StandardCharsets.UTF_8), 0, bytes, (int) length, (int) width);
        }
        length += width;
    }

    /** Whether the next bytes are to be stored, for which there is room then. */
    private boolean reserve(long count) {
        if (counting) {
            return false;
        }
        long needed = length + count;
        if (needed > limit) {
            throw new AttributeLimitException("a value takes more than attributeBytes = " + limit
                    + " bytes: keep it elsewhere and its key in the session, or raise the limit");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(needed, 2L * bytes.length + 32)));
        }
        return true;
    }
}
