// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Something that happened to a session. Immutable; holds no token, no key and no attribute value in its text form.
 *
 * <p>Source of the catalogue: OWASP ASVS 5.0 16.3.1 and 16.3.3; OWASP Session Management Cheat Sheet, "Logging Sessions Life
 * Cycle".
 */
public sealed interface SessionEvent {

    /** When it happened. */
    Instant at();

    /** The public id of the session, as it was before the event. */
    String sessionId();

    /** A session was stored for the first time. */
    record Created(Instant at, SessionSnapshot session) implements SessionEvent {
        @Override
        public String sessionId() {
            return session.id();
        }
    }

    /**
     * A session got a new secret and public id.
     *
     * @param newSessionId its public id from now on
     * @param cause why
     */
    record Renewed(Instant at, String sessionId, String newSessionId, RenewalCause cause) implements SessionEvent {}

    /**
     * Somebody logged in.
     *
     * @param session the session afterwards
     */
    record PrincipalBound(Instant at, String sessionId, SessionSnapshot session) implements SessionEvent {}

    /**
     * A session ended. That happens once, and its id does not change afterwards: {@link #sessionId()} tells this end from every
     * other one.
     *
     * @param session its last state, still readable
     * @param reason why
     */
    record Ended(Instant at, SessionSnapshot session, EndReason reason) implements SessionEvent {
        @Override
        public String sessionId() {
            return session.id();
        }
    }

    /**
     * A superseded token was presented and refused.
     *
     * @param deadFor how long it had been dead: moments for a request in flight, more for an old copy
     */
    record StaleToken(Instant at, String sessionId, Duration deadFor) implements SessionEvent {}

    /** A token with the right key and a secret that was never issued was presented and refused: somebody guesses. */
    record NeverIssuedToken(Instant at, String sessionId) implements SessionEvent {}

    /**
     * Something that claimed to be a token was refused before any store was asked, or named no session.
     *
     * @param reason what was wrong with it
     */
    record TokenRefused(Instant at, NoSessionReason reason) implements SessionEvent {
        /** Empty: there is no session to name. */
        @Override
        public String sessionId() {
            return "";
        }
    }

    /**
     * A request showed the session's token and came from a client unlike the one that logged in; see
     * {@link Session#reportBindingBroken}. The owner who travels or updates, or somebody with a stolen token.
     *
     * @param signals what differs, in words such as {@code platform}; nothing of the request
     * @param score how much differs, by the weights of whoever compared
     * @param reaction what was done about it, in a word: {@code observe}, {@code reauthenticate}, {@code refuse}, {@code end}
     */
    record BindingBroken(Instant at, String sessionId, List<String> signals, int score, String reaction)
            implements SessionEvent {
        /** With a copy of the list. */
        public BindingBroken {
            signals = List.copyOf(signals);
        }
    }

    /**
     * A request under {@link ConflictPolicy#EXCLUSIVE} has its turn.
     *
     * @param waited how long it waited
     * @param takenOver whether the turn before ran out and was not given back: a process died, or stood still
     */
    record TurnTaken(Instant at, String sessionId, Duration waited, boolean takenOver) implements SessionEvent {}

    /**
     * A request under {@link ConflictPolicy#EXCLUSIVE} did not get its turn in time.
     *
     * @param waited how long it waited
     */
    record TurnRefused(Instant at, String sessionId, Duration waited) implements SessionEvent {}

    /**
     * A request found that another one had saved the session first.
     *
     * @param policy under which it ran
     * @param resolution what became of its changes
     */
    record Conflict(Instant at, String sessionId, ConflictPolicy policy, Resolution resolution)
            implements SessionEvent {}

    /**
     * An attribute could not be read; it is kept as bytes and absent to the application.
     *
     * @param name the attribute's name
     * @param problem why, without content
     */
    record AttributeQuarantined(Instant at, String sessionId, String name, String problem) implements SessionEvent {}

    /**
     * A record could not be read, and the request went on without a session.
     *
     * @param problem why, without content
     * @param deleted whether it was deleted; not so if a newer version of the library seems to have written it
     */
    record RecordUnreadable(Instant at, String problem, boolean deleted) implements SessionEvent {
        /** Empty: the public id cannot be computed from a record that cannot be read. */
        @Override
        public String sessionId() {
            return "";
        }
    }

    /** What became of changes that met newer ones. */
    enum Resolution {
        /** They were applied to the newer session. */
        MERGED,
        /** They were refused by the policy, or after too many tries. */
        REFUSED,
        /** They came after the request had lost its turn, and were refused. */
        TURN_LOST
    }

    /** Why a session was renewed. */
    enum RenewalCause {
        /** Somebody logged in. */
        LOGIN,
        /** The application asked. */
        APPLICATION,
        /** The renewal interval had passed. */
        TIMER
    }
}
