// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import dev.sojourn.seal.KeyRingSource;
import dev.sojourn.seal.SealingKey;
import java.util.Random;

/** Keys and sealed encodings for tests, the same at every run. */
final class RecordKeys {
    private RecordKeys() {}

    static SealingKey key(int number) {
        byte[] bytes = new byte[SealingKey.SHORTEST];
        new Random(number).nextBytes(bytes);
        return SealingKey.of(bytes);
    }

    static RecordEncoding sealed(KeyRingSource keys) {
        return RecordEncoding.builder().sealedWith(keys).build();
    }
}
