// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.UnreadableRecordException;
import java.util.List;
import java.util.Optional;

/**
 * Ends sessions in the store. Of all who end one, exactly one is told that it did.
 *
 * <p>As a rule the record is deleted. Where {@link EndListener}s must hear of it, the record is kept with an {@link EndMark}, by a
 * conditional save: for everybody the session is over, as if its time were, and whoever sweeps tells it. So an end is found in
 * the store whatever becomes of the process that made it.
 */
final class Endings {
    private final Settings settings;

    Endings(Settings settings) {
        this.settings = settings;
    }

    /** Ends a session. Answers whether this very call did. */
    boolean end(SessionRecord session, EndReason reason) {
        return settings.confirmsEnds()
                ? mark(session, reason)
                : settings.store().delete(session.key());
    }

    /** Ends the sessions of a user, all or all but one. Answers with the last states of those that this very call ended. */
    List<SessionRecord> endAll(String principal, Optional<SessionKey> spared, EndReason reason) {
        PrincipalIndex index = settings.capability(PrincipalIndex.class);
        if (!settings.confirmsEnds()) {
            return index.deleteByPrincipal(principal, spared);
        }
        return index.findByPrincipal(principal).stream()
                .filter(record -> !spared.equals(Optional.of(record.key())))
                .filter(record -> mark(record, reason))
                .toList();
    }

    private boolean mark(SessionRecord session, EndReason reason) {
        SessionRecord present = session;
        while (true) {
            SaveResult result;
            try {
                result = settings.store().save(EndMark.on(present, reason, settings), present.version());
            } catch (UnreadableRecordException unreadable) {
                return settings.store().delete(session.key()); // nobody can be told what nobody can read
            }
            if (!(result instanceof SaveResult.Conflict conflict)) {
                return result instanceof SaveResult.Saved;
            }
            present = conflict.newer();
        }
    }
}
