// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.security.SecureRandom;

/** A random source that has run dry. */
final class FailingRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
        throw new IllegalStateException("no randomness");
    }
}
