// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.SessionEvent.AttributeQuarantined;
import dev.sojourn.SessionEvent.BindingBroken;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The session that a request works on: checks what the application asks, and guards the state with one lock, so that a
 * request may use several threads.
 */
final class ActiveSession implements Session {
    private final Settings settings;
    private final EventPublisher events;
    private final SessionLock lock;
    private final SessionState state;
    private final RequestPolicy policy;
    /** Most requests do without, and there is a session in every request. */
    private @Nullable FlashValues flash;

    private boolean loginDoubted;

    private ActiveSession(Settings settings, EventPublisher events, Function<AttributeView, SessionState> state) {
        this.settings = settings;
        this.events = events;
        this.lock = new SessionLock(events);
        this.policy = new RequestPolicy(settings);
        this.state = state.apply(new AttributeView(settings, this::quarantined));
    }

    /** A session that nobody knows of yet. */
    static ActiveSession created(Settings settings, EventPublisher events, SessionRecord unsaved, SessionToken token) {
        return new ActiveSession(settings, events, view -> SessionState.created(settings, view, unsaved, token));
    }

    /** A session from the store, opened by this token. */
    static ActiveSession opened(
            Settings settings, EventPublisher events, SessionRecord record, SessionToken token, SecretHash hash) {
        return new ActiveSession(settings, events, view -> SessionState.opened(settings, view, record, token, hash));
    }

    /** A session from the store that the application itself looked up, without a token. */
    static ActiveSession fromOutside(Settings settings, EventPublisher events, SessionRecord record) {
        return new ActiveSession(settings, events, view -> SessionState.fromOutside(settings, view, record));
    }

    @Override
    public String id() {
        return locked(state::id);
    }

    @Override
    public State state() {
        return locked(() -> state.isEnded() ? State.ENDED : state.isCreatedHere() ? State.NEW : State.OPEN);
    }

    @Override
    public boolean isNew() {
        return whileOpen(state::isCreatedHere);
    }

    @Override
    public Instant created() {
        return whileOpen(() -> state.base().created());
    }

    @Override
    public Instant lastAccessed() {
        return whileOpen(state::lastAccessedBefore);
    }

    @Override
    public Optional<Instant> authenticated() {
        return whileOpen(() -> changed().authenticated());
    }

    @Override
    public Instant expiresAt() {
        return whileOpen(() -> changed().expiresAt());
    }

    @Override
    public Optional<Duration> idleTimeout() {
        return whileOpen(() -> state.changes().idleTimeoutOr(state.base().idleTimeout()));
    }

    @Override
    public void idleTimeout(Duration timeout) {
        Arguments.checkSpan(
                "idleTimeout", timeout, ": to end the session, invalidate it; for no limit, withoutIdleTimeout()");
        change(() -> state.changes().idleTimeout(Optional.of(timeout)));
    }

    @Override
    public void withoutIdleTimeout() {
        change(() -> state.changes().idleTimeout(Optional.empty()));
    }

    @Override
    public Optional<Object> get(String name) {
        return ReservedNames.isReserved(name) ? Optional.empty() : read(name);
    }

    @Override
    public <T> Optional<T> get(AttributeKey<T> key) {
        return get(key.name()).map(key::cast);
    }

    @Override
    public void set(String name, Object value) {
        settings.checkName(name);
        write(name, value);
    }

    @Override
    public <T> void set(AttributeKey<T> key, T value) {
        set(key.name(), key.cast(value));
    }

    @Override
    public void set(String name, Object value, Duration timeToLive) {
        settings.checkName(name);
        Arguments.checkSpan("timeToLive", timeToLive, "");
        change(() -> state.write(name, value, timeToLive));
    }

    @Override
    public <T> void set(AttributeKey<T> key, T value, Duration timeToLive) {
        set(key.name(), key.cast(value), timeToLive);
    }

    @Override
    public void remove(String name) {
        if (!ReservedNames.isReserved(name)) {
            erase(name);
        }
    }

    @Override
    public boolean has(String name) {
        return get(name).isPresent();
    }

    @Override
    public SortedSet<String> names() {
        return whileOpen(() -> {
            SortedSet<String> names = state.names();
            names.removeIf(ReservedNames::isReserved);
            return names;
        });
    }

    @Override
    public void clear() {
        change(state::clearApplicationValues);
    }

    @Override
    @SuppressWarnings("unchecked") // the documented contract: the present value is what the function takes
    public <T> T update(String name, T initial, UnaryOperator<T> step) {
        settings.checkName(name);
        return changing(() -> (T) state.update(name, initial, value -> step.apply((T) value)));
    }

    @Override
    public <T> T update(AttributeKey<T> key, T initial, UnaryOperator<T> step) {
        return update(key.name(), initial, value -> step.apply(key.cast(value)));
    }

    @Override
    public Flash flash() {
        return locked(() -> {
            FlashValues values = flash;
            if (values == null) {
                values = new FlashValues(this);
                flash = values;
            }
            return values;
        });
    }

    @Override
    public Optional<String> principal() {
        return whileOpen(() -> changed().principal());
    }

    @Override
    public void login(String principal, LoginData data) {
        if (principal.isEmpty()) {
            throw new IllegalArgumentException("principal must not be empty");
        }
        change(() -> {
            Optional<Admission> admission = Admission.needed(settings, this, state, principal);
            if (admission.isPresent()) {
                admission.get().admit(principal, data);
            } else {
                state.renew();
                state.changes().login(principal);
            }
            loginDoubted = false;
            if (data == LoginData.DROP) {
                state.clearEverything();
            }
        });
    }

    @Override
    public void reauthenticated() {
        String user =
                principal().orElseThrow(() -> new IllegalStateException("nobody is logged in to session " + id()));
        login(user, LoginData.KEEP);
    }

    @Override
    public void requireFresh(Duration maxAge) {
        whileOpen(() -> Freshness.required(maxAge, id(), changed(), loginDoubted, settings.now()));
    }

    @Override
    public void doubtLogin() {
        whileOpen(() -> loginDoubted = true);
    }

    @Override
    public void reportBindingBroken(List<String> signals, int score, String reaction) {
        change(() -> happened(new BindingBroken(settings.now(), state.storedId(), signals, score, reaction)));
    }

    @Override
    public void describeClient(String description) {
        ClientDescription.of(description)
                .ifPresentOrElse(client -> write(ReservedNames.CLIENT, client), () -> erase(ReservedNames.CLIENT));
    }

    @Override
    public Optional<String> client() {
        return read(ReservedNames.CLIENT).map(String::valueOf);
    }

    @Override
    public void renew() {
        change(state::renew);
    }

    @Override
    public void invalidate() {
        told(() -> locked(() -> {
            if (!state.isEnded()) {
                state.checkEndable();
                if (state.isStored() && settings.end(state.base(), EndReason.LOGGED_OUT) && events.isWanted()) {
                    happened(new SessionEvent.Ended(settings.now(), state.lastState(), EndReason.LOGGED_OUT));
                }
                state.endedHere();
                endTurn();
            }
            return true;
        }));
    }

    @Override
    public void keep() {
        change(state::keep);
    }

    @Override
    public ConflictPolicy conflictPolicy() {
        return policy.now();
    }

    @Override
    public void endTurn() {
        policy.endTurn();
    }

    /** The public id and the state. */
    @Override
    public String toString() {
        return "Session[" + id() + ", " + state() + "]";
    }

    // ---- for flash values, which have reserved names

    /** Runs several steps as one. */
    <T> T together(Supplier<T> work) {
        return told(() -> whileOpen(work));
    }

    Optional<Object> read(String name) {
        return told(() -> whileOpen(() -> state.read(name)));
    }

    void write(String name, Object value) {
        settings.checkLength(name);
        change(() -> state.write(name, value));
    }

    void eraseSeen(String name) {
        change(() -> state.eraseSeen(name));
    }

    void erase(String name) {
        change(() -> state.erase(name));
    }

    SortedSet<String> namesBeginning(String prefix) {
        return whileOpen(() -> {
            SortedSet<String> names = state.names();
            names.removeIf(name -> !name.startsWith(prefix));
            return names;
        });
    }

    // ---- for the manager

    /** Runs a commit on the state, with what was read of the flash values used up, and then tells listeners. */
    CommitResult committing(Function<SessionState, CommitResult> commit) {
        return told(() -> locked(() -> {
            if (flash != null && !state.isEnded()) {
                flash.collect();
            }
            return commit.apply(state);
        }));
    }

    /** Whether the manager with these settings made it. */
    boolean belongsTo(Settings manager) {
        return settings.equals(manager);
    }

    RequestPolicy policy() {
        return policy;
    }

    /** The state, for what needs no lock. */
    SessionState peek() {
        return state;
    }

    void responseLeft() {
        locked(() -> {
            state.responseLeft();
            return true;
        });
    }

    /** Something to tell listeners once the lock is free. */
    void happened(SessionEvent event) {
        lock.happened(event);
    }

    private SessionRecord changed() {
        return state.changes().applyAllButAttributes(state.base(), settings, settings.now());
    }

    private void quarantined(String name, String problem) {
        happened(new AttributeQuarantined(settings.now(), state.storedId(), name, problem));
    }

    private void change(Runnable work) {
        changing(() -> {
            work.run();
            return true;
        });
    }

    private <T> T changing(Supplier<T> work) {
        return told(() -> whileOpen(() -> {
            state.checkChangeable();
            return work.get();
        }));
    }

    private <T> T whileOpen(Supplier<T> work) {
        return locked(() -> {
            if (state.isEnded()) {
                throw new SessionEndedException(state.storedId());
            }
            return work.get();
        });
    }

    private <T> T locked(Supplier<T> work) {
        return lock.locked(work);
    }

    private <T> T told(Supplier<T> work) {
        return lock.told(work);
    }
}
