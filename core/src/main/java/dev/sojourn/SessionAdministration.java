// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds, lists and ends sessions from outside of a request, one or many at once. Thread-safe. */
final class SessionAdministration {
    /** How many sessions are looked at in one step: half of what a store must give, so that a page stays below a megabyte or so. */
    private static final int BATCH = 500;

    /** How many renewals ago a public id may be: at one renewal in ten minutes, a page that was left open for some hours. */
    private static final int ID_RENEWALS = 32;

    private final Settings settings;
    private final EventPublisher events;
    private final SessionOpener opener;
    private final Places places;

    SessionAdministration(Settings settings, EventPublisher events, SessionOpener opener) {
        this.settings = settings;
        this.events = events;
        this.opener = opener;
        this.places = new Places(settings);
    }

    Optional<SessionSnapshot> find(SessionKey key) {
        return opener.find(key).map(this::snapshot);
    }

    List<SessionSnapshot> sessionsOf(String principal) {
        Instant now = settings.now();
        return settings.capability(PrincipalIndex.class).findByPrincipal(principal).stream()
                .filter(record -> !record.isExpiredAt(now) && !places.isWithout(record))
                .map(this::snapshot)
                .toList();
    }

    boolean end(SessionKey key) {
        return opener.find(key).map(this::revoke).orElse(false);
    }

    /** Ends a session of this user by its public id, as it is or was. */
    boolean end(String principal, String id) {
        return settings.capability(PrincipalIndex.class).findByPrincipal(principal).stream()
                .filter(record -> hasOrHad(record, id))
                .findFirst()
                .map(this::revoke)
                .orElse(false);
    }

    /** A list that somebody looks at may be older than the last renewal. */
    private static boolean hasOrHad(SessionRecord record, String id) {
        for (int back = 0; back <= Math.min(ID_RENEWALS, record.renewals()); back++) {
            if (PublicId.of(record.key(), record.renewals() - back).equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** Ends all sessions of which this is true, in bounded batches. */
    int endAll(Predicate<SessionSnapshot> which) {
        Browsable all = settings.capability(Browsable.class);
        int ended = 0;
        Optional<String> cursor = Optional.empty();
        do {
            Browsable.Page page = all.browse(cursor, BATCH);
            ended += (int) page.sessions().stream()
                    .filter(record -> which.test(snapshot(record)))
                    .filter(this::revoke)
                    .count();
            cursor = page.next();
        } while (cursor.isPresent());
        return ended;
    }

    /** Ends all sessions of a user, or all but one. */
    int endAll(String principal, Optional<SessionKey> spared) {
        List<SessionRecord> ended = new Endings(settings).endAll(principal, spared, EndReason.REVOKED);
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
        boolean ended = settings.end(record, EndReason.REVOKED);
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
        return settings.snapshot(record);
    }
}
