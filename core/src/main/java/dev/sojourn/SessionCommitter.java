// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.codec.AttributeLimitException;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.store.TokenSecrets;
import dev.sojourn.store.TokenSecrets.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Brings what a request did into the store: nothing, a touch, or one conditional save, tried again on the newer record when
 * another request was first.
 */
final class SessionCommitter {
    private static final System.Logger LOG = System.getLogger(SessionCommitter.class.getName());
    private static final int KEY_TRIES = 3;

    private final Settings settings;
    private final EventPublisher events;
    private final RecentTouches touches = new RecentTouches();
    private final CommitTurns turns = new CommitTurns();
    private final OldestEnding oldest;
    private final LogLimiter failedTouches;

    SessionCommitter(Settings settings, EventPublisher events) {
        this.settings = settings;
        this.events = events;
        this.oldest = new OldestEnding(settings);
        this.failedTouches = new LogLimiter(settings.clock());
    }

    CommitResult commit(ActiveSession session) {
        CommitResult result = session.committing(state -> {
            if (state.isEnded()) {
                return without(state.isEndedHere() ? Outcome.ENDED : Outcome.UNCHANGED);
            }
            if (!oldest.settle(session, state)) {
                return ended(state, Outcome.GONE); // an earlier commit saved a login and could not do the rest
            }
            Changes changes = state.collectChanges();
            if (state.isStored() && state.isCarriedAway()) {
                return late(state, changes);
            }
            oldest.drawNumber(state, changes);
            if (!state.isStored()) {
                boolean wanted = state.isKept() || !changes.isEmpty();
                return wanted && !state.hasResponseLeft()
                        ? create(session, state, changes)
                        : without(Outcome.UNCHANGED);
            }
            Optional<SessionRecord> next = next(state, state.base(), changes);
            if (next.isEmpty() && settings.readsCopies() && wouldStay(state, changes)) {
                Optional<CommitResult> refused = rebase(session, state, changes);
                if (refused.isPresent()) {
                    return refused.get();
                }
                next = next(state, state.base(), changes);
            }
            if (next.isPresent()) {
                return save(session, state, changes, next.get());
            }
            state.nothingToSave();
            return touch(state);
        });
        settings.counters().countCommit(result.outcome());
        return result;
    }

    /** After the response has left with the record in it: nothing can be kept any more, and that must not pass in silence. */
    private CommitResult late(SessionState state, Changes changes) {
        SessionRecord base = state.base();
        if (!changes.isEmpty() && !settings.forms().same(changes.applyTo(base, settings, settings.now()), base)) {
            state.checkChangeable();
        }
        return with(state, Outcome.UNCHANGED);
    }

    /**
     * Whether something that stays is about to be decided: that a change would change nothing, or that the browser gets
     * another token. A copy must not decide that: it may be older than what the visitor has seen.
     */
    private boolean wouldStay(SessionState state, Changes changes) {
        return !changes.isEmpty() || (state.token().isPresent() && state.owes(state.browserToken(state.base())));
    }

    /** Goes on from what the store has, if that can be; else answers how the commit ends. */
    private Optional<CommitResult> rebase(ActiveSession session, SessionState state, Changes changes) {
        Optional<SessionRecord> newest = settings.newest(state.base().key());
        if (newest.isEmpty()) {
            return Optional.of(ended(state, Outcome.GONE));
        }
        Optional<CommitResult> refused = refused(session, state, changes, newest.get());
        if (refused.isEmpty() && newest.get().version() != state.base().version() && !changes.isEmpty()) {
            checkMayMerge(session, state, changes, newest.get(), 1);
        }
        state.rebase(newest.get());
        return refused;
    }

    private CommitResult create(ActiveSession session, SessionState state, Changes changes) {
        if (state.isInDoubt()) {
            // It may have been stored when the store did not say so, and ended since, and an id ends once. If it is
            // there still, it
            // would stay for nothing: nobody has its token.
            settings.store().delete(state.base().key());
            takeAnotherKey(state);
        }
        SessionRecord first = first(state, changes);
        for (int attempt = 1; !insert(state, first); attempt++) {
            if (attempt == KEY_TRIES) {
                throw new IllegalStateException("the store says that " + KEY_TRIES
                        + " random session keys are taken: the random source is broken, or the store is");
            }
            takeAnotherKey(state);
            first = first(state, changes);
        }
        state.created(first);
        if (events.isWanted()) {
            new CommitReport(settings, session).created(changes, first);
        }
        return settled(session, state, Outcome.CREATED);
    }

    private SessionRecord first(SessionState state, Changes changes) {
        // The token has not been seen by anybody, so a renewal of it needs no new secret, only a new public id.
        // A request can take longer than the idle timeout, which begins when it ends.
        Instant now = settings.now();
        return changes.applyTo(state.base(), settings, now).toBuilder()
                .secrets(state.base().secrets())
                .lastAccessed(now)
                .build();
    }

    private boolean insert(SessionState state, SessionRecord first) {
        Optional<SessionToken> carrying = CarriedTokens.sealed(settings, state.token(), first);
        try {
            boolean created = settings.store().create(first);
            carrying.ifPresent(state::carriedBy);
            return created;
        } catch (StoreUnavailableException unknown) {
            state.inDoubt(first);
            throw unknown;
        }
    }

    private CommitResult save(ActiveSession session, SessionState state, Changes changes, SessionRecord firstNext) {
        if (!changes.isEmpty()) {
            session.policy().checkMaySave(session, state);
        }
        try (CommitTurns.Turn turn = turns.of(state.base().key())) {
            turn.takeIfContended();
            return save(session, state, changes, firstNext, turn);
        }
    }

    private CommitResult save(
            ActiveSession session,
            SessionState state,
            Changes changes,
            SessionRecord firstNext,
            CommitTurns.Turn turn) {
        SessionRecord from = state.base();
        SessionRecord next = firstNext;
        for (int attempt = 1; ; attempt++) {
            SaveResult result = replace(state, changes, next, from.version());
            if (result instanceof SaveResult.Saved) {
                if (attempt > 1 && !changes.isEmpty()) {
                    session.policy().merged(session, state);
                }
                state.saved(next);
                report(session, changes, from, next);
                return settled(session, state, Outcome.SAVED);
            }
            if (result instanceof SaveResult.Gone) {
                return ended(state, Outcome.GONE);
            }
            from = ((SaveResult.Conflict) result).newer();
            Optional<CommitResult> refused = refused(session, state, changes, from);
            if (refused.isPresent()) {
                return refused.get();
            }
            if (state.isOwnWork(from)) {
                report(session, changes, state.base(), from);
                state.saved(from);
                return settled(session, state, Outcome.SAVED);
            }
            if (state.mayHoldOwnWork(from) && !changes.isRepeatable()) {
                throw new StoreUnavailableException("whether an earlier attempt to save session " + state.storedId()
                        + " was done cannot be told any more: it is not tried again, so that nothing is done twice");
            }
            checkMayMerge(session, state, changes, from, attempt);
            turn.take();
            Optional<SessionRecord> again = next(state, from, changes);
            if (again.isEmpty()) {
                state.saved(from); // another request took the same step of a renewal: nothing is left to do
                return with(state, Outcome.UNCHANGED);
            }
            next = again.get();
        }
    }

    private SaveResult replace(SessionState state, Changes changes, SessionRecord next, long expectedVersion) {
        Optional<SessionToken> held = changes.newToken().or(state::token);
        Optional<SessionToken> carrying = CarriedTokens.sealed(settings, held, next);
        try {
            SaveResult result = settings.store().save(next, expectedVersion);
            if (result instanceof SaveResult.Saved) {
                carrying.ifPresent(state::carriedBy);
            }
            return result;
        } catch (StoreUnavailableException unknown) {
            state.inDoubt(next);
            throw unknown;
        }
    }

    private CommitResult touch(SessionState state) {
        if (state.token().isEmpty()) {
            return with(state, Outcome.UNCHANGED); // not a visitor's use
        }
        SessionRecord base = state.base();
        Instant now = settings.now();
        Duration every = settings.policy()
                .touchEvery(base.idleTimeout(), settings.store().keepsReferences());
        if (state.isUseWritten() || now.isBefore(base.lastAccessed().plus(every))) {
            return with(state, Outcome.UNCHANGED);
        }
        SessionRecord used = base.toBuilder().lastAccessed(now).build();
        // Where each use is written there is nothing to spare.
        Optional<Instant> byAnother = every.isZero() ? Optional.empty() : touches.ask(base.key(), now, every);
        if (byAnother.isPresent()) {
            state.useWritten();
            return with(state, base.toBuilder().lastAccessed(byAnother.get()).build(), Outcome.UNCHANGED);
        }
        try {
            Optional<SessionToken> carrying = CarriedTokens.sealed(settings, state.token(), used);
            if (!settings.store().touch(base.key(), now)) {
                state.foundEnded();
                return without(Outcome.GONE);
            }
            carrying.ifPresent(state::carriedBy);
        } catch (StoreUnavailableException | AttributeLimitException down) {
            // The request has all it asked for: a moment of the session's life is not worth an error page.
            touches.failed(base.key());
            failedTouches.warn(LOG, "the use of a session was not written: " + down.getMessage());
            return with(state, Outcome.UNCHANGED);
        }
        state.useWritten();
        return with(state, used, Outcome.TOUCHED);
    }

    /** The record to save, if there is anything to save. */
    private Optional<SessionRecord> next(SessionState state, SessionRecord from, Changes changes) {
        Instant now = settings.now();
        SessionRecord changed = changes.isEmpty() ? from : changes.applyTo(from, settings, now);
        Optional<SessionRecord> stepped = changes.newToken().isPresent()
                ? Optional.empty()
                : state.token().flatMap(token -> timerStep(state, changed, token, now));
        if (stepped.isEmpty() && (changes.isEmpty() || settings.forms().same(changed, from))) {
            return Optional.empty(); // also if the application set what was there already
        }
        SessionRecord.Builder next = stepped.orElse(changed).toBuilder().version(from.version() + 1);
        return Optional.of(state.token().isPresent() ? next.lastAccessed(now).build() : next.build());
    }

    private Optional<SessionRecord> timerStep(
            SessionState state, SessionRecord record, SessionToken token, Instant now) {
        SecretHash hash = state.tokenHash().orElseThrow();
        boolean seen = record.secrets().standingOf(hash, now) == Standing.NEXT;
        return state.hasResponseLeft() && !seen
                ? Optional.empty() // a new token could not be sent any more
                : TimerRenewal.step(record, token, hash, settings, now);
    }

    /** How the commit ends if nothing can be saved on top of this record. */
    private Optional<CommitResult> refused(
            ActiveSession session, SessionState state, Changes changes, SessionRecord newer) {
        if (newer.isExpiredAt(settings.now())) {
            return Optional.of(ended(state, Outcome.GONE));
        }
        if (!state.isSupersededBy(newer) || state.isOwnWork(newer)) {
            return Optional.empty();
        }
        if (!changes.isEmpty()) {
            session.policy().checkMayDrop(session, state);
        }
        return Optional.of(ended(state, Outcome.SUPERSEDED));
    }

    private CommitResult ended(SessionState state, Outcome outcome) {
        state.foundEnded();
        return without(outcome);
    }

    private void checkMayMerge(
            ActiveSession session, SessionState state, Changes changes, SessionRecord newer, int attempt) {
        if (!changes.isEmpty()) {
            session.policy().checkMayMerge(session, state, newer);
        }
        if (attempt >= settings.policy().tries()) {
            throw session.policy().gaveUp(session, state, attempt);
        }
    }

    private void report(ActiveSession session, Changes changes, SessionRecord from, SessionRecord saved) {
        if (events.isWanted()) {
            new CommitReport(settings, session).saved(changes, from, saved);
        }
    }

    /** Within the user's limit, before the browser is told anything. */
    private CommitResult settled(ActiveSession session, SessionState state, Outcome outcome) {
        return oldest.settle(session, state) ? with(state, outcome) : ended(state, Outcome.GONE);
    }

    private CommitResult with(SessionState state, Outcome outcome) {
        return with(state, state.base(), outcome);
    }

    private CommitResult with(SessionState state, SessionRecord record, Outcome outcome) {
        if (state.token().isEmpty()) {
            return new CommitResult(outcome, Optional.empty(), false, record.expiresAt());
        }
        SessionToken forBrowser = state.browserToken(record);
        return new CommitResult(outcome, Optional.of(forBrowser), state.mustSend(forBrowser), record.expiresAt());
    }

    private CommitResult without(Outcome outcome) {
        return new CommitResult(outcome, Optional.empty(), false, settings.now());
    }

    /** A new key with a new secret. */
    SessionToken newToken() {
        return SessionToken.random(SessionKey.random(settings.random()), settings.random(), settings.signing());
    }

    /** Of a session that nobody has seen. */
    private void takeAnotherKey(SessionState state) {
        SessionToken token = newToken();
        state.adopt(token);
        SessionRecord base = state.base();
        SessionRecord.Builder copy = SessionRecord.builder(
                        token.key(), TokenSecrets.first(token.secretHash()), base.created())
                .renewals(base.renewals())
                .lastAccessed(base.lastAccessed())
                .renewed(base.renewed())
                .idleTimeout(base.idleTimeout())
                .deadline(base.deadline())
                .principal(base.principal())
                .attributes(base.attributes());
        base.authenticated().ifPresent(copy::authenticated);
        state.rebase(copy.build());
    }
}
