// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The body of a record, compressed if that makes it shorter: a byte that says which, then the body, or its length and the raw
 * stream (RFC 1951).
 *
 * <p>A stream cannot take more memory than {@link #LARGEST}, nor more than a small multiple of its own length times the 1,032
 * that the format can reach: the length is read, and checked, before anything is allocated.
 */
final class Compression {
    /** Beyond this, a body is kept as it is: 16 MiB. */
    static final int LARGEST = 16 << 20;

    static final byte STORED = 0;
    static final byte DEFLATED = 1;

    private static final int PREFIX = 1 + Integer.BYTES;
    private static final int MOST_FROM_ONE_BYTE = 1_032;

    private Compression() {}

    /** The body as it is. */
    static byte[] stored(byte[] bytes, int from) {
        byte[] stored = new byte[1 + bytes.length - from];
        stored[0] = STORED;
        System.arraycopy(bytes, from, stored, 1, bytes.length - from);
        return stored;
    }

    /** The body compressed; empty if that is not shorter than the body. */
    static Optional<byte[]> deflated(byte[] bytes, int from) {
        int length = bytes.length - from;
        if (length > LARGEST || length <= PREFIX) {
            return Optional.empty();
        }
        byte[] packed = new byte[length];
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(bytes, from, length);
            deflater.finish();
            int written = deflater.deflate(packed, PREFIX, length - PREFIX);
            if (!deflater.finished()) {
                return Optional.empty();
            }
            ByteBuffer.wrap(packed).put(DEFLATED).putInt(length);
            return Optional.of(Arrays.copyOf(packed, PREFIX + written));
        } finally {
            deflater.end();
        }
    }

    /** The body, after so many bytes that are left free; empty if it is none that was written here. */
    static Optional<byte[]> body(byte[] packed, int from, int free) {
        if (packed.length <= from) {
            return Optional.empty();
        }
        if (packed[from] == STORED) {
            byte[] bytes = new byte[free + packed.length - from - 1];
            System.arraycopy(packed, from + 1, bytes, free, packed.length - from - 1);
            return Optional.of(bytes);
        }
        return packed[from] == DEFLATED ? inflated(packed, from, free) : Optional.empty();
    }

    private static Optional<byte[]> inflated(byte[] packed, int from, int free) {
        int stream = packed.length - from - PREFIX;
        if (stream < 1) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(packed).getInt(from + 1);
        if (length < 1 || length > LARGEST || length > (long) stream * MOST_FROM_ONE_BYTE) {
            return Optional.empty();
        }
        byte[] bytes = new byte[free + length];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed, from + PREFIX, stream);
            int written = 0;
            while (written < length && !inflater.finished()) {
                int count = inflater.inflate(bytes, free + written, length - written);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    return Optional.empty();
                }
                written += count;
            }
            return written == length && endsHere(inflater) ? Optional.of(bytes) : Optional.empty();
        } catch (DataFormatException damaged) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }

    private static boolean endsHere(Inflater inflater) throws DataFormatException {
        return inflater.inflate(new byte[1]) == 0 && inflater.finished() && inflater.getRemaining() == 0;
    }
}
