// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import dev.sojourn.seal.KeyRing;
import dev.sojourn.seal.KeyRingSource;
import java.util.Optional;

/** A ring that a test changes, or takes away. */
final class ChangingRing implements KeyRingSource {
    private volatile Optional<KeyRing> ring;

    ChangingRing(KeyRing first) {
        this.ring = Optional.of(first);
    }

    @Override
    public KeyRing keyRing() {
        return ring.orElseThrow();
    }

    void become(KeyRing next) {
        ring = Optional.of(next);
    }

    void vanish() {
        ring = Optional.empty();
    }
}
