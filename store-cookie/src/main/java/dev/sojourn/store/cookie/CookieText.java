// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import java.util.Base64;
import java.util.Optional;

/** Bytes as base64url, and back; each text means other bytes: no padding, no spare bits, nothing else in between. */
final class CookieText {
    /** Beyond this, nothing is even decoded: twice what servers accept of all request headers together. */
    static final int LONGEST = 16_384;

    private CookieText() {}

    static String of(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** How many characters so many bytes take. */
    static int length(int bytes) {
        return Math.toIntExact((bytes * 4L + 2) / 3);
    }

    static Optional<byte[]> bytes(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return of(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
