// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * A source of the same "random" bytes at each run, so that a test knows the tokens. Never for production. Thread-safe.
 *
 * <p>Stands in for the {@code SecureRandom} that a session manager is built with; its output can be predicted by anyone who
 * knows the seed: SHA-256 of the seed and a count, on every Java runtime.
 */
public final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final long seed;
    private long blocks;

    /** Gives the bytes that belong to this seed. */
    public SeededRandom(long seed) {
        // The provider that the JDK would search for is not needed: all output goes through nextBytes.
        super(null, null);
        this.seed = seed;
    }

    @Override
    public synchronized void nextBytes(byte[] bytes) {
        for (int filled = 0; filled < bytes.length; ) {
            byte[] block = nextBlock();
            int length = Math.min(block.length, bytes.length - filled);
            System.arraycopy(block, 0, bytes, filled, length);
            filled += length;
        }
    }

    @Override
    public byte[] generateSeed(int length) {
        byte[] bytes = new byte[length];
        nextBytes(bytes);
        return bytes;
    }

    /** Always "seeded". */
    @Override
    public String getAlgorithm() {
        return "seeded";
    }

    private byte[] nextBlock() {
        try {
            byte[] input = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(seed)
                    .putLong(blocks++)
                    .array();
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", impossible);
        }
    }
}
