// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Joins parts so that no other parts give the same bytes: how many there are, then each after its length. */
final class LengthPrefixed {
    private LengthPrefixed() {}

    static byte[] join(byte[]... parts) {
        int length = Integer.BYTES;
        for (byte[] part : parts) {
            length = Math.addExact(length, Integer.BYTES + part.length);
        }
        ByteBuffer joined = ByteBuffer.allocate(length).putInt(parts.length);
        for (byte[] part : parts) {
            joined.putInt(part.length).put(part);
        }
        return joined.array();
    }

    /** Refuses lone surrogates: as question marks, two names would be one. */
    static byte[] utf8(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("a name holds half of a surrogate pair");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
