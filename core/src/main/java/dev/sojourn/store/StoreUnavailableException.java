// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

/**
 * The store did not do what it was asked, or did not say whether it did.
 *
 * <p>Never means "no such session": the visitor's session may be alive and well, so their cookie must not be touched. Over
 * HTTP this becomes 503 with Retry-After. Source: ASVS 5.0 16.5.2 and 16.5.3.
 */
public class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The failure in words: what was asked, of what, what happened. */
    public StoreUnavailableException(String message) {
        super(message);
    }

    /** The failure in words, and its cause. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
