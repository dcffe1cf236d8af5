// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import dev.sojourn.seal.KeyRing;
import dev.sojourn.seal.SealingKey;
import dev.sojourn.store.RecordEncoding;
import java.security.SecureRandom;

/** How the store keeps its records. */
public enum RecordKind {
    /** As they come. */
    PLAIN("plain") {
        @Override
        RecordEncoding encoding() {
            return RecordEncoding.PLAIN;
        }
    },
    /** Encrypted. */
    SEALED("sealed") {
        @Override
        RecordEncoding encoding() {
            return RecordEncoding.builder().sealedWith(randomKey()).build();
        }
    },
    /** Compressed, then encrypted. */
    COMPRESSED_AND_SEALED("compressed and sealed") {
        @Override
        RecordEncoding encoding() {
            return RecordEncoding.builder()
                    .compressFrom(1)
                    .sealedWith(randomKey())
                    .build();
        }
    };

    private static final int KEY_BYTES = 32;

    private final String title;

    RecordKind(String title) {
        this.title = title;
    }

    /** What the table calls it. */
    String title() {
        return title;
    }

    /** A new encoding; sealed with a new key. */
    abstract RecordEncoding encoding();

    private static KeyRing randomKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return KeyRing.of(SealingKey.of(key));
    }
}
