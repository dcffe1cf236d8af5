// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeValue;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The session that a request works on: the record as it was opened, the values handed out, and the changes made.
 *
 * <p>One lock guards it all, so that a request may use several threads. Events wait in a list until the lock is released.
 */
final class ActiveSession implements Session {
    private final Settings settings;
    private final EventPublisher events;
    private final ReentrantLock lock = new ReentrantLock();
    private final boolean createdHere;
    private final AttributeView view;
    private final List<SessionEvent> pendingEvents = new ArrayList<>();
    private final FlashValues flash = new FlashValues(this);

    private SessionRecord base;
    private @Nullable SessionToken token;
    private @Nullable SecretHash tokenHash;
    private @Nullable SessionToken sent;
    private Changes changes = new Changes();
    private boolean stored;
    private boolean tokenMustBeSent;
    private boolean kept;
    private boolean used;
    private boolean responseLeft;
    private boolean ended;
    private boolean endedHere;

    private ActiveSession(
            Settings settings,
            EventPublisher events,
            SessionRecord base,
            @Nullable SessionToken token,
            @Nullable SecretHash tokenHash,
            boolean createdHere) {
        this.settings = settings;
        this.events = events;
        this.base = base;
        this.view = new AttributeView(settings, this::quarantined);
        this.token = token;
        this.tokenHash = tokenHash;
        this.createdHere = createdHere;
        this.stored = !createdHere;
        this.tokenMustBeSent = createdHere;
    }

    /** A session that nobody knows of yet. */
    static ActiveSession created(Settings settings, EventPublisher events, SessionRecord unsaved, SessionToken token) {
        return new ActiveSession(
                settings, events, unsaved, token, unsaved.secrets().current(), true);
    }

    /** A session from the store, opened by this token. */
    static ActiveSession opened(
            Settings settings,
            EventPublisher events,
            SessionRecord record,
            SessionToken token,
            SecretHash tokenHash,
            boolean sendTokenAnew) {
        ActiveSession session = new ActiveSession(settings, events, record, token, tokenHash, false);
        session.tokenMustBeSent = sendTokenAnew;
        return session;
    }

    /** A session from the store that the application itself looked up, without a token. */
    static ActiveSession fromOutside(Settings settings, EventPublisher events, SessionRecord record) {
        return new ActiveSession(settings, events, record, null, null, false);
    }

    // ---- what the application sees

    @Override
    public String id() {
        return locked(() ->
                PublicId.of(base.key(), base.renewals() + (changes.newToken().isPresent() ? 1 : 0)));
    }

    @Override
    public State state() {
        return locked(() -> ended ? State.ENDED : createdHere ? State.NEW : State.OPEN);
    }

    @Override
    public boolean isNew() {
        return whileOpen(() -> createdHere);
    }

    @Override
    public Instant created() {
        return whileOpen(base::created);
    }

    @Override
    public Instant lastAccessed() {
        return whileOpen(base::lastAccessed);
    }

    @Override
    public Optional<Instant> authenticated() {
        return whileOpen(() -> changes.principal().isPresent() ? Optional.of(settings.now()) : base.authenticated());
    }

    @Override
    public Instant expiresAt() {
        return whileOpen(() -> changes.applyTo(base, settings, settings.now()).expiresAt());
    }

    @Override
    public Optional<Duration> idleTimeout() {
        return whileOpen(() -> changes.idleTimeoutOr(base.idleTimeout()));
    }

    @Override
    public void idleTimeout(Duration timeout) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "idleTimeout must be at least 1 ms, was " + timeout + ": to end the session, invalidate it");
        }
        change(() -> changes.idleTimeout(Optional.of(timeout)));
    }

    @Override
    public void withoutIdleTimeout() {
        change(() -> changes.idleTimeout(Optional.empty()));
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
        checkName(name);
        write(name, value);
    }

    @Override
    public <T> void set(AttributeKey<T> key, T value) {
        set(key.name(), key.cast(value));
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
            SortedSet<String> names = view.names(base.attributes(), changes);
            names.removeIf(ReservedNames::isReserved);
            return names;
        });
    }

    @Override
    public void clear() {
        change(() -> {
            changes.clearApplicationValues();
            view.forgetApplicationValues();
        });
    }

    @Override
    public <T> T update(String name, T initial, UnaryOperator<T> step) {
        checkName(name);
        return changing(() -> {
            @SuppressWarnings("unchecked") // the documented contract: the present value is what the function takes
            T present = (T) view.read(name, base.attributes(), changes).orElse(initial);
            T result = step.apply(present);
            AttributeValue encoded = settings.encode(result);
            if (changes.decides(name)) {
                changes.put(name, encoded);
            } else {
                @SuppressWarnings("unchecked") // as above
                UnaryOperator<Object> untyped = value -> step.apply((T) value);
                changes.update(name, initial, untyped);
            }
            view.hold(name, result, encoded);
            return result;
        });
    }

    @Override
    public <T> T update(AttributeKey<T> key, T initial, UnaryOperator<T> step) {
        return update(key.name(), initial, value -> step.apply(key.cast(value)));
    }

    @Override
    public Flash flash() {
        return flash;
    }

    @Override
    public Optional<String> principal() {
        return whileOpen(() -> changes.principal().or(base::principal));
    }

    @Override
    public void login(String principal, LoginData data) {
        if (principal.isEmpty()) {
            throw new IllegalArgumentException("principal must not be empty");
        }
        change(() -> {
            renewHere();
            changes.login(principal);
            if (data == LoginData.DROP) {
                changes.clearEverything();
                view.forgetAll();
            }
        });
    }

    @Override
    public void renew() {
        change(this::renewHere);
    }

    @Override
    public void invalidate() {
        end(EndReason.LOGGED_OUT);
    }

    @Override
    public void keep() {
        change(() -> kept = true);
    }

    /** The public id and the state. */
    @Override
    public String toString() {
        return "Session[" + id() + ", " + state() + "]";
    }

    // ---- what flash values need: reserved names

    /** Runs several steps as one. */
    <T> T together(Supplier<T> work) {
        T result = whileOpen(work);
        publishPending();
        return result;
    }

    Optional<Object> read(String name) {
        Optional<Object> value = whileOpen(() -> view.read(name, base.attributes(), changes));
        publishPending();
        return value;
    }

    void write(String name, Object value) {
        change(() -> {
            AttributeValue encoded = settings.encode(value);
            changes.put(name, encoded);
            view.hold(name, value, encoded);
        });
    }

    void erase(String name) {
        change(() -> {
            if (base.attributes().get(name).isPresent() || changes.namesSet().contains(name)) {
                changes.remove(name);
            }
            view.forget(name);
        });
    }

    SortedSet<String> namesBeginning(String prefix) {
        return whileOpen(() -> {
            SortedSet<String> names = view.names(base.attributes(), changes);
            names.removeIf(name -> !name.startsWith(prefix));
            return names;
        });
    }

    // ---- what the manager needs

    /** Runs a commit's work under the lock, then tells listeners. */
    CommitResult committing(Supplier<CommitResult> work) {
        try {
            return locked(work);
        } finally {
            publishPending();
        }
    }

    SessionRecord base() {
        return base;
    }

    /** The changes, with those that the request made inside the objects it holds. */
    Changes collectChanges() {
        flash.collect();
        view.collectInto(changes);
        return changes;
    }

    Optional<SessionToken> token() {
        return Optional.ofNullable(token);
    }

    Optional<SecretHash> tokenHash() {
        return Optional.ofNullable(tokenHash);
    }

    boolean isStored() {
        return stored;
    }

    boolean isEnded() {
        return ended;
    }

    boolean endedHere() {
        return endedHere;
    }

    boolean isKept() {
        return kept;
    }

    boolean responseHasLeft() {
        return responseLeft;
    }

    void responseLeft() {
        locked(() -> responseLeft = true);
    }

    /** Whether this use has reached the store already. */
    boolean isUseWritten() {
        return used;
    }

    void useWritten() {
        used = true;
    }

    /** Takes another token, because the first one's key was taken. */
    void adopt(SessionToken another) {
        token = another;
        tokenHash = another.secretHash();
    }

    /** Was stored for the first time; a token that a renewal made was never needed. */
    void rebaseNew(SessionRecord first) {
        goOnFrom(first, changes);
    }

    /** Goes on from what is stored now. */
    void rebase(SessionRecord saved, Changes done) {
        done.newToken().ifPresent(newToken -> {
            token = newToken;
            tokenHash = newToken.secretHash();
            tokenMustBeSent = true;
        });
        goOnFrom(saved, done);
    }

    private void goOnFrom(SessionRecord saved, Changes done) {
        done.namesSet().forEach(name -> {
            if (!done.decides(name)) {
                view.forget(name); // an update: what is stored may differ from what this request saw
            }
        });
        base = saved;
        stored = true;
        used = true;
        kept = false;
        changes = new Changes();
    }

    /** Whether the browser must be sent this token; it counts as sent then. */
    boolean mustSend(SessionToken forBrowser) {
        SessionToken held = sent == null ? token : sent;
        boolean must = !responseLeft && (tokenMustBeSent || held == null || !forBrowser.equals(held));
        if (must) {
            sent = forBrowser;
            tokenMustBeSent = false;
        }
        return must;
    }

    /** The session is over, and it was not this request that ended it. */
    void foundEnded() {
        ended = true;
    }

    /** Ends it in the store and here. */
    void end(EndReason reason) {
        try {
            lock.lock();
            try {
                if (ended) {
                    return;
                }
                if (stored && settings.store().delete(base.key()) && events.isWanted()) {
                    pendingEvents.add(new SessionEvent.Ended(settings.now(), lastState(), reason));
                }
                endedHere = stored;
                ended = true;
            } finally {
                lock.unlock();
            }
        } finally {
            publishPending();
        }
    }

    void happened(SessionEvent event) {
        pendingEvents.add(event);
    }

    // ---- private

    private SessionSnapshot lastState() {
        SessionRecord last = base;
        try {
            last = changes.applyTo(base, settings, settings.now());
        } catch (RuntimeException unfinished) {
            // The last changes do not apply; the state before them is the last there was.
        }
        return new SessionSnapshot(last, settings.codecs());
    }

    private void renewHere() {
        if (responseLeft) {
            throw new IllegalStateException(
                    "the response has already left, so the browser cannot be told a new token: log in or renew before writing");
        }
        if (token == null) {
            throw new IllegalStateException("a session that was opened without its token cannot be renewed");
        }
        changes.renewWith(SessionToken.random(base.key(), settings.random(), settings.signing()));
    }

    private void quarantined(String name, String problem) {
        if (events.isWanted()) {
            String id = PublicId.of(base.key(), base.renewals());
            happened(new SessionEvent.AttributeQuarantined(settings.now(), id, name, problem));
        }
    }

    private void checkName(String name) {
        int longest = settings.codecs().limits().nameLength();
        if (name.isEmpty() || name.length() > longest) {
            throw new IllegalArgumentException(
                    "attribute name must have 1 to " + longest + " characters, has " + name.length());
        }
        if (ReservedNames.isReserved(name)) {
            throw new IllegalArgumentException(
                    "attribute names beginning with " + ReservedNames.PREFIX + " are reserved");
        }
    }

    private void change(Runnable work) {
        changing(() -> {
            work.run();
            return true;
        });
    }

    private <T> T changing(Supplier<T> work) {
        T result = whileOpen(() -> {
            if (responseLeft && !stored) {
                throw new IllegalStateException(
                        "the response has already left without this session's token, so nothing can"
                                + " be kept in it: use the session, or keep() it, before writing");
            }
            return work.get();
        });
        publishPending();
        return result;
    }

    private <T> T whileOpen(Supplier<T> work) {
        return locked(() -> {
            if (ended) {
                throw new SessionEndedException(PublicId.of(base.key(), base.renewals()));
            }
            return work.get();
        });
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void publishPending() {
        if (lock.isHeldByCurrentThread()) {
            return; // called from inside: whoever holds the lock publishes when it lets go
        }
        List<SessionEvent> ready;
        lock.lock();
        try {
            if (pendingEvents.isEmpty()) {
                return;
            }
            ready = List.copyOf(pendingEvents);
            pendingEvents.clear();
        } finally {
            lock.unlock();
        }
        ready.forEach(events::publish);
    }
}
