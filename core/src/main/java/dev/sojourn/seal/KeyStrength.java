// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Tells keys that cannot have come from a random generator.
 *
 * <p>Each rule refuses a random key less often than once in 10^12. None of them proves a key good: that takes knowing where
 * it came from.
 */
final class KeyStrength {
    private static final int FEWEST_VALUES = 16;

    /** SHA-256 of keys that stand in documents: ours, and those of the standards that everybody copies from. */
    private static final Set<String> SAMPLES = Set.of(
            // docs/encryption.md
            "6148b65afb4929650a8555b6fbe4701fa134c188856c9af4817f9796322bafe5",
            // NIST SP 800-38A F.1.5, in most examples of AES-256
            "b93c72b74bc8487d29827005f80d635918f91bc22b14d7ed05714d58f96702dd",
            // RFC 8439 A.3, in most examples of ChaCha20
            "b2fc17bf5e95289cefb59ca945471f60dd000eb17a59c23a3deb85a76929a2ce");

    private KeyStrength() {}

    /** What is wrong with this key, if anything. Says nothing of its content. */
    static Optional<String> weaknessOf(byte[] key) {
        if (key.length < SealingKey.SHORTEST || key.length > SealingKey.LONGEST) {
            return Optional.of(
                    "has " + key.length + " bytes and must have " + SealingKey.SHORTEST + " to " + SealingKey.LONGEST);
        }
        if (isRepeated(key) || isCounted(key)) {
            return Optional.of("repeats a pattern");
        }
        if (isText(key)) {
            return Optional.of("is text: a phrase is no key, and hex or base64 must be decoded first");
        }
        if (distinctValues(key) < FEWEST_VALUES) {
            return Optional.of("has fewer than " + FEWEST_VALUES + " different bytes");
        }
        return SAMPLES.contains(sha256(key)) ? Optional.of("is an example from a document") : Optional.empty();
    }

    /** Whether it is one piece again and again, the last time perhaps cut off; a single byte is such a piece. */
    private static boolean isRepeated(byte[] key) {
        for (int period = 1; period <= key.length / 2; period++) {
            if (Arrays.equals(key, period, key.length, key, 0, key.length - period)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCounted(byte[] key) {
        for (int index = 2; index < key.length; index++) {
            if ((byte) (key[index] - key[index - 1]) != (byte) (key[1] - key[0])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(byte[] key) {
        for (byte value : key) {
            boolean printable = value >= ' ' && value <= '~';
            if (!printable && value != '\n' && value != '\r' && value != '\t') {
                return false;
            }
        }
        return true;
    }

    private static int distinctValues(byte[] key) {
        boolean[] seen = new boolean[256];
        int distinct = 0;
        for (byte value : key) {
            if (!seen[value & 0xFF]) {
                seen[value & 0xFF] = true;
                distinct++;
            }
        }
        return distinct;
    }

    private static String sha256(byte[] key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", impossible);
        }
    }
}
