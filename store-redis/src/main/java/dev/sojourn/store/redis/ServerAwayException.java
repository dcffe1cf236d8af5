// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;

/** A server did not answer, or what came was no answer. */
final class ServerAwayException extends StoreUnavailableException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    /** A failure after which the command may have been done, unless it was not sent at all. */
    ServerAwayException(String message, Throwable cause, boolean sent) {
        super(message, cause);
        this.sent = sent;
    }

    /** Whether the command may have reached the server. */
    boolean wasSent() {
        return sent;
    }
}
