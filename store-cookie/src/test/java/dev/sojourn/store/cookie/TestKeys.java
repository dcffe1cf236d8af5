// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import dev.sojourn.seal.SealingKey;
import java.util.Random;

/** Keys for tests, the same at every run: this number's key. */
final class TestKeys {
    private TestKeys() {}

    static SealingKey key(int number) {
        return SealingKey.of(bytes(number));
    }

    static byte[] bytes(int number) {
        byte[] bytes = new byte[SealingKey.SHORTEST];
        new Random(number).nextBytes(bytes);
        return bytes;
    }
}
