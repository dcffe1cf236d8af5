// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

/**
 * A stored record that cannot be read: damaged, forged, or of a format that came after this version of the library.
 *
 * <p>The session manager answers "no session" to it. A damaged record is deleted and reported once; one of a newer format is
 * left alone, since another node of a rolling upgrade can read it. The message never holds content.
 */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SessionKey key;
    private final boolean newerFormat;

    /** An unreadable record, why, and whether it seems to be of a format newer than this library. */
    public UnreadableRecordException(SessionKey key, boolean newerFormat, String message) {
        super("session " + key + " cannot be read: " + message);
        this.key = key;
        this.newerFormat = newerFormat;
    }

    /** Whose record it is. */
    public SessionKey key() {
        return key;
    }

    /** Whether a newer version of the library probably wrote it. */
    public boolean isNewerFormat() {
        return newerFormat;
    }
}
