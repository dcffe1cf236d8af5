// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

/** The store that was asked for cannot be used as it is. The message is a line for the terminal, without a password. */
final class UnusableStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableStoreException(String message) {
        super(message);
    }
}
