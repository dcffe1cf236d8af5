// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

/**
 * An attribute, or all attributes of a session together, larger than {@link AttributeLimits} allows.
 *
 * <p>Thrown where the value is set, so that the stack trace shows who set it. What was stored before stays as it was.
 */
public final class AttributeLimitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** A broken limit: which one, its value, what was found, and what to do about it. */
    public AttributeLimitException(String message) {
        super(message);
    }

    /** A broken limit that showed itself as another failure. */
    public AttributeLimitException(String message, Throwable cause) {
        super(message, cause);
    }
}
