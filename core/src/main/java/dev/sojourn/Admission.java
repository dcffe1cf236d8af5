// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.Session.LoginData;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One login under {@link LimitAction#REFUSE_NEW}, which is decided at once, so that who calls {@code login} hears of it.
 *
 * <ol>
 *   <li><b>Look.</b> If all places are taken, refuse. Nothing was written.
 *   <li><b>Ask.</b> Bind the session with a mark that says "asking", a secret that nobody is given, and one minute to live.
 *   <li><b>List</b> again: sessions that have places, and others that ask. If no place is left, or as many ask before this
 *       one as there are places left, go back and refuse.
 *   <li><b>Refuse those behind</b>, for whom no place would be left: by a conditional save of their records, which changes the
 *       mark to "refused". If one of them has changed meanwhile, list again.
 *   <li><b>Enter</b>: a conditional save takes the mark away and makes the login. If another login came before this one in
 *       the order and refused it meanwhile, the save finds that out, and this one goes back.
 * </ol>
 *
 * <p><b>Never too many.</b> Suppose more than the limit had entered. Of these, take the one that listed last. All the others
 * were bound before they listed, so it found each of them, with a place or asking. It entered, so all but as many as there
 * were places left were refused by it before, and cannot have entered.
 *
 * <p><b>Never none</b> where a place is free: of those that ask, the first in the order of {@link Places} is refused by nobody,
 * and goes back only if the places are taken by then. If its node dies, its record ends after a minute, and so does its claim.
 *
 * <p><b>Going back</b> gives the visitor's session back what it was, by one more conditional save: principal, secrets, times. Only
 * a session in which another user was logged in before is ended instead. While it asked, it was not among that user's
 * sessions, so that ending them all would have missed it. Confined to one request, under its session's lock.
 */
final class Admission {
    private final Settings settings;
    private final ActiveSession session;
    private final SessionState state;
    private final SessionLimit limit;
    private final Places places;

    private Admission(Settings settings, ActiveSession session, SessionState state, SessionLimit limit) {
        this.settings = settings;
        this.session = session;
        this.state = state;
        this.limit = limit;
        this.places = new Places(settings);
    }

    /** Whether a login of this user has to ask for a place. */
    static Optional<Admission> needed(Settings settings, ActiveSession session, SessionState state, String principal) {
        return settings.policy()
                .sessionsPerPrincipal()
                .filter(limit -> limit.action() == LimitAction.REFUSE_NEW)
                .filter(limit -> !state.base().principal().equals(Optional.of(principal)))
                .map(limit -> new Admission(settings, session, state, limit));
    }

    /**
     * Logs the user in, and saves that, or changes nothing.
     *
     * @throws SessionLimitException if there is no place
     */
    void admit(String principal, LoginData data) {
        session.policy().checkMaySave(session, state);
        state.checkRenewable();
        List<SessionRecord> found = places.of(principal);
        if (placesLeft(found) <= 0) {
            throw refusal();
        }
        Changes login = new Changes();
        login.renewWith(state.newToken());
        login.login(principal);
        login.takePlace(places.encoded(places.numberAfter(found)));
        if (data == LoginData.DROP) {
            login.clearEverything();
        }
        PlaceRequest request = new PlaceRequest(settings, places, state, login);
        try {
            request.ask();
            SessionRecord bound = enter(request, principal);
            report(login, request.before(), bound);
            state.admitted(bound, login.newToken().orElseThrow());
        } catch (RuntimeException refused) {
            goBack(request, refused);
            throw refused;
        }
    }

    private SessionRecord enter(PlaceRequest request, String principal) {
        for (int attempt = 1; attempt <= settings.policy().tries(); attempt++) {
            List<SessionRecord> found = places.of(principal);
            List<SessionRecord> asking = found.stream()
                    .filter(places::isAsking)
                    .filter(record -> !record.key().equals(request.own().key()))
                    .toList();
            List<SessionRecord> behind = behind(request.own(), asking, placesLeft(found));
            if (refuse(behind)) {
                Optional<SessionRecord> bound = request.enter();
                if (bound.isPresent()) {
                    return bound.get();
                }
                if (request.isRefused()) {
                    throw refusal();
                }
            }
        }
        throw new SessionConflictException(
                "login to session " + state.storedId() + " met other logins of the same user "
                        + settings.policy().tries() + " times in a row: nothing was saved");
    }

    private int placesLeft(List<SessionRecord> found) {
        return limit.max()
                - (int) found.stream()
                        .filter(record -> !places.isWithout(record))
                        .count();
    }

    /** Those for whom no place would be left after this one; refuses this one if there is none for it. */
    private List<SessionRecord> behind(SessionRecord own, List<SessionRecord> asking, int left) {
        List<SessionRecord> all = new ArrayList<>(asking);
        all.add(own);
        all.sort(places.order());
        if (all.indexOf(own) >= left) {
            throw refusal();
        }
        return all.size() <= left ? List.of() : all.subList(left, all.size());
    }

    /** Whether all of them are out; if not, one has changed, and who has a place must be looked at again. */
    private boolean refuse(List<SessionRecord> behind) {
        boolean allOut = true;
        for (SessionRecord asking : behind) {
            SessionRecord refused = places.refused(asking);
            SaveResult result = settings.store().save(refused, asking.version());
            allOut &= !(result instanceof SaveResult.Conflict);
        }
        return allOut;
    }

    private void report(Changes login, SessionRecord before, SessionRecord bound) {
        CommitReport report = new CommitReport(settings, session);
        if (state.isStored()) {
            report.saved(login, before, bound);
        } else {
            report.created(login, bound);
        }
    }

    private void goBack(PlaceRequest request, RuntimeException because) {
        try {
            request.goBack().ifPresent(last -> {
                SessionSnapshot snapshot = settings.snapshot(last);
                session.happened(new SessionEvent.Ended(settings.now(), snapshot, EndReason.LIMIT));
            });
        } catch (StoreUnavailableException unknown) {
            because.addSuppressed(unknown);
        }
    }

    private SessionLimitException refusal() {
        return new SessionLimitException(state.storedId(), limit.max());
    }
}
