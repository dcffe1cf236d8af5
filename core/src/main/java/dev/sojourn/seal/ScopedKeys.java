// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of a ring as they are within one scope: what is computed once per ring and not once per message. Immutable. */
final class ScopedKeys {
    private static final byte[] FOR_ID = LengthPrefixed.utf8("id");
    private static final byte[] FOR_TAGS = LengthPrefixed.utf8("tag");
    private static final int TAG_KEY_BYTES = 32;

    private final KeyRing ring;
    private final List<ScopedKey> keys = new ArrayList<>();

    ScopedKeys(KeyRing ring, byte[] scope) {
        this.ring = ring;
        for (KeyRing.Entry entry : ring.entries()) {
            byte[] id = entry.key().derive(Hkdf.NO_SALT, LengthPrefixed.join(scope, FOR_ID), Long.BYTES);
            byte[] tagKey = entry.key().derive(Hkdf.NO_SALT, LengthPrefixed.join(scope, FOR_TAGS), TAG_KEY_BYTES);
            keys.add(new ScopedKey(entry, ByteBuffer.wrap(id).getLong(), tagKey));
        }
    }

    boolean areOf(KeyRing other) {
        return ring == other;
    }

    Optional<ScopedKey> sealingAt(Instant now) {
        return ring.sealingAt(now)
                .flatMap(entry ->
                        keys.stream().filter(key -> key.entry.equals(entry)).findFirst());
    }

    Optional<ScopedKey> withId(long id) {
        return keys.stream().filter(key -> key.id == id).findFirst();
    }

    /** All that open. */
    List<ScopedKey> opening() {
        return keys.stream().filter(key -> !key.isRevoked()).toList();
    }

    /** A key within its scope. */
    static final class ScopedKey {
        private final KeyRing.Entry entry;
        private final long id;
        private final byte[] tagKey;

        private ScopedKey(KeyRing.Entry entry, long id, byte[] tagKey) {
            this.entry = entry;
            this.id = id;
            this.tagKey = tagKey;
        }

        SealingKey key() {
            return entry.key();
        }

        /** Names key and scope together, and tells nothing of either to who has neither. */
        long id() {
            return id;
        }

        boolean isRevoked() {
            return entry.role() == KeyRing.Role.REVOKED;
        }

        byte[] tag(byte[] value) {
            return Hkdf.mac(tagKey, value);
        }
    }
}
