// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import dev.sojourn.seal.Opening.NotOpened;
import dev.sojourn.seal.Opening.Opened;
import dev.sojourn.seal.ScopedKeys.ScopedKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Seals bytes so that only holders of the keys can read or make them, and opens them again. Thread-safe.
 *
 * <p>AES-256-GCM from the JDK. Key and nonce are derived for each message alone, with HKDF-SHA-256 from the sealing key, 192
 * random bits, and the context; so there is no number of messages after which a key must be changed, and even a random
 * generator that repeats itself gives two sessions two keys.
 *
 * <p>What is sealed belongs to a scope (purpose, application, tenant) and to a context that the caller gives, for instance the
 * session's key: both are authenticated and not stored. Every part goes in with its length, so that no two contexts are the
 * same bytes.
 *
 * <pre>
 *   offset  bytes
 *        0      1  layout, 1
 *        1      8  id of the key within the scope
 *        9     24  salt, random
 *       33      n  ciphertext, as long as the content
 *   33 + n     16  tag
 * </pre>
 *
 * <p>It hides the content and not its length. It does not tell an old message from the present one: whoever can put back what
 * was there before goes unnoticed.
 *
 * <p>Source: OWASP ASVS 5.0 11.2.1 to 11.2.5, 11.3.1 to 11.3.4, 9.2.2 and 9.2.3; RFC 5869; NIST SP 800-38D.
 */
public final class Sealer {
    /** By how much what is sealed is longer than its content. */
    public static final int OVERHEAD = MessageCipher.HEADER_BYTES + MessageCipher.TAG_BYTES;

    private final KeyRingSource source;
    private final byte[] scope;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile @Nullable ScopedKeys latest;

    private Sealer(Builder builder) {
        this.source = builder.source;
        this.scope = builder.scope();
        this.clock = builder.clock;
        this.random = builder.random;
    }

    /**
     * Starts a sealer of this purpose for no particular application.
     *
     * @param purpose what is sealed, for instance {@code session record}: things of one purpose do not open as another's
     */
    public static Builder builder(KeyRingSource keys, String purpose) {
        return new Builder(keys, purpose);
    }

    /**
     * The sealed form of this content in this context.
     *
     * @throws KeysUnavailableException if there is no key that may seal now
     */
    public byte[] seal(byte[] content, byte[]... context) {
        ScopedKey key = sealingKey();
        byte[] header = new byte[MessageCipher.HEADER_BYTES];
        byte[] salt = new byte[MessageCipher.SALT_BYTES];
        random.nextBytes(salt);
        ByteBuffer.wrap(header).put(MessageCipher.LAYOUT).putLong(key.id()).put(salt);
        return new MessageCipher(key.key(), scope, header, context).seal(content);
    }

    /**
     * Opens what {@link #seal} gave.
     *
     * @throws KeysUnavailableException if there is no key ring
     */
    public Opening open(byte[] sealed, byte[]... context) {
        if (sealed.length < OVERHEAD || sealed[0] != MessageCipher.LAYOUT) {
            return NotOpened.REFUSED;
        }
        Optional<ScopedKey> key = keys().withId(ByteBuffer.wrap(sealed).getLong(MessageCipher.ID_OFFSET));
        if (key.isEmpty()) {
            return NotOpened.UNKNOWN_KEY;
        }
        if (key.get().isRevoked()) {
            return NotOpened.REFUSED;
        }
        byte[] header = Arrays.copyOf(sealed, MessageCipher.HEADER_BYTES);
        return new MessageCipher(key.get().key(), scope, header, context)
                .open(sealed)
                .<Opening>map(Opened::new)
                .orElse(NotOpened.REFUSED);
    }

    /**
     * Whether another key seals by now than the one named in this, so that it should be sealed anew; says nothing of whether it opens.
     *
     * @throws KeysUnavailableException if there is no key ring
     */
    public boolean isByOldKey(byte[] sealed) {
        return sealed.length >= OVERHEAD
                && keys().sealingAt(clock.instant())
                        .filter(key -> key.id() != ByteBuffer.wrap(sealed).getLong(MessageCipher.ID_OFFSET))
                        .isPresent();
    }

    /**
     * A hash of 32 bytes that only holders of the key can compute, to look something up by: equal values have equal tags.
     *
     * @throws KeysUnavailableException if there is no key that may seal now
     */
    public byte[] tag(byte[] value) {
        return sealingKey().tag(value);
    }

    /**
     * All tags that the value may have been given: first the one of the key that seals now, if there is one.
     *
     * @throws KeysUnavailableException if there is no key ring
     */
    public List<byte[]> tags(byte[] value) {
        ScopedKeys keys = keys();
        Optional<ScopedKey> sealing = keys.sealingAt(clock.instant());
        return Stream.concat(sealing.stream(), keys.opening().stream())
                .distinct()
                .map(key -> key.tag(value))
                .toList();
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "Sealer";
    }

    private ScopedKey sealingKey() {
        return keys().sealingAt(clock.instant())
                .orElseThrow(() -> new KeysUnavailableException(
                        "no key of the ring may seal now: add one, or look at notBefore, notAfter and the clock"));
    }

    private ScopedKeys keys() {
        KeyRing ring = ring();
        ScopedKeys known = latest;
        if (known != null && known.areOf(ring)) {
            return known;
        }
        ScopedKeys scoped = new ScopedKeys(ring, scope);
        latest = scoped;
        return scoped;
    }

    private KeyRing ring() {
        try {
            return Objects.requireNonNull(source.keyRing(), "the source gave no ring");
        } catch (RuntimeException failure) {
            throw new KeysUnavailableException("there is no key ring at present", failure);
        }
    }

    /** Settings of a {@link Sealer}; not thread-safe. */
    public static final class Builder {
        private final KeyRingSource source;
        private final String purpose;
        private String application = "";
        private String tenant = "";
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();

        private Builder(KeyRingSource source, String purpose) {
            this.source = source;
            this.purpose = purpose;
        }

        /** Whose it is; default nobody's in particular. What one application sealed does not open in another. */
        public Builder application(String name) {
            this.application = name;
            return this;
        }

        /** Which customer's or site's it is within the application; default nobody's in particular. */
        public Builder tenant(String name) {
            this.tenant = name;
            return this;
        }

        /** By which clock keys begin and end to seal; default the system's. */
        public Builder clock(InstantSource newClock) {
            this.clock = newClock;
            return this;
        }

        /** Where salts come from; must be cryptographically strong. Default a new {@link SecureRandom}. */
        public Builder random(RandomGenerator newRandom) {
            this.random = newRandom;
            return this;
        }

        /**
         * The sealer.
         *
         * @throws KeysUnavailableException if the source gives no ring, or none of its keys may seal now
         * @throws IllegalArgumentException if a name is not valid Unicode
         */
        public Sealer build() {
            Sealer sealer = new Sealer(this);
            ScopedKey unused = sealer.sealingKey();
            return sealer;
        }

        private byte[] scope() {
            return LengthPrefixed.join(
                    LengthPrefixed.utf8("sojourn seal 1"),
                    LengthPrefixed.utf8(purpose),
                    LengthPrefixed.utf8(application),
                    LengthPrefixed.utf8(tenant));
        }
    }
}
