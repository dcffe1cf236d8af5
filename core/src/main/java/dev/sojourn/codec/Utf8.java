// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: what cannot be written without loss is said so, what is malformed is refused and not replaced. */
final class Utf8 {
    /** The length of a text that has no UTF-8 form, because half of a surrogate pair is missing. */
    static final long NONE = -1;

    private Utf8() {}

    /** How many bytes the text takes, or {@link #NONE}; allocates nothing. */
    static long length(String text) {
        long length = 0;
        int index = 0;
        while (index < text.length()) {
            int codePoint = text.codePointAt(index);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return NONE;
            }
            length += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            index += Character.charCount(codePoint);
        }
        return length;
    }

    /** The text of these bytes. */
    static String read(byte[] bytes, int from, int count) throws CharacterCodingException {
        for (int index = from; index < from + count; index++) {
            if (bytes[index] < 0) {
                // A new decoder reports malformed input; the constructors of String replace it silently.
                ByteBuffer encoded = ByteBuffer.wrap(bytes, from, count);
                return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
            }
        }
        return new String(bytes, from, count, StandardCharsets.ISO_8859_1);
    }
}
