// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import java.nio.charset.Charset;
import java.util.Locale;

/** How many bytes characters take on the wire: exact for the usual character sets, never too few for others. */
final class EncodedLength {
    private EncodedLength() {}

    static long of(CharSequence text, int from, int length, String charset) {
        return switch (charset.toUpperCase(Locale.ROOT)) {
            case "UTF-8" -> utf8(text, from, length);
            case "ISO-8859-1", "US-ASCII" -> length;
            default ->
                (long) Math.ceil(
                        length * (double) Charset.forName(charset).newEncoder().maxBytesPerChar());
        };
    }

    private static long utf8(CharSequence text, int from, int length) {
        long bytes = 0;
        for (int i = from; i < from + length; i++) {
            char c = text.charAt(i);
            // The two halves of a surrogate pair take four bytes together.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
