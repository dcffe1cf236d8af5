// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.seal.KeyRing;
import dev.sojourn.seal.KeyRingSource;
import dev.sojourn.seal.SealingKey;
import dev.sojourn.store.RecordEncoding;
import java.util.Random;

/** Keys for tests, the same at every run, and encodings with them. */
final class SealedRecords {
    private SealedRecords() {}

    static SealingKey key(int number) {
        byte[] bytes = new byte[SealingKey.SHORTEST];
        new Random(number).nextBytes(bytes);
        return SealingKey.of(bytes);
    }

    /** Sealed by one of three keys, and compressed where that is shorter. */
    static RecordEncoding encoding() {
        return RecordEncoding.builder()
                .compressFrom(1)
                .sealedWith(KeyRing.builder()
                        .opening(key(1))
                        .sealing(key(2))
                        .revoked(key(3))
                        .build())
                .application("contract")
                .build();
    }

    static RecordEncoding with(KeyRingSource keys) {
        return RecordEncoding.builder().sealedWith(keys).build();
    }
}
