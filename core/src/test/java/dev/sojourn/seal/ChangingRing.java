// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

/** A source whose keys can be exchanged, or be away. */
final class ChangingRing implements KeyRingSource {
    private volatile KeyRing ring;
    private volatile boolean away;

    ChangingRing(KeyRing ring) {
        this.ring = ring;
    }

    void set(KeyRing newRing) {
        ring = newRing;
    }

    void goAway() {
        away = true;
    }

    @Override
    public KeyRing keyRing() {
        if (away) {
            throw new IllegalStateException("the secret manager is away");
        }
        return ring;
    }
}
