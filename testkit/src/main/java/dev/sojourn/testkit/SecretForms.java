// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The shapes in which a secret could stand in a text: raw bytes, hex, and base64 at each of its three offsets. */
final class SecretForms {
    private static final int OFFSETS = 3;
    private static final int BITS_PER_BYTE = 8;
    private static final int BITS_PER_CHARACTER = 6;
    private static final int SHORTEST = 16;

    private final String raw;
    private final String hex;
    private final List<String> base64 = new ArrayList<>();

    SecretForms(byte[] secret) {
        this.raw = new String(secret, StandardCharsets.ISO_8859_1);
        this.hex = HexFormat.of().formatHex(secret);
        for (int offset = 0; offset < OFFSETS; offset++) {
            byte[] shifted = new byte[offset + secret.length];
            System.arraycopy(secret, 0, shifted, offset, secret.length);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(shifted);
            // The first and last characters also hold bits of the neighbours.
            int from = (offset * BITS_PER_BYTE + BITS_PER_CHARACTER - 1) / BITS_PER_CHARACTER;
            int to = shifted.length * BITS_PER_BYTE / BITS_PER_CHARACTER;
            base64.add(text.substring(from, to));
        }
    }

    /** Whether half of the secret or more stands in the text; a text of bytes has one character for each. */
    boolean standIn(Haystack text) {
        return anyHalf(raw, text.plain())
                || anyHalf(hex, text.lowerCase())
                || base64.stream().anyMatch(form -> anyHalf(form, text.urlSafe()));
    }

    private static boolean anyHalf(String form, String text) {
        int half = Math.min(form.length(), Math.max(SHORTEST, form.length() / 2));
        return text.contains(form.substring(0, half)) || text.contains(form.substring(form.length() - half));
    }

    /** A text in the forms in which it is searched, made once. */
    record Haystack(String plain, String lowerCase, String urlSafe) {
        static Haystack of(String text) {
            return new Haystack(
                    text, text.toLowerCase(Locale.ROOT), text.replace('+', '-').replace('/', '_'));
        }

        static Haystack of(byte[] bytes) {
            return of(new String(Arrays.copyOf(bytes, bytes.length), StandardCharsets.ISO_8859_1));
        }
    }
}
