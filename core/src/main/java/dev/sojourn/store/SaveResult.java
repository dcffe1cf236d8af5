// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

/** What became of a conditional save. */
public sealed interface SaveResult {

    /** The record is stored; acknowledged as durably as the store promises. */
    record Saved() implements SaveResult {}

    /**
     * Another writer was first; nothing was written.
     *
     * @param newer the record as it is now, so that the changes can be applied to it without another look-up
     */
    record Conflict(SessionRecord newer) implements SaveResult {}

    /** The session ended or expired meanwhile; nothing was written, and it is never created anew. */
    record Gone() implements SaveResult {}

    /** The only {@link Saved}. */
    Saved SAVED = new Saved();

    /** The only {@link Gone}. */
    Gone GONE = new Gone();
}
