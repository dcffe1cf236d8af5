// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.SessionEvent.RenewalCause;
import dev.sojourn.store.SessionRecord;
import java.time.Instant;

/** What listeners are told of a record that was stored. */
final class CommitReport {
    private final Settings settings;
    private final ActiveSession session;

    CommitReport(Settings settings, ActiveSession session) {
        this.settings = settings;
        this.session = session;
    }

    void created(Changes changes, SessionRecord first) {
        Instant now = settings.now();
        SessionSnapshot snapshot = settings.snapshot(first);
        session.happened(new SessionEvent.Created(now, snapshot));
        if (changes.principal().isPresent()) {
            session.happened(new SessionEvent.PrincipalBound(now, snapshot.id(), snapshot));
        }
    }

    void saved(Changes changes, SessionRecord from, SessionRecord saved) {
        if (from.renewals() == saved.renewals()) {
            return;
        }
        Instant now = settings.now();
        String oldId = PublicId.of(from.key(), from.renewals());
        SessionSnapshot snapshot = settings.snapshot(saved);
        RenewalCause cause = changes.principal().isPresent()
                ? RenewalCause.LOGIN
                : changes.newToken().isPresent() ? RenewalCause.APPLICATION : RenewalCause.TIMER;
        session.happened(new SessionEvent.Renewed(now, oldId, snapshot.id(), cause));
        if (changes.principal().isPresent()) {
            session.happened(new SessionEvent.PrincipalBound(now, oldId, snapshot));
        }
    }
}
