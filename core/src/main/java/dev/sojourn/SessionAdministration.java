// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds, lists and ends sessions from outside of a request, one or many at once. Thread-safe. */
final class SessionAdministration {
    private final Settings settings;
    private final EventPublisher events;
    private final SessionOpener opener;

    SessionAdministration(Settings settings, EventPublisher events, SessionOpener opener) {
        this.settings = settings;
        this.events = events;
        this.opener = opener;
    }

    Optional<SessionSnapshot> find(SessionKey key) {
        return opener.find(key).map(this::snapshot);
    }

    List<SessionSnapshot> sessionsOf(String principal) {
        Instant now = settings.now();
        return settings.capability(PrincipalIndex.class).findByPrincipal(principal).stream()
                .filter(record -> !record.isExpiredAt(now))
                .map(this::snapshot)
                .toList();
    }

    boolean end(SessionKey key) {
        return opener.find(key).map(this::revoke).orElse(false);
    }

    /** Ends all sessions of a user, or all but one. */
    int endAll(String principal, Optional<SessionKey> spared) {
        List<SessionRecord> ended = settings.capability(PrincipalIndex.class).deleteByPrincipal(principal, spared);
        ended.forEach(this::revoked);
        return ended.size();
    }

    long count() {
        return settings.capability(Browsable.class).count();
    }

    SessionPage browse(Optional<String> cursor, int limit) {
        Browsable.Page page = settings.capability(Browsable.class).browse(cursor, limit);
        return new SessionPage(page.sessions().stream().map(this::snapshot).toList(), page.next());
    }

    void clear() {
        settings.capability(Browsable.class).clear();
    }

    private boolean revoke(SessionRecord record) {
        boolean ended = settings.store().delete(record.key());
        if (ended) {
            revoked(record);
        }
        return ended;
    }

    private void revoked(SessionRecord last) {
        if (events.isWanted()) {
            events.publish(new SessionEvent.Ended(settings.now(), snapshot(last), EndReason.REVOKED));
        }
    }

    private SessionSnapshot snapshot(SessionRecord record) {
        return new SessionSnapshot(record, settings.codecs());
    }
}
