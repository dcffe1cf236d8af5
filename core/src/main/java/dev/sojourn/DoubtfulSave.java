// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SessionRecord;
import org.jspecify.annotations.Nullable;

/** What the store was to keep when it did not say whether it did. Guarded by the lock of its {@link ActiveSession}. */
final class DoubtfulSave {
    private @Nullable SessionRecord attempted;
    private int revision;

    /** The store did not say whether it saved this, with so many changes in it. */
    void happened(SessionRecord record, int revisionOfChanges) {
        attempted = record;
        revision = revisionOfChanges;
    }

    void settled() {
        attempted = null;
    }

    boolean isOpen() {
        return attempted != null;
    }

    /** Whether this is what was attempted, with nothing added since. */
    boolean is(SessionRecord found, int presentRevision, StoredForms forms) {
        return revision == presentRevision && isWhatWasAttempted(found, forms);
    }

    /**
     * Whether what was attempted may be part of what was found, so that a step which must happen once cannot be taken again: others
     * have saved since, or more was changed since.
     */
    boolean mayBeIn(SessionRecord found, StoredForms forms) {
        SessionRecord known = attempted;
        return known != null && (found.version() > known.version() || isWhatWasAttempted(found, forms));
    }

    /** As it would be after the touches of others since, which do not change the version. */
    private boolean isWhatWasAttempted(SessionRecord found, StoredForms forms) {
        SessionRecord known = attempted;
        return known != null
                && forms.same(
                        known.toBuilder().lastAccessed(found.lastAccessed()).build(), found);
    }
}
