// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.store.Browsable;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.TokenSecrets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Opens, creates and commits sessions, and ends them from outside; one per application.
 *
 * <p>A web adapter calls {@link #open} or {@link #create} when the application first asks for its session, {@link #commit}
 * before the first byte of the response leaves, and {@link #commit} again at the end of the request. Applications mostly see
 * {@link Session}, and use the manager to list and end a user's sessions.
 *
 * <p>Thread-safe. Methods that reach the store block on its network and throw
 * {@link dev.sojourn.store.StoreUnavailableException} if it fails; each says how many round trips it makes.
 */
public final class SessionManager implements AutoCloseable {
    private final Settings settings;
    private final EventPublisher events;
    private final SessionOpener opener;
    private final SessionCommitter committer;
    private final SessionAdministration administration;
    private final Background background;
    private final EndWatches endWatches;
    private final ExclusiveTurns turns;
    private final OpeningInTurn opening;

    SessionManager(SessionManagerBuilder builder) {
        this.settings = Settings.of(builder);
        this.events = new EventPublisher(builder, settings.clock());
        this.opener = new SessionOpener(settings, events);
        this.committer = new SessionCommitter(settings, events);
        this.administration = new SessionAdministration(settings, events, opener);
        this.background = new Background(settings, events, builder.threads, builder.sweepEvery);
        this.endWatches = new EndWatches(settings, events, opener, builder.threads, builder.sweepEvery);
        this.turns = new ExclusiveTurns(settings, background::startTicking);
        this.opening = new OpeningInTurn(settings, events, opener, committer, turns);
        background.atEachTick(turns::renew);
        if (events.isWanted() || settings.confirmsEnds()) {
            background.listenersCame();
        }
        background.start();
    }

    /** Starts with {@link SessionPolicy#defaults()}, simple values, no signing, a random source and a clock of its own choice. */
    public static SessionManagerBuilder builder(SessionStore store) {
        return new SessionManagerBuilder(store);
    }

    /**
     * The session that a presented token opens, if any. One round trip; none for what is not a token or is forged, or if a
     * near cache has a copy that it opens.
     *
     * <p>Writes nothing, and never creates: a token that was not issued here stays worthless.
     */
    public OpenResult open(String presentedToken) {
        return open(presentedToken, settings.policy().onConflict());
    }

    /**
     * The same under another policy than {@link SessionPolicy#onConflict()}. With {@link ConflictPolicy#EXCLUSIVE} it waits for the
     * turn of this request, which lasts until {@link Session#endTurn()}: three round trips, and as long as others take.
     *
     * @throws SessionBusyException if its turn does not come within {@link SessionPolicy#exclusiveWait()}
     * @throws UnsupportedOperationException if it is EXCLUSIVE and the store has no leases
     */
    public OpenResult open(String presentedToken, ConflictPolicy policy) {
        return opening.open(presentedToken, policy);
    }

    /** A new session, which nobody knows of until it is committed with something in it. No round trip. */
    public Session create() {
        SessionToken token = committer.newToken();
        Instant now = settings.now();
        SessionRecord.Builder record = SessionRecord.builder(token.key(), TokenSecrets.first(token.secretHash()), now)
                .idleTimeout(settings.policy().idleTimeout());
        settings.policy().absoluteTimeout().ifPresent(limit -> record.deadline(now.plus(limit)));
        ActiveSession session = ActiveSession.created(settings, events, record.build(), token);
        settings.counters().countCreated(session.conflictPolicy());
        return session;
    }

    /**
     * Saves what was done to the session since it was opened or last committed.
     *
     * <p>No round trip if nothing changed, at most one otherwise; one more for each other request that was first. A login costs two
     * more under a limit of {@link LimitAction#END_OLDEST}, and one for each session that it ends. May be called again: later
     * changes are saved by the next commit.
     *
     * @throws SessionConflictException if it could not be merged; nothing was written
     * @throws dev.sojourn.codec.AttributeLimitException if the session became too large; nothing was written
     * @throws dev.sojourn.store.StoreUnavailableException if it is unknown whether it was written. Committing again finds out,
     *     and fails again where nobody can tell any more, before an {@code update} would happen twice
     */
    public CommitResult commit(Session session) {
        return committer.commit(own(session));
    }

    /**
     * The response has left: from now on the browser cannot be told a new token.
     *
     * <p>After this, {@code renew()} and {@code login()} are errors, and so is changing a new session that was not stored.
     */
    public void responseLeft(Session session) {
        own(session).responseLeft();
    }

    /**
     * Keeps a session from idling out while a long request, a download or an open socket uses it.
     *
     * <p>One touch for each third of its idle timeout, from the background thread. Its absolute timeout still ends it.
     */
    public KeepAlive keepAlive(Session session) {
        return background.hold(own(session));
    }

    /**
     * Runs this once when the session ends, on whichever server: for what is held open for it, as an event stream or a socket.
     *
     * <p>Also for a session that has ended already. Not when it is renewed, and not when this manager is closed. Watching keeps no
     * session alive: an open page is not yet a user who is there (NIST SP 800-63B-4 §5.1); {@link #keepAlive} does that.
     *
     * <p>An end on this server is heard of at once; one on another as soon as the store tells it, if it has a {@link
     * dev.sojourn.store.ChangeFeed} that flows, else within the interval of the sweep; one by time within a second. Costs one round trip now, one
     * whenever the session is saved, and one when its time seems to have come; without a feed one per interval of the sweep. If
     * the store is down, the action waits. Of a session that its client carries, an end elsewhere is seen only if somebody remembers it,
     * and an end by idleness not at all. It runs on the thread {@code sojourn-ends}, must be quick, and may throw.
     */
    public EndWatch onEnd(Session session, Runnable action) {
        return endWatches.watch(own(session), action);
    }

    /** The key of a session, by which {@link #find}, {@link #update} and {@link #end} reach it outside of its request. */
    public SessionKey keyOf(Session session) {
        return own(session).peek().base().key();
    }

    /** The session of this key, to look at. One round trip. */
    public Optional<SessionSnapshot> find(SessionKey key) {
        return administration.find(key);
    }

    /**
     * Changes a session outside of a request, merging with what requests do meanwhile. Two round trips.
     *
     * <p>Does not count as use: what a server does by itself keeps nobody's session alive. Source: NIST SP 800-63B-4 §5.1
     * (presence of the user, not of traffic).
     *
     * @return false if there is no such session (any more)
     */
    public boolean update(SessionKey key, Consumer<Session> change) {
        return update(key, settings.policy().onConflict(), change);
    }

    /** The same under another policy; see {@link #open(String, ConflictPolicy)}. A request that has the turn waits for itself. */
    public boolean update(SessionKey key, ConflictPolicy policy, Consumer<Session> change) {
        return opening.update(key, policy, change);
    }

    /**
     * All live sessions of a user, oldest first: the user's devices. One round trip.
     *
     * <p>Which of them is the one at hand says {@link SessionSnapshot#isOf}.
     *
     * @throws UnsupportedOperationException if the store keeps no index of users
     */
    public List<SessionSnapshot> sessionsOf(String principal) {
        return administration.sessionsOf(principal);
    }

    /**
     * Ends a session from outside: no request can use it any more. Two round trips, the first for its last state.
     *
     * @return whether this call ended it
     */
    public boolean end(SessionKey key) {
        return administration.end(key);
    }

    /**
     * Ends one of a user's sessions, by the public id that a list of devices shows. Two round trips.
     *
     * <p>Only a session of that user: what a form sends can end nobody else's. The id may be one that the session had up to 32
     * renewals ago, so that a page which was left open still works. It is no token, and a token is no id here.
     *
     * @return whether this call ended it; false also if that user has no such session
     * @throws UnsupportedOperationException if the store keeps no index of users
     */
    public boolean end(String principal, String id) {
        return administration.end(principal, id);
    }

    /**
     * Ends all sessions of a user: after a password change, or when an account is closed. A login that is under way at this
     * moment is either before it, and ended, or after it, and lives. One round trip, or one more for each session: see
     * {@link PrincipalIndex#deleteByPrincipal}.
     *
     * @return how many this call ended
     * @throws UnsupportedOperationException if the store keeps no index of users
     */
    public int endAll(String principal) {
        return administration.endAll(principal, Optional.empty());
    }

    /**
     * Ends all other sessions of the user of this one: "sign out everywhere else".
     *
     * @return how many this call ended
     * @throws IllegalStateException if nobody is logged in to the session
     * @throws UnsupportedOperationException if the store keeps no index of users
     */
    public int endOthers(Session current) {
        SessionKey own = own(current).peek().base().key();
        String principal = current.principal()
                .orElseThrow(() -> new IllegalStateException("nobody is logged in to session " + current.id()));
        return administration.endAll(principal, Optional.of(own));
    }

    /**
     * Ends all sessions of everybody, with an event for each: "everybody out, now, and write down who".
     *
     * <p>Sessions that were there before the call are ended; those that begin meanwhile are ended or live. One round trip for each
     * 500 sessions and one for each session. If it fails in between, those so far have ended, and the rest has not: repeat it.
     * Records that cannot be read open nothing, and stay; {@link #clear} takes them too, at once and without events.
     *
     * @return how many this call ended
     * @throws UnsupportedOperationException if the store cannot be gone through
     */
    public int endAll() {
        return administration.endAll(session -> true);
    }

    /**
     * Ends all sessions of which this is true, with an event for each: those of a tenant, of a role, of before a moment.
     *
     * <p>As {@link #endAll()}; a session that changes after it was looked at is ended for what it was. Attributes that the
     * condition asks for are decoded for each session.
     *
     * @return how many this call ended
     * @throws UnsupportedOperationException if the store cannot be gone through
     */
    public int endAll(Predicate<SessionSnapshot> which) {
        return administration.endAll(which);
    }

    /**
     * How many sessions there are.
     *
     * @throws UnsupportedOperationException if the store cannot tell
     */
    public long count() {
        return administration.count();
    }

    /**
     * A page of all sessions; see {@link Browsable#browse}.
     *
     * @throws UnsupportedOperationException if the store cannot be gone through
     */
    public SessionPage browse(Optional<String> cursor, int limit) {
        return administration.browse(cursor, limit);
    }

    /**
     * Ends all sessions without events: "everybody out, now".
     *
     * @throws UnsupportedOperationException if the store cannot be cleared
     */
    public void clear() {
        administration.clear();
    }

    /**
     * Tells listeners of the sessions whose time ran out, keeps alive those in long use, and looks for the ends that {@link #onEnd}
     * waits for. Without listeners, takes away what
     * would stay in the store; see {@link dev.sojourn.store.Expiring#needsSweep}.
     *
     * <p>The background thread does it, and renews turns; to be called where there is none. Takes all there are, without a rest.
     *
     * @return how many ended sessions were told
     */
    public int sweep() {
        endWatches.look();
        return background.sweep();
    }

    /** Adds a listener that runs at once on the thread where things happen; for adapters that owe that to their users. */
    public void addInlineListener(SessionListener listener) {
        events.addInline(listener);
        background.listenersCame();
    }

    /** Removes a listener that {@link #addInlineListener} added. */
    public void removeInlineListener(SessionListener listener) {
        events.removeInline(listener);
    }

    /** Whether clients carry the records, so that tokens are long and change often; see {@link dev.sojourn.store.CarriedRecords}. */
    public boolean carriesRecords() {
        return settings.carried().isPresent();
    }

    /** What requests did since this manager was built: under which policy, what was refused, how commits ended. */
    public SessionCounters counters() {
        return settings.counters();
    }

    /** Whether sessions can be opened under this policy: {@link ConflictPolicy#EXCLUSIVE} needs a store with leases. No round trip. */
    public boolean supports(ConflictPolicy policy) {
        return policy != ConflictPolicy.EXCLUSIVE || settings.hasLeases();
    }

    /** The policy in effect. */
    public SessionPolicy policy() {
        return settings.policy();
    }

    /** The codecs in effect. */
    public AttributeCodecs codecs() {
        return settings.codecs();
    }

    /** The clock by which sessions age. */
    public InstantSource clock() {
        return settings.clock();
    }

    /** Stops the background thread, gives waiting events up to five seconds, and closes the store. */
    @Override
    public void close() {
        endWatches.close();
        turns.close();
        background.close();
        events.close();
        settings.store().close();
    }

    private ActiveSession own(Session session) {
        if (session instanceof ActiveSession active && active.belongsTo(settings)) {
            return active;
        }
        throw new IllegalArgumentException(
                "not a session of this manager: " + session.getClass().getName());
    }
}
