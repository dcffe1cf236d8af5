// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/**
 * A secret that seals and opens: 32 bytes from a strong random generator. Immutable.
 *
 * <p>Make one with {@code openssl rand -base64 32} and keep it where secrets are kept, never in the source. What is seen to
 * be no random key is refused: too short, a repeated pattern, text, an example from a document. It never prints itself.
 *
 * <p>Source: OWASP ASVS 5.0 11.2.3 (strength), 13.3.1 (where keys are kept); NIST SP 800-133 (key generation).
 */
public final class SealingKey {
    /** The fewest bytes of a key: the output length of SHA-256, and the key length of AES-256. */
    public static final int SHORTEST = 32;

    /** The most bytes of a key: HMAC-SHA-256 would hash a longer one first. */
    public static final int LONGEST = 64;

    private final byte[] bytes;

    private SealingKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The key with these bytes, which are copied.
     *
     * @throws IllegalArgumentException if there are not {@value #SHORTEST} to {@value #LONGEST}, or they are not random
     */
    public static SealingKey of(byte[] bytes) {
        byte[] copy = bytes.clone();
        Optional<String> weakness = KeyStrength.weaknessOf(copy);
        if (weakness.isPresent()) {
            throw new IllegalArgumentException("the sealing key " + weakness.get()
                    + "; make one with a secure random generator, for instance openssl rand -base64 32");
        }
        return new SealingKey(copy);
    }

    /**
     * The key in base64 or base64url, as an environment variable or a file holds it; white space around it does not count.
     *
     * @throws IllegalArgumentException if it is not base64, or the key is refused by {@link #of}
     */
    public static SealingKey ofBase64(String text) {
        return of(decoded(text.strip().replace('+', '-').replace('/', '_')));
    }

    /** Bytes for one purpose, from which nothing can be learned about the key or what it gives for another. */
    byte[] derive(byte[] salt, byte[] info, int length) {
        return Hkdf.derive(bytes, salt, info, length);
    }

    boolean hasSameBytesAs(SealingKey other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "SealingKey";
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            // Without its cause, which quotes a character of the key.
            throw new IllegalArgumentException("the sealing key is not base64");
        }
    }
}
