// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of a token's secret: what a store keeps of it. Immutable.
 *
 * <p>A plain fast hash is right here, unlike for passwords: the secret has 256 random bits, which no dictionary holds and no
 * search finds. Comparison takes the same time wherever two hashes differ.
 *
 * <p>Source: OWASP ASVS 5.0, 11.4.1 (approved hash), 11.2.4 (constant-time comparison).
 */
public final class SecretHash {
    /** How many bytes a hash has. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private SecretHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The hash of a secret. */
    public static SecretHash ofSecret(byte[] secret) {
        return new SecretHash(sha256().digest(secret));
    }

    /**
     * The hash with these bytes, as a store reads it.
     *
     * @throws IllegalArgumentException unless there are exactly {@value #BYTES}
     */
    public static SecretHash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a secret hash has " + BYTES + " bytes, got " + bytes.length);
        }
        return new SecretHash(bytes.clone());
    }

    /** The {@value #BYTES} bytes, in a new array. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Constant-time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretHash that && MessageDigest.isEqual(that.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes).getInt();
    }

    /** Says nothing: a hash is of no use to a reader of logs. */
    @Override
    public String toString() {
        return "SecretHash";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", impossible);
        }
    }
}
