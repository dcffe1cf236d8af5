// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import java.security.SecureRandom;
import java.util.Random;

/**
 * A source of the same "random" bytes at each run, so that a test knows the tokens. Never for production. Thread-safe.
 *
 * <p>Stands in for the {@code SecureRandom} that a session manager is built with; its output can be predicted by anyone who
 * knows the seed.
 */
public final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final Random source;

    /** Gives the bytes of {@link Random} with this seed. */
    public SeededRandom(long seed) {
        // The provider that the JDK would search for is not needed: all output goes through nextBytes.
        super(null, null);
        this.source = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        source.nextBytes(bytes);
    }

    @Override
    public byte[] generateSeed(int length) {
        byte[] seed = new byte[length];
        nextBytes(seed);
        return seed;
    }

    /** Always "seeded". */
    @Override
    public String getAlgorithm() {
        return "seeded";
    }
}
