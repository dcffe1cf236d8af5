// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

/**
 * Stored bytes that cannot be turned into a value.
 *
 * <p>Never reaches an application through a session: there the attribute is quarantined, which means kept as bytes, reported
 * as an event, and absent. The message names types and positions, never the content.
 */
public final class UnreadableAttributeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An unreadable value, for the reason given. */
    public UnreadableAttributeException(String message) {
        super(message);
    }

    /** An unreadable value, because of another failure. */
    public UnreadableAttributeException(String message, Throwable cause) {
        super(message, cause);
    }
}
