// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeValue;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.TokenSecrets.Standing;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one request knows of its session: the record as opened or last saved, the values handed out, the changes since, and
 * what the browser holds. Guarded by the lock of its {@link ActiveSession}.
 */
final class SessionState {
    private final Settings settings;
    private final boolean createdHere;
    private final AttributeView view;
    private final Instant lastAccessedBefore;

    // Volatile: the background thread looks at these without the lock.
    private volatile SessionRecord base;
    private volatile boolean stored;
    private volatile boolean ended;

    private @Nullable SessionToken token;
    private @Nullable SecretHash tokenHash;
    private @Nullable SessionToken sent;
    private Changes changes = new Changes();
    private boolean tokenMustBeSent;
    private boolean kept;
    private boolean useWritten;
    private boolean responseLeft;
    private boolean endedHere;
    private boolean placeUnsettled;
    private @Nullable SessionRecord inDoubt;
    private int revisionInDoubt;

    private SessionState(
            Settings settings,
            AttributeView view,
            SessionRecord base,
            @Nullable SessionToken token,
            boolean createdHere) {
        this.settings = settings;
        this.view = view;
        this.base = base;
        this.lastAccessedBefore = base.lastAccessed();
        this.token = token;
        this.createdHere = createdHere;
        this.stored = !createdHere;
        this.tokenMustBeSent = createdHere;
    }

    /** A session that nobody knows of yet. */
    static SessionState created(Settings settings, AttributeView view, SessionRecord unsaved, SessionToken token) {
        SessionState state = new SessionState(settings, view, unsaved, token, true);
        state.tokenHash = unsaved.secrets().current();
        return state;
    }

    /** A session from the store, opened by this token. */
    static SessionState opened(
            Settings settings, AttributeView view, SessionRecord record, SessionToken token, SecretHash tokenHash) {
        SessionState state = new SessionState(settings, view, record, token, false);
        state.tokenHash = tokenHash;
        return state;
    }

    /** A session from the store that was looked up without a token. */
    static SessionState fromOutside(Settings settings, AttributeView view, SessionRecord record) {
        return new SessionState(settings, view, record, null, false);
    }

    // ---- what it is

    String id() {
        return PublicId.of(base.key(), base.renewals() + (changes.newToken().isPresent() ? 1 : 0));
    }

    String storedId() {
        return PublicId.of(base.key(), base.renewals());
    }

    boolean isCreatedHere() {
        return createdHere;
    }

    SessionRecord base() {
        return base;
    }

    /** The last access before this request's; a commit in the middle of the request does not move it. */
    Instant lastAccessedBefore() {
        return lastAccessedBefore;
    }

    Changes changes() {
        return changes;
    }

    boolean isStored() {
        return stored;
    }

    boolean isEnded() {
        return ended;
    }

    boolean isEndedHere() {
        return endedHere;
    }

    boolean isKept() {
        return kept;
    }

    void keep() {
        kept = true;
    }

    boolean hasResponseLeft() {
        return responseLeft;
    }

    void responseLeft() {
        responseLeft = true;
    }

    /** Whether this use has reached the store already. */
    boolean isUseWritten() {
        return useWritten;
    }

    void useWritten() {
        useWritten = true;
    }

    // ---- attributes

    Optional<Object> read(String name) {
        return view.read(name, base.attributes(), changes);
    }

    void write(String name, Object value) {
        AttributeValue encoded = settings.encode(value);
        changes.put(name, encoded);
        view.hold(name, value, encoded);
    }

    void erase(String name) {
        boolean mayBeStored = base.attributes().get(name).isPresent() || (stored && settings.readsCopies());
        if (mayBeStored || changes.namesSet().contains(name)) {
            changes.remove(name);
        }
        view.forget(name);
    }

    /** Erases the value that this request has seen, and not another that a parallel request set meanwhile. */
    void eraseSeen(String name) {
        Optional<AttributeValue> seen = base.attributes().get(name);
        if (seen.isPresent() && !changes.decides(name)) {
            changes.removeSeen(name, seen.get());
            view.forget(name);
        } else {
            erase(name);
        }
    }

    /** Runs a step on the present value, and remembers it to run again if another request is first. */
    Object update(String name, Object initial, UnaryOperator<Object> step) {
        view.collectInto(changes, name); // what was done inside the object counts before what the step does to it
        Optional<AttributeValue> before = base.attributes().get(name);
        Object result = step.apply(read(name).orElse(initial));
        AttributeValue encoded = settings.encode(result);
        if (changes.decides(name)) {
            changes.put(name, encoded);
        } else {
            changes.update(name, initial, step, before, encoded);
        }
        view.hold(name, result, encoded);
        return result;
    }

    SortedSet<String> names() {
        return view.names(base.attributes(), changes);
    }

    void clearApplicationValues() {
        changes.clearApplicationValues();
        view.forgetApplicationValues();
    }

    void clearEverything() {
        changes.clearEverything();
        view.forgetAll();
    }

    /** The changes, with those that the request made inside the objects it holds. */
    Changes collectChanges() {
        view.collectInto(changes);
        return changes;
    }

    // ---- the token

    Optional<SessionToken> token() {
        return Optional.ofNullable(token);
    }

    Optional<SecretHash> tokenHash() {
        return Optional.ofNullable(tokenHash);
    }

    void sendTokenAnew() {
        tokenMustBeSent = true;
    }

    void renew() {
        checkRenewable();
        changes.renewWith(newToken());
    }

    /** Another token for this session. */
    SessionToken newToken() {
        return SessionToken.random(base.key(), settings.random(), settings.signing());
    }

    void checkRenewable() {
        if (responseLeft) {
            throw new IllegalStateException(
                    "the response has already left, so the browser cannot be told a new token: log in or renew before writing");
        }
        if (token == null) {
            throw new IllegalStateException("a session that was opened without its token cannot be renewed");
        }
    }

    /**
     * Whether the token that opened the session died in a change of privilege meanwhile: then what the request did is of
     * before, and does not count. A request that was merely slower than the timer's renewal and its grace does count.
     */
    boolean isSupersededBy(SessionRecord newer) {
        if (token == null || tokenHash == null) {
            return false;
        }
        Standing standing = newer.secrets().standingOf(tokenHash, settings.now());
        return (standing == Standing.STALE || standing == Standing.NEVER_ISSUED)
                && !TimerRenewal.leadsToCurrent(newer, token, settings);
    }

    /** Takes another token, because the first one's key was taken. */
    void adopt(SessionToken another) {
        token = another;
        tokenHash = another.secretHash();
    }

    /** Whether the browser lacks this token and can still be sent it. */
    boolean owes(SessionToken forBrowser) {
        SessionToken held = sent == null ? token : sent;
        return !responseLeft && (tokenMustBeSent || held == null || !forBrowser.equals(held));
    }

    /** Whether the browser must be sent this token; it counts as sent then. */
    boolean mustSend(SessionToken forBrowser) {
        boolean must = owes(forBrowser);
        if (must) {
            sent = forBrowser;
            tokenMustBeSent = false;
        }
        return must;
    }

    // ---- what a commit led to

    /** Was stored for the first time; a new token that a renewal made was never needed, nobody had seen the first. */
    void created(SessionRecord first) {
        goOnFrom(first);
    }

    /** Was saved, or another request has already done the same. */
    void saved(SessionRecord record) {
        changes.newToken().ifPresent(newToken -> {
            adopt(newToken);
            tokenMustBeSent = true;
        });
        goOnFrom(record);
    }

    /** The changes turned out to change nothing. */
    void nothingToSave() {
        if (!changes.isEmpty()) {
            changes = new Changes();
        }
    }

    /** A login was saved at once, on its own: the browser must be told, and what else the request did is still to be saved. */
    void admitted(SessionRecord bound, SessionToken newToken) {
        changes.forgetLogin();
        adopt(newToken);
        tokenMustBeSent = true;
        base = bound;
        stored = true;
        useWritten = true;
    }

    /** Whether a login was saved, and the sessions beyond the limit are still to be ended. */
    boolean isPlaceUnsettled() {
        return placeUnsettled;
    }

    void placeSettled() {
        placeUnsettled = false;
    }

    /** The store has a newer record than the copy from which the request started; what it did applies to that. */
    void rebase(SessionRecord newest) {
        base = newest;
    }

    /** The store did not say whether it saved this. */
    void inDoubt(SessionRecord attempted) {
        inDoubt = attempted;
        revisionInDoubt = changes.revision();
    }

    /** Whether an earlier attempt of this request to store something ended in doubt. */
    boolean isInDoubt() {
        return inDoubt != null;
    }

    /** Whether this is what an earlier attempt of this request saved after all, with nothing added since. */
    boolean isOwnWork(SessionRecord found) {
        return revisionInDoubt == changes.revision() && isWhatWasAttempted(found);
    }

    /**
     * Whether an earlier attempt of this request may be part of what was found, so that a step which must happen once cannot be
     * taken again: others have saved since, or more was changed since.
     */
    boolean mayHoldOwnWork(SessionRecord found) {
        return inDoubt != null && (found.version() > inDoubt.version() || isWhatWasAttempted(found));
    }

    /** As it would be after the touches of others since, which do not change the version. */
    private boolean isWhatWasAttempted(SessionRecord found) {
        return inDoubt != null
                && settings.forms()
                        .same(
                                inDoubt.toBuilder()
                                        .lastAccessed(found.lastAccessed())
                                        .build(),
                                found);
    }

    /** Is over, and this request did not end it. */
    void foundEnded() {
        ended = true;
    }

    /** Is over, by this request; only a session that was stored is one that the browser must forget. */
    void endedHere() {
        endedHere = stored;
        ended = true;
    }

    /** The last there was, with what this request did, as far as it applies. */
    SessionSnapshot lastState() {
        SessionRecord last = base;
        try {
            last = changes.applyTo(base, settings, settings.now());
        } catch (RuntimeException unfinished) {
            // The last changes do not apply; the state before them is the last there was.
        }
        return new SessionSnapshot(last, settings.codecs());
    }

    private void goOnFrom(SessionRecord record) {
        changes.namesSet().stream()
                .filter(name -> !changes.decides(name))
                .forEach(view::forget); // an update: what is stored may differ from what this request saw
        base = record;
        stored = true;
        placeUnsettled |= changes.place().isPresent();
        useWritten = true;
        kept = false;
        inDoubt = null;
        changes = new Changes();
    }
}
