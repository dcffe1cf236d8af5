// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/**
 * Another request changed the session first, and policy or the number of tries did not allow to merge; or a request under {@link
 * ConflictPolicy#EXCLUSIVE} lost its turn.
 *
 * <p>Nothing was written. The application may repeat the request. Over HTTP this is 409.
 */
public final class SessionConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The conflict in words. */
    public SessionConflictException(String message) {
        super(message);
    }
}
