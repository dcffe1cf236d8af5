// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import dev.sojourn.seal.KeyRingSource;
import dev.sojourn.seal.KeysUnavailableException;
import dev.sojourn.seal.Sealer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a store outside of this heap keeps records: plain, compressed, sealed, or compressed and sealed. Thread-safe.
 *
 * <p>The one place where such a store turns records into bytes and back, and a principal into what it is looked up by. {@link
 * #PLAIN} is the default of every store. All nodes of a store need the same settings.
 *
 * <p><b>Sealing</b> hides principal, attributes and superseded secrets from whoever reads the store, and lets nobody without a
 * key make or change a record. Version, times, renewals and the hash of the secret stay readable for scripts and SQL; they are
 * authenticated, but for the last access, which is moved in the store. Not noticed: an older state of the same session put
 * back whole, and a last access moved forward, up to the deadline. {@code docs/encryption.md} has bytes, limits and the steps.
 *
 * <p><b>Compression</b> makes long records shorter. The length of what is stored then depends on its content: who sees
 * lengths and can put text beside a secret in the same session may guess the secret bit by bit, as CRIME and BREACH did with
 * TLS. So it is off by default; do not use it where strangers see how long records are.
 *
 * <p>Source: OWASP ASVS 5.0 11.2.5, 11.3.1 to 11.3.4; RFC 7457 section 2.6 (compression).
 */
public final class RecordEncoding {
    /** Neither compressed nor sealed. Reads compressed records too. */
    public static final RecordEncoding PLAIN = builder().build();

    private static final String PURPOSE = "session record";
    private static final byte[] NO_HASH = new byte[0];

    private final @Nullable Sealer sealer;
    private final int compressFrom;
    private final Instant plainUntil;
    private final InstantSource clock;

    private RecordEncoding(Builder builder, @Nullable Sealer sealer) {
        this.sealer = sealer;
        this.compressFrom = builder.compressFrom;
        this.plainUntil = builder.plainUntil;
        this.clock = builder.clock;
    }

    /** Starts with neither compression nor sealing. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The record as bytes, sealed by the key that seals now.
     *
     * @throws IllegalArgumentException if {@link RecordFormat#encode} refuses it
     * @throws StoreUnavailableException if there is no key that may seal now
     */
    public byte[] encode(SessionRecord record) {
        byte[] plain = RecordFormat.encode(record);
        boolean worthwhile = plain.length - RecordFormat.HEADER_BYTES >= compressFrom;
        Optional<byte[]> shorter =
                worthwhile ? Compression.deflated(plain, RecordFormat.HEADER_BYTES) : Optional.empty();
        if (shorter.isEmpty() && sealer == null) {
            return plain;
        }
        byte[] body = shorter.orElseGet(() -> Compression.stored(plain, RecordFormat.HEADER_BYTES));
        byte[] hash = record.principal().map(this::principalHash).orElse(NO_HASH);
        try {
            return PackedFormat.write(record.key(), plain, hash, body, sealer);
        } catch (KeysUnavailableException missing) {
            throw unavailable(missing);
        }
    }

    /**
     * The record that these bytes hold, whichever key of the ring sealed it.
     *
     * @param key where the bytes were found
     * @throws UnreadableRecordException if they are damaged, forged, of another session, sealed by a revoked key, or of a format
     *     that this version of the library does not know; the message does not tell the first four apart
     * @throws ForeignRecordException if this node is not set up to read them; nothing is wrong with them otherwise
     * @throws StoreUnavailableException if there is no key ring at present
     */
    public SessionRecord decode(SessionKey key, byte[] bytes) {
        boolean packed = bytes.length > 0 && bytes[RecordFormat.FORMAT_OFFSET] == RecordFormat.PACKED_FORMAT;
        boolean sealed = packed && PackedFormat.isSealed(bytes);
        SessionRecord record = new RecordReader(key, packed ? plain(key, bytes) : bytes).read();
        if (!sealed && sealer != null && !clock.instant().isBefore(plainUntil)) {
            throw new ForeignRecordException(
                    key, "it is not sealed, and only sealed ones are accepted; see acceptPlainUntil");
        }
        return record;
    }

    /**
     * What a session of this principal is to be found by: 32 bytes, the same for the same principal.
     *
     * <p>Not the principal itself, so that no name of a user shows in names of keys or in columns. Without sealing SHA-256, which
     * whoever knows a name can compute; with sealing a keyed hash, by the key that seals now.
     *
     * @throws IllegalArgumentException if it is not valid Unicode
     * @throws StoreUnavailableException if there is no key that may seal now
     */
    public byte[] principalHash(String principal) {
        byte[] name = PrincipalHash.utf8(principal)
                .orElseThrow(() -> new IllegalArgumentException("the principal is not valid Unicode"));
        try {
            return sealer == null ? PrincipalHash.of(name) : sealer.tag(name);
        } catch (KeysUnavailableException missing) {
            throw unavailable(missing);
        }
    }

    /**
     * All that sessions of this principal may be found by: one for each key that opens, and one for plain records as long as
     * those are accepted. None for what is not valid Unicode: no stored session has such a principal.
     *
     * @throws StoreUnavailableException if there is no key ring at present
     */
    public List<byte[]> principalHashes(String principal) {
        return PrincipalHash.utf8(principal).map(this::hashes).orElse(List.of());
    }

    /** What it does; no keys. */
    @Override
    public String toString() {
        String sealing = sealer == null ? "not sealed" : "sealed";
        return "RecordEncoding[" + sealing + (compresses() ? ", compressed from " + compressFrom + " bytes]" : "]");
    }

    private boolean compresses() {
        return compressFrom < Integer.MAX_VALUE;
    }

    private List<byte[]> hashes(byte[] name) {
        List<byte[]> hashes = new ArrayList<>();
        try {
            if (sealer != null) {
                hashes.addAll(sealer.tags(name));
            }
        } catch (KeysUnavailableException missing) {
            throw unavailable(missing);
        }
        if (sealer == null || clock.instant().isBefore(plainUntil)) {
            hashes.add(PrincipalHash.of(name));
        }
        return hashes;
    }

    private byte[] plain(SessionKey key, byte[] bytes) {
        try {
            return PackedFormat.plain(key, bytes, sealer);
        } catch (KeysUnavailableException missing) {
            throw unavailable(missing);
        }
    }

    private static StoreUnavailableException unavailable(KeysUnavailableException missing) {
        return new StoreUnavailableException("records cannot be sealed or opened: " + missing.getMessage(), missing);
    }

    /** Settings of a {@link RecordEncoding}; not thread-safe. All of them are checked together by {@link #build()}. */
    public static final class Builder {
        private @Nullable KeyRingSource keys;
        private int compressFrom = Integer.MAX_VALUE;
        private String application = "";
        private String tenant = "";
        private Instant plainUntil = Instant.MIN;
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();

        private Builder() {}

        /**
         * Compresses what follows the header if it has at least so many bytes, 1 or more, and becomes shorter by it; off by default.
         *
         * <p>Below a kilobyte it saves little. Read the note on compression above.
         */
        public Builder compressFrom(int bytes) {
            this.compressFrom = bytes;
            return this;
        }

        /** Seals with the keys of this ring or source; off by default, since there can be no default key. */
        public Builder sealedWith(KeyRingSource newKeys) {
            this.keys = newKeys;
            return this;
        }

        /**
         * Whose sessions these are; default nobody's in particular. Several applications with one key need a name each: the record
         * of one is then foreign to the others.
         */
        public Builder application(String name) {
            this.application = name;
            return this;
        }

        /** Which customer's or site's sessions these are within the application; default nobody's in particular. */
        public Builder tenant(String name) {
            this.tenant = name;
            return this;
        }

        /**
         * Reads records that are not sealed until this moment, by this node's clock; by default never.
         *
         * <p>For switching sealing on: take the moment of the change plus the absolute timeout of sessions. It is a moment and no
         * switch, because nobody would turn the switch off; and the default is "never", because as long as plain records are read,
         * whoever can write the store can make himself any session.
         */
        public Builder acceptPlainUntil(Instant moment) {
            this.plainUntil = moment;
            return this;
        }

        /** By which clock keys begin and end to seal, and plain records are accepted; default the system's. */
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
         * The encoding.
         *
         * @throws IllegalArgumentException if settings are out of range or need sealing, or no key may seal now; says all that is
         *     wrong
         */
        public RecordEncoding build() {
            List<String> problems = new ArrayList<>();
            if (compressFrom < 1) {
                problems.add("compressFrom must be at least 1, was " + compressFrom);
            }
            boolean needsKeys = !application.isEmpty() || !tenant.isEmpty() || !plainUntil.equals(Instant.MIN);
            if (keys == null && needsKeys) {
                problems.add("application, tenant and acceptPlainUntil mean something with sealedWith only");
            }
            Sealer sealer = keys == null ? null : sealer(keys, problems);
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            return new RecordEncoding(this, sealer);
        }

        private @Nullable Sealer sealer(KeyRingSource source, List<String> problems) {
            try {
                return Sealer.builder(source, PURPOSE)
                        .application(application)
                        .tenant(tenant)
                        .clock(clock)
                        .random(random)
                        .build();
            } catch (KeysUnavailableException | IllegalArgumentException refused) {
                problems.add(String.valueOf(refused.getMessage()));
                return null;
            }
        }
    }
}
