// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeValue;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/**
 * What one request knows of its session: the record as opened or last saved, the values handed out, the changes since, and
 * what the browser holds. Guarded by the lock of its {@link ActiveSession}.
 */
final class SessionState {
    private final Settings settings;
    private final boolean createdHere;
    private final AttributeView view;
    private final Instant lastAccessedBefore;
    private final TokenInHand inHand;
    private final DoubtfulSave doubt = new DoubtfulSave();

    // Volatile: the background thread looks at these without the lock.
    private volatile SessionRecord base;
    private volatile boolean stored;
    private volatile boolean ended;

    private Changes changes = new Changes();
    private boolean kept;
    private boolean useWritten;
    private boolean responseLeft;
    private boolean endedHere;
    private boolean placeUnsettled;

    private SessionState(
            Settings settings, AttributeView view, SessionRecord base, TokenInHand inHand, boolean createdHere) {
        this.settings = settings;
        this.view = view;
        this.base = base;
        this.lastAccessedBefore = base.lastAccessed();
        this.inHand = inHand;
        this.createdHere = createdHere;
        this.stored = !createdHere;
    }

    /** A session that nobody knows of yet. */
    static SessionState created(Settings settings, AttributeView view, SessionRecord unsaved, SessionToken token) {
        TokenInHand inHand = TokenInHand.created(token, unsaved.secrets().current());
        return new SessionState(settings, view, unsaved, inHand, true);
    }

    /** A session from the store, opened by this token. */
    static SessionState opened(
            Settings settings, AttributeView view, SessionRecord record, SessionToken token, SecretHash tokenHash) {
        return new SessionState(settings, view, record, TokenInHand.presented(token, tokenHash), false);
    }

    /** A session from the store that was looked up without a token. */
    static SessionState fromOutside(Settings settings, AttributeView view, SessionRecord record) {
        return new SessionState(settings, view, record, TokenInHand.none(), false);
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

    void write(String name, Object value, Duration timeToLive) {
        AttributeValue encoded =
                settings.encode(value, Optional.of(settings.now().plus(timeToLive)));
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
        Optional<AttributeValue> seen = seenForm(name);
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
        Optional<AttributeValue> before = seenForm(name);
        Optional<Object> present = read(name);
        Object result = step.apply(present.orElse(initial));
        AttributeValue encoded =
                settings.encode(result, present.flatMap(value -> before.flatMap(AttributeValue::endsAt)));
        if (changes.decides(name)) {
            changes.put(name, encoded);
        } else {
            changes.update(name, initial, step, before, encoded);
        }
        view.hold(name, result, encoded);
        return result;
    }

    /** What the request has seen; the base may hold a newer value, since a commit that met another request's. */
    private Optional<AttributeValue> seenForm(String name) {
        return view.heldForm(name)
                .or(() -> base.attributes().get(name).filter(value -> !value.hasEndedAt(settings.clock())));
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
        return inHand.token();
    }

    Optional<SecretHash> tokenHash() {
        return inHand.hash();
    }

    void sendTokenAnew() {
        inHand.sendAnew();
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
        if (inHand.token().isEmpty()) {
            throw new IllegalStateException("a session that was opened without its token cannot be renewed");
        }
    }

    /** See {@link TokenInHand#isSupersededBy}. */
    boolean isSupersededBy(SessionRecord newer) {
        return inHand.isSupersededBy(newer, settings);
    }

    /** Takes another token, because the first one's key was taken. */
    void adopt(SessionToken another) {
        inHand.adopt(another);
    }

    /** The record was stored, and this token carries it. */
    void carriedBy(SessionToken withRecord) {
        inHand.carries(withRecord);
    }

    /** The token that the browser should hold. */
    SessionToken browserToken(SessionRecord record) {
        return inHand.forBrowser(record, settings);
    }

    /** Whether the browser lacks this token and can still be sent it. */
    boolean owes(SessionToken forBrowser) {
        return !responseLeft && inHand.owes(forBrowser);
    }

    /** Whether the browser must be sent this token; it counts as sent then. */
    boolean mustSend(SessionToken forBrowser) {
        boolean must = owes(forBrowser);
        if (must) {
            inHand.sent(forBrowser);
        }
        return must;
    }

    /** Whether nothing can be kept any more, since the client should have carried it away. */
    boolean isCarriedAway() {
        return responseLeft && settings.carried().isPresent();
    }

    void checkChangeable() {
        if (responseLeft && !stored) {
            throw new IllegalStateException("the response has already left without this session's token, so nothing can"
                    + " be kept in it: use the session, or keep() it, before writing");
        }
        if (isCarriedAway()) {
            throw new IllegalStateException("the response has already left with the session in its cookie, so what is"
                    + " changed now cannot be kept: change the session before writing");
        }
    }

    void checkEndable() {
        if (isCarriedAway() && !settings.carried().orElseThrow().remembersEnds()) {
            throw new IllegalStateException("the response has already left, so the client cannot be told to forget the"
                    + " session that it carries, and nobody remembers its end: invalidate it before writing");
        }
    }

    // ---- what a commit led to

    /** Was stored for the first time; a new token that a renewal made was never needed, nobody had seen the first. */
    void created(SessionRecord first) {
        goOnFrom(first);
    }

    /** Was saved, or another request has already done the same. */
    void saved(SessionRecord record) {
        changes.newToken().ifPresent(inHand::replaceBy);
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
        inHand.replaceBy(newToken);
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
        doubt.happened(attempted, changes.revision());
    }

    /** Whether an earlier attempt of this request to store something ended in doubt. */
    boolean isInDoubt() {
        return doubt.isOpen();
    }

    /** Whether this is what an earlier attempt of this request saved after all, with nothing added since. */
    boolean isOwnWork(SessionRecord found) {
        return doubt.is(found, changes.revision(), settings.forms());
    }

    /** See {@link DoubtfulSave#mayBeIn}. */
    boolean mayHoldOwnWork(SessionRecord found) {
        return doubt.mayBeIn(found, settings.forms());
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
        return settings.snapshot(last);
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
        doubt.settled();
        changes = new Changes();
    }
}
