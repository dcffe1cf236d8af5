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

    /** Never fed, only cloned: looking the provider up takes longer than hashing. */
    private static final MessageDigest SHA_256 = newSha256();

    // Four numbers and no array: there is one in every stored session.
    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    private SecretHash(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        this.first = buffer.getLong();
        this.second = buffer.getLong();
        this.third = buffer.getLong();
        this.fourth = buffer.getLong();
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
        return new SecretHash(bytes);
    }

    /** The {@value #BYTES} bytes, in a new array. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    /** Constant-time: all of both is looked at, whatever differs. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretHash that
                && ((that.first ^ first) | (that.second ^ second) | (that.third ^ third) | (that.fourth ^ fourth)) == 0;
    }

    @Override
    public int hashCode() {
        return (int) (first >>> Integer.SIZE);
    }

    /** Says nothing: a hash is of no use to a reader of logs. */
    @Override
    public String toString() {
        return "SecretHash";
    }

    private static MessageDigest sha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException thisProviderCannot) {
            return newSha256();
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", impossible);
        }
    }
}
