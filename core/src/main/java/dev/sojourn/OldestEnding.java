// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the number of a user's sessions within {@link LimitAction#END_OLDEST}: bind, then list, then end those beyond the limit.
 *
 * <p><b>Never too many</b> once all logins are answered. Suppose more than the limit were left. Of these, take the login that
 * listed last. All the others were bound before they listed, so it found them all, and ended all but as many as may stay.
 *
 * <p><b>Never too few</b> by this. A session is ended only by who finds enough later logins before it; the order of {@link Places}
 * is fixed; so the latest logins, as many as may stay, are ended by nobody. Nor is a login beaten by those answered before it
 * began. It can be beaten by enough others at the same moment, and is told that its session is over.
 *
 * <p><b>If a node dies</b>, or its store, between binding and ending, nobody was told the new token, so nobody can use the session
 * that is too many. The next login of the user ends it. A commit that is tried again begins where it left off.
 *
 * <p>A session is ended by its key, so that of two who end it one is told so, and nothing brings it back. If it was bound to
 * somebody else after it was listed, it is ended all the same: rarely one session too few is better than one too many.
 */
final class OldestEnding {
    private final Settings settings;
    private final Places places;

    OldestEnding(Settings settings) {
        this.settings = settings;
        this.places = new Places(settings);
    }

    /** Draws a number for the login among these changes, if there is one that takes a place. One round trip. */
    void drawNumber(SessionState state, Changes changes) {
        Optional<String> principal = changes.principal();
        boolean takesPlace =
                principal.isPresent() && !principal.equals(state.base().principal());
        if (takesPlace && limit().isPresent() && changes.place().isEmpty()) {
            long number = places.numberAfter(places.of(principal.get()));
            changes.takePlace(places.encoded(number));
        }
    }

    /**
     * Ends what is beyond the limit after a login was saved. One round trip, and one for each session that it ends.
     *
     * @return whether the session itself is still there
     */
    boolean settle(ActiveSession session, SessionState state) {
        SessionRecord own = state.base();
        Optional<SessionLimit> limit = limit();
        if (!state.isPlaceUnsettled() || limit.isEmpty() || own.principal().isEmpty()) {
            return true;
        }
        List<SessionRecord> all = places.of(own.principal().get()).stream()
                .filter(record -> !places.isWithout(record))
                .toList();
        int tooMany = Math.max(0, all.size() - limit.get().max());
        all.subList(0, tooMany).forEach(oldest -> end(session, oldest));
        state.placeSettled();
        List<SessionKey> kept =
                all.stream().skip(tooMany).map(SessionRecord::key).toList();
        return kept.contains(own.key());
    }

    private void end(ActiveSession session, SessionRecord oldest) {
        if (settings.end(oldest, EndReason.LIMIT)) {
            SessionSnapshot last = settings.snapshot(oldest);
            session.happened(new SessionEvent.Ended(settings.now(), last, EndReason.LIMIT));
        }
    }

    private Optional<SessionLimit> limit() {
        return settings.policy().sessionsPerPrincipal().filter(limit -> limit.action() == LimitAction.END_OLDEST);
    }
}
