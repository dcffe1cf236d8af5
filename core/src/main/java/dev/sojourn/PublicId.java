// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SessionKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The id that people see: a one-way function of key and renewal count.
 *
 * <p>One-way, so that a page or a log that shows it does not even give away the key; the count, so that it changes whenever
 * the token does, as code that watches for session fixation expects.
 */
final class PublicId {
    private static final byte[] PURPOSE = "sojourn public id\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES = 16;

    private PublicId() {}

    static String of(SessionKey key, int renewals) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(PURPOSE);
            digest.update(key.toBytes());
            byte[] hash = digest.digest(ByteBuffer.allocate(4).putInt(renewals).array());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", impossible);
        }
    }
}
