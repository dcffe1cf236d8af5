// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

/** There is no key ring at present, or no key on it that may seal now: a matter of configuration, and not of the content. */
public final class KeysUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeysUnavailableException(String message) {
        super(message);
    }

    KeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
