// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

/**
 * Where keys come from: a secret manager, a file, or a {@link KeyRing} that never changes.
 *
 * <p>Asked whenever something is sealed or opened, so that keys can be changed without a restart.
 *
 * <p>Source: OWASP ASVS 5.0 13.3.1.
 */
@FunctionalInterface
public interface KeyRingSource {

    /**
     * The keys at present. Thread-safe, and answered from memory: fetch new ones in the background, and give the same
     * object as long as there are none.
     *
     * <p>What it throws becomes a {@link KeysUnavailableException}: nothing is sealed or opened then, and nothing ended.
     */
    KeyRing keyRing();
}
