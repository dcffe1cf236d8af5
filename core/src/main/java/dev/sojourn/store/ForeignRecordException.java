// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

/**
 * There is a record, and this node is not set up to read it: what was found may be somebody's live session.
 *
 * <p>Sealed by a key that is not on this node's ring, or for another application or tenant; or not sealed, where only sealed
 * records are accepted. A matter of configuration, so nothing is deleted and nobody is told "no such session": over HTTP this is
 * 503 until the node has its keys. The message names no content.
 */
public final class ForeignRecordException extends StoreUnavailableException {
    private static final long serialVersionUID = 1L;

    private final transient SessionKey key;

    /** Whose record, and what this node lacks. */
    public ForeignRecordException(SessionKey key, String message) {
        super("session " + key + " is not for this node to read: " + message);
        this.key = key;
    }

    /** Whose record it is. */
    public SessionKey key() {
        return key;
    }
}
