// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens sessions under a policy: under {@link ConflictPolicy#EXCLUSIVE} when the request has its turn.
 *
 * <p>The token is checked before the request may wait, so that nobody holds up a session that is not theirs, and again afterwards
 * on the newest record: those who were first may have ended it, or logged in.
 *
 * <p><b>Fencing.</b> Who takes over a lease that ran out changes the record's version before it reads the record. All saves are
 * conditional, so whatever the last owner saves from then on is a conflict, and no lease is left to excuse it.
 */
final class OpeningInTurn {
    private final Settings settings;
    private final EventPublisher events;
    private final SessionOpener opener;
    private final SessionCommitter committer;
    private final ExclusiveTurns turns;

    OpeningInTurn(
            Settings settings,
            EventPublisher events,
            SessionOpener opener,
            SessionCommitter committer,
            ExclusiveTurns turns) {
        this.settings = settings;
        this.events = events;
        this.opener = opener;
        this.committer = committer;
        this.turns = turns;
    }

    OpenResult open(String presented, ConflictPolicy policy) {
        OpenResult first = opener.open(presented);
        if (policy != ConflictPolicy.EXCLUSIVE || first.session().isEmpty()) {
            return with(first, session -> session.policy().is(policy));
        }
        ActiveSession seen = (ActiveSession) first.session().get();
        ExclusiveTurn turn = take(seen.peek().base());
        boolean opened = false;
        try {
            OpenResult result = opener.openNewest(presented);
            opened = result.session().isPresent();
            return with(result, session -> session.policy().has(turns, turn));
        } finally {
            if (!opened) {
                turns.end(turn);
            }
        }
    }

    /** Changes a session outside of a request; false if there is none. */
    boolean update(SessionKey key, ConflictPolicy policy, Consumer<Session> change) {
        Optional<SessionRecord> found = opener.find(key);
        if (found.isEmpty() || policy != ConflictPolicy.EXCLUSIVE) {
            return found.isPresent()
                    && update(found.get(), session -> session.policy().is(policy), change);
        }
        ExclusiveTurn turn = take(found.get());
        try {
            return opener.find(key)
                    .map(record -> update(record, session -> session.policy().has(turns, turn), change))
                    .orElse(false);
        } finally {
            turns.end(turn);
        }
    }

    private boolean update(SessionRecord record, Consumer<ActiveSession> begin, Consumer<Session> change) {
        ActiveSession session = ActiveSession.fromOutside(settings, events, record);
        begin.accept(session);
        settings.counters().countUpdated(session.conflictPolicy());
        change.accept(session);
        CommitResult result = committer.commit(session);
        return !result.tokenMustGo() || result.outcome() == Outcome.ENDED;
    }

    private ExclusiveTurn take(SessionRecord record) {
        String id = PublicId.of(record.key(), record.renewals());
        Instant began = settings.now();
        try {
            ExclusiveTurn turn = turns.take(record.key(), id);
            publish(new SessionEvent.TurnTaken(settings.now(), id, since(began), turn.isTakenOver()));
            fenceOff(turn);
            return turn;
        } catch (SessionBusyException busy) {
            publish(new SessionEvent.TurnRefused(settings.now(), id, since(began)));
            throw busy;
        }
    }

    /** If it fails, the turn is left to run out: whoever is next must know that nobody did this. */
    private void fenceOff(ExclusiveTurn turn) {
        if (!turn.isTakenOver()) {
            return;
        }
        try {
            Optional<SessionRecord> record = settings.newest(turn.key());
            while (record.isPresent()) {
                record = raised(record.get());
            }
        } catch (UnreadableRecordException unreadable) {
            return; // nobody can save what nobody can read
        } catch (RuntimeException failed) {
            turns.abandon(turn);
            throw failed;
        }
    }

    /** Saves it as it is with the next version; answers the newer one if another request was first. */
    private Optional<SessionRecord> raised(SessionRecord record) {
        SessionRecord next = record.toBuilder().version(record.version() + 1).build();
        return settings.store().save(next, record.version()) instanceof SaveResult.Conflict conflict
                ? Optional.of(conflict.newer())
                : Optional.empty();
    }

    /** How every opening ends, and is counted. */
    private OpenResult with(OpenResult result, Consumer<ActiveSession> begin) {
        if (result instanceof OpenResult.Opened opened) {
            ActiveSession session = (ActiveSession) opened.opened();
            begin.accept(session);
            settings.counters().countOpened(session.conflictPolicy());
        } else if (result instanceof OpenResult.NoSession none) {
            settings.counters().countRefused(none.reason());
        }
        return result;
    }

    private Duration since(Instant began) {
        return Duration.between(began, settings.now());
    }

    private void publish(SessionEvent event) {
        if (events.isWanted()) {
            events.publish(event);
        }
    }
}
