// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.SessionEvent.Resolution;
import dev.sojourn.store.SessionRecord;
import org.jspecify.annotations.Nullable;

/**
 * Under which policy a request works on its session, and the turn it has if that is {@link ConflictPolicy#EXCLUSIVE}.
 *
 * <p>Without a turn nobody is kept out, so a session that was created by this request, or whose turn was given back, is merged as
 * under {@link ConflictPolicy#MERGE}. Thread-safe.
 */
final class RequestPolicy {
    private final Settings settings;
    private volatile ConflictPolicy policy;
    private volatile @Nullable Taken taken;

    /** The policy of the manager; no turn. */
    RequestPolicy(Settings settings) {
        this.settings = settings;
        this.policy = settings.policy().onConflict();
    }

    /** Another policy, before the application has the session. */
    void is(ConflictPolicy other) {
        policy = other;
    }

    /** EXCLUSIVE with this turn. */
    void has(ExclusiveTurns turns, ExclusiveTurn turn) {
        taken = new Taken(turns, turn);
        policy = ConflictPolicy.EXCLUSIVE;
    }

    /** The one that counts now. */
    ConflictPolicy now() {
        Taken turn = taken;
        boolean withoutTurn = turn == null || turn.turn().isEnded();
        return policy == ConflictPolicy.EXCLUSIVE && withoutTurn ? ConflictPolicy.MERGE : policy;
    }

    /** Lets the next request have its turn; harmless when repeated, and without a turn. */
    void endTurn() {
        Taken turn = taken;
        if (turn != null) {
            turn.turns().end(turn.turn());
        }
    }

    /** Refuses to save if the turn is known to be lost, without asking anybody. */
    void checkMaySave(ActiveSession session, SessionState state) {
        Taken turn = taken;
        if (now() == ConflictPolicy.EXCLUSIVE && turn != null && turn.turn().isLost(settings.now())) {
            throw lost(session, state);
        }
    }

    /** Refuses to apply the changes of the request to a newer record, if that must not be. */
    void checkMayMerge(ActiveSession session, SessionState state, SessionRecord newer) {
        ConflictPolicy counting = now();
        if (counting == ConflictPolicy.FAIL) {
            throw refused(
                    session,
                    state,
                    Resolution.REFUSED,
                    " was changed by another request first, and the policy is FAIL");
        }
        if (counting == ConflictPolicy.EXCLUSIVE) {
            if (!isStillHeld()) {
                throw lost(session, state);
            }
            if (!isSameContent(state.base(), newer)) {
                throw refused(
                        session,
                        state,
                        Resolution.REFUSED,
                        " was changed by a request that does not wait for its turn, and the policy is EXCLUSIVE");
            }
        }
    }

    /** Refuses to drop in silence what the request changed before a login made its token void, if that must not be. */
    void checkMayDrop(ActiveSession session, SessionState state) {
        ConflictPolicy counting = now();
        if (counting == ConflictPolicy.EXCLUSIVE && !isStillHeld()) {
            throw lost(session, state);
        }
        if (counting != ConflictPolicy.MERGE) {
            throw refused(
                    session,
                    state,
                    Resolution.REFUSED,
                    " was given another token by another request first, and the policy is " + counting);
        }
    }

    void merged(ActiveSession session, SessionState state) {
        happened(session, state, Resolution.MERGED);
    }

    SessionConflictException gaveUp(ActiveSession session, SessionState state, int attempts) {
        return refused(
                session,
                state,
                Resolution.REFUSED,
                " was changed by other requests " + attempts + " times in a row while this one tried to save");
    }

    private boolean isStillHeld() {
        Taken turn = taken;
        return turn != null && turn.turns().isStillHeld(turn.turn());
    }

    private SessionConflictException lost(ActiveSession session, SessionState state) {
        return refused(
                session,
                state,
                Resolution.TURN_LOST,
                "'s turn was lost: this process stood still for longer than leaseLength = "
                        + settings.policy().leaseLength());
    }

    private SessionConflictException refused(
            ActiveSession session, SessionState state, Resolution resolution, String why) {
        happened(session, state, resolution);
        return new SessionConflictException("session " + state.storedId() + why + ": nothing was saved");
    }

    private void happened(ActiveSession session, SessionState state, Resolution resolution) {
        ConflictPolicy counting = now();
        settings.counters().countConflict(counting, resolution);
        session.happened(new SessionEvent.Conflict(settings.now(), state.storedId(), counting, resolution));
    }

    /** Whether all that happened is a renewal on the timer, which a request that only reads may do. */
    private boolean isSameContent(SessionRecord seen, SessionRecord newer) {
        SessionRecord renewed = seen.toBuilder()
                .version(newer.version())
                .secrets(newer.secrets())
                .renewals(newer.renewals())
                .renewed(newer.renewed())
                .lastAccessed(newer.lastAccessed())
                .build();
        return settings.forms().same(renewed, newer);
    }

    /** A turn, and who gave it. */
    private record Taken(ExclusiveTurns turns, ExclusiveTurn turn) {}
}
