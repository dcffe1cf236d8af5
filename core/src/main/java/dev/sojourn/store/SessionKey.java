// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The address of a session in its store: 128 random bits. Immutable.
 *
 * <p>One half of the token. It finds the record and opens nothing: whoever reads a key in a log, a dump or a backup cannot
 * become anybody. It is still not printed whole: {@link #toString()} gives the short form for logs.
 */
public final class SessionKey implements Comparable<SessionKey> {
    /** How many bytes a key has. */
    public static final int BYTES = 16;

    private static final int TEXT_LENGTH = 22;
    private static final int SHORT_LENGTH = 6;

    private final long high;
    private final long low;

    private SessionKey(long high, long low) {
        this.high = high;
        this.low = low;
    }

    /** A new key from the given source, which must be cryptographically strong where keys are meant to be unguessable. */
    public static SessionKey random(RandomGenerator random) {
        return new SessionKey(random.nextLong(), random.nextLong());
    }

    /**
     * The key with these bytes.
     *
     * @throws IllegalArgumentException unless there are exactly {@value #BYTES}
     */
    public static SessionKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a session key has " + BYTES + " bytes, got " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new SessionKey(buffer.getLong(), buffer.getLong());
    }

    /** The key that {@link #text()} wrote; empty for every other text, also for one that decodes to the same bytes. */
    public static Optional<SessionKey> parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            SessionKey key = of(Base64.getUrlDecoder().decode(text));
            return key.text().equals(text) ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The {@value #BYTES} bytes, in a new array. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /** The whole key as 22 characters of base64url, for use as a name in a store. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(toBytes());
    }

    /** Unsigned order of the bytes, the order in which byte stores sort them. */
    @Override
    public int compareTo(SessionKey other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionKey that && that.high == high && that.low == low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high ^ low);
    }

    /** The short form for logs: the first {@value #SHORT_LENGTH} characters, enough to follow one session through a log. */
    @Override
    public String toString() {
        return text().substring(0, SHORT_LENGTH) + "~";
    }
}
