// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of a session that asks for a place: how it gets the mark, and loses it by entering or by going back.
 *
 * <p>What was before the asking is kept here and not in the store: if this node dies, the session ends, and its visitor starts
 * anew. Nobody can use it as the user's meanwhile, since its secret was thrown away. See {@link Admission}.
 */
final class PlaceRequest {
    /** How long a record may ask: far more than the few round trips it takes, and short for a place that a dead node holds. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Settings settings;
    private final Places places;
    private final SessionState state;
    private final Changes login;
    private final SecretHash nobodys;
    private SessionRecord before;
    private SessionRecord own;
    private Stage stage = Stage.NOT_ASKED;

    private enum Stage {
        NOT_ASKED,
        IN_DOUBT,
        ASKED,
        REFUSED
    }

    PlaceRequest(Settings settings, Places places, SessionState state, Changes login) {
        this.settings = settings;
        this.places = places;
        this.state = state;
        this.login = login;
        this.nobodys = state.newToken().secretHash();
        this.before = state.base();
        this.own = before;
    }

    /** The record as it was before. */
    SessionRecord before() {
        return before;
    }

    /** The record as it asks. */
    SessionRecord own() {
        return own;
    }

    /** Whether another login has refused it. */
    boolean isRefused() {
        return stage == Stage.REFUSED;
    }

    /**
     * Stores the record with the mark.
     *
     * @throws SessionEndedException if the session is over
     */
    void ask() {
        if (!state.isStored()) {
            own = asking(before.version());
            stage = Stage.IN_DOUBT;
            boolean stored = settings.store().create(own);
            stage = stored ? Stage.ASKED : Stage.NOT_ASKED;
            if (!stored) {
                throw new IllegalStateException("the store says that a random session key is taken: an earlier login of"
                        + " this request may have stored it, or the random source is broken, or the store is");
            }
            return;
        }
        for (int attempt = 1; !askedOnTopOfBefore(); attempt++) {
            if (settings.policy().onConflict() == ConflictPolicy.FAIL
                    || attempt >= settings.policy().tries()) {
                throw new SessionConflictException("session " + state.storedId()
                        + " was changed by another request before its login: nothing was saved");
            }
        }
    }

    private boolean askedOnTopOfBefore() {
        own = asking(before.version() + 1);
        stage = Stage.IN_DOUBT;
        SaveResult result = settings.store().save(own, before.version());
        stage = result instanceof SaveResult.Saved ? Stage.ASKED : Stage.NOT_ASKED;
        if (result instanceof SaveResult.Gone) {
            throw over();
        }
        if (result instanceof SaveResult.Conflict conflict) {
            before = conflict.newer();
            if (before.isExpiredAt(settings.now()) || state.isSupersededBy(before)) {
                throw over();
            }
        }
        return stage == Stage.ASKED;
    }

    /** Makes the login in place of the mark; empty if others have changed the record, which must be looked at then. */
    Optional<SessionRecord> enter() {
        Instant now = settings.now();
        SessionRecord bound = login.applyTo(restored(), settings, now).toBuilder()
                .version(own.version() + 1)
                .lastAccessed(now)
                .build();
        SaveResult result = settings.store().save(bound, own.version());
        if (result instanceof SaveResult.Gone) {
            throw over();
        }
        if (result instanceof SaveResult.Conflict conflict) {
            own = conflict.newer();
            stage = places.isAsking(own) ? Stage.ASKED : Stage.REFUSED;
            return Optional.empty();
        }
        return Optional.of(bound);
    }

    /** Takes back the asking; answers with the last state of the session if it had to end. */
    Optional<SessionRecord> goBack() {
        if (stage == Stage.NOT_ASKED || state.isEnded()) {
            return Optional.empty();
        }
        if (!state.isStored()) {
            state.inDoubt(own); // somebody may have ended it meanwhile, and its id with it
            boolean unused = settings.store().delete(own.key()); // nobody has a token of it
            return Optional.empty();
        }
        if (before.principal().isPresent()) {
            state.foundEnded();
            return settings.end(restored(), EndReason.LIMIT) ? Optional.of(before) : Optional.empty();
        }
        Optional<SessionRecord> stored = stage == Stage.IN_DOUBT ? settings.newest(own.key()) : Optional.of(own);
        while (stored.filter(this::isOwnAsking).isPresent()) {
            own = stored.get();
            SessionRecord next =
                    restored().toBuilder().version(own.version() + 1).build();
            SaveResult result = settings.store().save(next, own.version());
            if (result instanceof SaveResult.Saved) {
                state.rebase(next);
            }
            stored = result instanceof SaveResult.Conflict conflict ? Optional.of(conflict.newer()) : Optional.empty();
        }
        return Optional.empty();
    }

    /** If not, it was never stored, or has entered without our hearing of it. */
    private boolean isOwnAsking(SessionRecord stored) {
        return stored.secrets().current().equals(nobodys);
    }

    /** The marks and the binding only: what the session holds stays, whatever the login will do with it. */
    private SessionRecord asking(long version) {
        Instant now = settings.now();
        Instant end = now.plus(PATIENCE);
        return before.toBuilder()
                .version(version)
                .principal(login.principal())
                .authenticated(now)
                .lastAccessed(now)
                .secrets(before.secrets().replacedBy(nobodys, now))
                .deadline(end.isBefore(before.deadline()) ? end : before.deadline())
                .attributes(places.asking(before.attributes(), login.place().orElseThrow()))
                .build();
    }

    /** As it was before it asked, with what was changed from outside meanwhile. */
    private SessionRecord restored() {
        return before.toBuilder()
                .version(own.version())
                .lastAccessed(own.lastAccessed())
                .idleTimeout(own.idleTimeout())
                .attributes(Places.restored(own.attributes(), before.attributes()))
                .build();
    }

    private SessionEndedException over() {
        state.foundEnded();
        return new SessionEndedException(state.storedId());
    }
}
