// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/**
 * A visitor's session as one request sees it.
 *
 * <p>A session is a snapshot that was taken when the request opened it, and the changes that the request makes. They reach
 * the store when the request commits, attribute by attribute: what parallel requests changed elsewhere in the session
 * survives, and {@link #update} never loses a step. Nothing is written if nothing changed.
 *
 * <p>Values are copies of the request's own (unless immutable): an object that was read and changed is noticed and saved at
 * commit without another {@link #set}. Only live objects of the memory store that no codec supports are shared between
 * requests.
 *
 * <p>Names starting with {@code sojourn:} are reserved. Thread-safe, so that a request may use several threads; confined to
 * one request. Reading and changing costs no network; {@link #invalidate()} does.
 *
 * <p>Every method but {@link #id()}, {@link #state()}, {@link #invalidate()}, {@link #conflictPolicy()} and {@link #endTurn()}
 * throws {@link SessionEndedException} once the session has ended.
 */
public interface Session {

    /**
     * The public id: identifies the session to people and logs, and opens nothing.
     *
     * <p>22 characters of base64url. Changes whenever the session is renewed. Also available after the end.
     */
    String id();

    /** Where the session is in its life. */
    State state();

    /** Whether this request created it. */
    default boolean isNew() {
        return state() == State.NEW;
    }

    /** When it was created. */
    Instant created();

    /** When the request before this one used it, as far as the store was told; the creation if there was none. */
    Instant lastAccessed();

    /** When somebody last proved who they are, by a login or {@link #reauthenticated()}; no other renewal moves it. */
    Optional<Instant> authenticated();

    /**
     * Checks that the user has proved who they are a short while ago: before a change of password, address or second factor.
     *
     * <p>Fresh is a login or {@link #reauthenticated()} less than {@code maxAge} ago; one of this very request counts. No round
     * trip. Source: OWASP ASVS 5.0 7.5.1 and 7.5.3; NIST SP 800-63B-4 §5.2.
     *
     * @param maxAge 1 ms to 36,500 days
     * @throws StaleAuthenticationException if nobody is logged in, or the last proof is as old as that
     * @throws IllegalArgumentException if it is out of range
     */
    void requireFresh(Duration maxAge);

    /**
     * Lets the login not count as fresh in this request: {@link #requireFresh} fails, until {@link #login} or
     * {@link #reauthenticated()}.
     *
     * <p>For requests whose client seems to be another than the one that logged in. Nothing is stored, so other requests of the
     * session do not notice: whoever copied a token takes nothing from its owner. {@link #authenticated()} stays what it is.
     */
    void doubtLogin();

    /**
     * Tells listeners that this request's client is unlike the one that logged in: {@link SessionEvent.BindingBroken}.
     *
     * <p>For whoever compares clients; it changes nothing. All that is said here reaches logs: words, nothing of the request.
     *
     * @param signals what differs
     * @param score how much
     * @param reaction what is done about it
     */
    void reportBindingBroken(List<String> signals, int score, String reaction);

    /** When it ends if it is not used any more. */
    Instant expiresAt();

    /** How long it may be unused before it ends; empty: for ever. */
    Optional<Duration> idleTimeout();

    /**
     * Sets another idle timeout for this session alone.
     *
     * @throws IllegalArgumentException if it is less than a millisecond: to end the session, {@link #invalidate()} it
     */
    void idleTimeout(Duration timeout);

    /** Lets this session be unused for ever; its absolute timeout still ends it. */
    void withoutIdleTimeout();

    /** The value of this name; empty also if it cannot be read (a class is gone, bytes are damaged: see the events). */
    Optional<Object> get(String name);

    /**
     * The value of this key.
     *
     * @throws ClassCastException if the value is of another type
     */
    <T> Optional<T> get(AttributeKey<T> key);

    /**
     * Sets a value.
     *
     * @throws IllegalArgumentException if the name is empty, too long or reserved, the value is too large (then it is an
     *     {@link dev.sojourn.codec.AttributeLimitException}), or no codec supports it
     * @throws IllegalStateException if the session is new, nothing of it was stored, and the response has already left
     */
    void set(String name, Object value);

    /** Sets a value; see {@link #set(String, Object)}. */
    <T> void set(AttributeKey<T> key, T value);

    /**
     * Sets a value that is gone by itself after this time, or with the session if that ends before: a code to be typed in, a price
     * that holds for ten minutes.
     *
     * <p>Reading it does not prolong it. {@link #update} keeps its end; setting it anew does not. A request that has read it goes on
     * with it. When the session is saved next, it is removed.
     *
     * @param timeToLive 1 ms to 36,500 days
     * @throws IllegalArgumentException as {@link #set(String, Object)}, if the time is out of range, and in the heap too if no codec
     *     supports the value
     */
    void set(String name, Object value, Duration timeToLive);

    /** Sets a value that is gone by itself after this time; see {@link #set(String, Object, Duration)}. */
    <T> void set(AttributeKey<T> key, T value, Duration timeToLive);

    /** Removes a value, if there is one. */
    void remove(String name);

    /** Removes a value, if there is one. */
    default void remove(AttributeKey<?> key) {
        remove(key.name());
    }

    /** Whether there is a readable value of this name. */
    boolean has(String name);

    /** The names of all values, in order, in a set of its own: the session may change while you go through it. */
    SortedSet<String> names();

    /** Removes all values, also those that parallel requests add before this one commits. */
    void clear();

    /**
     * Changes a value by a function of its present value, without ever losing a parallel change.
     *
     * <p>{@code session.update("visits", 0, n -> n + 1)}. The function runs now, and runs again on the newer value if
     * another request was first; so it must have no effects of its own.
     *
     * @param initial what the function gets if there is no value (or no readable one)
     * @return the new value as this request sees it; after a conflict the stored one can differ
     * @throws ClassCastException if the present value is not what the function takes
     */
    <T> T update(String name, T initial, UnaryOperator<T> change);

    /** Changes a value by a function of its present value; see {@link #update(String, Object, UnaryOperator)}. */
    <T> T update(AttributeKey<T> key, T initial, UnaryOperator<T> change);

    /** Values for the next page only: "Your order was placed". */
    Flash flash();

    /** Who is logged in. */
    Optional<String> principal();

    /**
     * Binds the session to a user who has just proved who they are, and renews it.
     *
     * <p>The old token is dead as soon as this request commits, in every browser that has a copy. Attributes are kept,
     * unless another user was logged in before: then they are dropped, since they are that user's. The absolute timeout
     * starts anew. Source: OWASP ASVS 5.0 7.2.4; NIST SP 800-63B-4 §5.2.
     *
     * <p>No round trip: the commit saves it. Only under a limit of {@link LimitAction#REFUSE_NEW} it is decided and saved at once,
     * in four round trips, or one if it is refused.
     *
     * @param principal the user's immutable name or number in your system; not empty
     * @throws SessionLimitException if the user has as many sessions as the policy allows, and it refuses new ones
     * @throws IllegalStateException if the response has already left, and the browser could not be told
     */
    default void login(String principal) {
        login(
                principal,
                principal().isPresent() && !principal().get().equals(principal) ? LoginData.DROP : LoginData.KEEP);
    }

    /** Binds the session to a user, keeping or dropping its attributes as said; see {@link #login(String)}. */
    void login(String principal, LoginData data);

    /**
     * The user who is logged in has just proved again who they are: renews the session, and moves {@link #authenticated()}.
     *
     * <p>As {@link #login} of the same user: the old token is dead, attributes are kept, the absolute timeout starts anew. Takes no
     * place of {@link SessionPolicy#sessionsPerPrincipal()}. Source: OWASP ASVS 5.0 7.2.4.
     *
     * @throws IllegalStateException if nobody is logged in, or the response has already left
     */
    void reauthenticated();

    /**
     * Says in words that its owner will understand from which browser or device this session is used: "Firefox on Linux".
     *
     * <p>For lists of devices. Cut to 100 characters; control characters and what changes the direction of text become spaces,
     * and spaces at the ends go. It is the client's own claim, so escape it where you show it and decide nothing by it. An
     * empty text removes it. A login keeps it.
     */
    void describeClient(String description);

    /** What {@link #describeClient} said. */
    Optional<String> client();

    /**
     * Gives the session a new random token and id; the old token is dead once this request commits.
     *
     * <p>For every change of privilege that is not a login: a second factor, an administrator's mode.
     *
     * @throws IllegalStateException if the response has already left, and the browser could not be told
     */
    void renew();

    /**
     * Ends the session, now: no request anywhere can use it any more, and nothing brings it back.
     *
     * <p>One round trip; none if it was never stored. Harmless when repeated.
     *
     * @throws dev.sojourn.store.StoreUnavailableException if the store did not confirm it: try again
     */
    void invalidate();

    /** Stores a new session at commit though it holds nothing; without this, an empty new session leaves no trace. */
    void keep();

    /** Under which policy this request works on the session now; {@link ConflictPolicy#MERGE} also without a turn. */
    ConflictPolicy conflictPolicy();

    /**
     * Under {@link ConflictPolicy#EXCLUSIVE}, lets the next request of the session go on, though this one does: before a long poll,
     * a download, or a stream of events.
     *
     * <p>At once, and nothing is saved by it: save before what was done, by sending the head of the response. What is changed
     * afterwards, or was not saved, is merged as under {@link ConflictPolicy#MERGE}, so that none of it is lost. Never fails; does
     * nothing under other policies and when repeated. One round trip. The end of a request does it anyway.
     */
    void endTurn();

    /** A session's life. */
    enum State {
        /** Created by this request. */
        NEW,
        /** Found in the store. */
        OPEN,
        /** Over: invalidated, expired or ended elsewhere. */
        ENDED
    }

    /** What a login does with what the session holds. */
    enum LoginData {
        /** Keeps the attributes: a cart filled before. */
        KEEP,
        /** Drops them. */
        DROP
    }
}
