// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.CommitResult;
import dev.sojourn.KeepAlive;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionToken;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session that a request has in its hands at present, if any; kept from idling out as long as it is held.
 *
 * <p>Guarded by the lock of its {@link RequestSession}.
 */
final class HeldSession {
    private static final System.Logger LOGGER = System.getLogger(RequestSession.class.getName());

    private final SessionManager manager;
    private PresentedTokens.@Nullable Opened opened;
    private @Nullable Session current;
    private boolean storable;
    private @Nullable KeepAlive keepAlive;
    private boolean tokenMustGo;
    /** The id for whose token the client has been told all there is to tell. */
    private @Nullable String toldId;
    /** The token of the last commit, and the id that the session had with it. */
    private @Nullable SessionToken token;

    private @Nullable String tokenId;

    /** The id that the session had when it was taken or last committed, if it held a secret then. */
    private Optional<String> idOfSecret = Optional.empty();

    private Optional<SessionToken> sent = Optional.empty();

    private final SessionWatches watches;
    private String watchedId = "";
    private Optional<Instant> watchedLogin = Optional.empty();

    HeldSession(SessionManager manager, SessionWatches watches) {
        this.manager = manager;
        this.watches = watches;
    }

    void open(PresentedTokens.Opened found) {
        opened = found;
        toldId = found.id();
        take(found.session(), true);
    }

    Session create(boolean willBeStored) {
        Session created = manager.create();
        take(created, willBeStored);
        return created;
    }

    private void take(Session session, boolean willBeStored) {
        current = session;
        settle(session);
        storable = willBeStored;
        hold();
    }

    /** Ids are hashes: none is computed for the many sessions that hold no secret and that nobody watches. */
    private void settle(Session session) {
        boolean live = session.state() != Session.State.ENDED;
        idOfSecret = live && SessionSecret.isIn(session) ? Optional.of(session.id()) : Optional.empty();
        if (live && !watches.isEmpty()) {
            watchedId = session.id();
            watchedLogin = session.authenticated();
        }
    }

    /** From now on somebody watches the session. */
    void watched() {
        current().ifPresent(this::settle);
    }

    private SessionWatch.PrivilegeChange privilegeChange(Session session) {
        if (session.id().equals(watchedId)) {
            return SessionWatch.PrivilegeChange.NONE; // both a login and renew() give a new one
        }
        return session.authenticated().equals(watchedLogin)
                ? SessionWatch.PrivilegeChange.RENEWED
                : SessionWatch.PrivilegeChange.LOGGED_IN;
    }

    /** Keeps the session from ageing, if it is not kept already. */
    void hold() {
        Session session = current().orElse(null);
        if (session != null && storable && keepAlive == null) {
            keepAlive = manager.keepAlive(session);
        }
    }

    /** What the presented token opened, whatever became of it. */
    Optional<PresentedTokens.Opened> opened() {
        return Optional.ofNullable(opened);
    }

    /** The live session. */
    Optional<Session> current() {
        retireEnded();
        return Optional.ofNullable(current);
    }

    /** Whether the token that the request presented is that of a session which has ended. */
    boolean tokenMustGo() {
        return tokenMustGo;
    }

    /** Commits the live session, if it is one to be stored. */
    Optional<CommitResult> commit() {
        Session session = current().orElse(null);
        if (session == null || !storable) {
            return Optional.empty();
        }
        if (idOfSecret.isEmpty() || !idOfSecret.get().equals(session.id())) {
            SessionSecret.renewing(session);
        }
        if (!watches.isEmpty()) {
            watches.saving(session, privilegeChange(session));
        }
        CommitResult result = manager.commit(session);
        noteEnd(session, result);
        settle(session);
        result.token().ifPresent(known -> {
            token = known;
            tokenId = session.id();
        });
        retireEnded();
        return Optional.of(result);
    }

    /** The same where nobody can be told any more that it failed. */
    void commitLate() {
        try {
            Optional<CommitResult> unused = commit();
        } catch (RuntimeException problem) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "what a request did to its session after the response had left was not saved",
                    problem);
        }
    }

    /** Whether the client is to get the token; also one that this response had before: its headers may have been reset. */
    boolean mustSend(CommitResult result, boolean rolling) {
        if (result.tokenChanged()) {
            sent = result.token();
        }
        return result.token().isPresent() && (rolling || result.token().equals(sent));
    }

    /** The text of the token that opens the live session as it was last committed. */
    Optional<String> committedToken() {
        return current().filter(live -> live.id().equals(tokenId)).flatMap(live -> Optional.ofNullable(token)
                .map(SessionToken::reveal));
    }

    /** The text of the newest token that opens the live session and is known to. */
    Optional<String> token() {
        return committedToken().or(this::openedToken);
    }

    /** The text of the token that the request came with, if it is still that of the live session. */
    private Optional<String> openedToken() {
        return opened().filter(found ->
                        current().filter(live -> live.id().equals(found.id())).isPresent())
                .map(PresentedTokens.Opened::token);
    }

    /** No token can be sent any more. */
    void responseLeft() {
        current().ifPresent(manager::responseLeft);
    }

    /** The response left without us: what cannot be told to the client any more is at least told to the operator. */
    void lockToken() {
        if (isTokenUntold()) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "a response left before its session was committed, so the client was not told its new token");
        }
        responseLeft();
    }

    /** The client holds the token of the present session, or is being told it. */
    void told() {
        current().ifPresent(session -> toldId = session.id());
    }

    /** Whether the client would have to be told of a token to come back to this session. */
    private boolean isTokenUntold() {
        return current()
                .filter(live -> storable)
                .filter(live -> !live.id().equals(toldId))
                .filter(live -> !live.isNew() || !live.names().isEmpty())
                .isPresent();
    }

    /** Forgets the session with what was done to it. */
    void drop() {
        retireEnded();
        letGo();
        current = null;
    }

    /** Goes on as if the presented token had opened nothing. */
    void forgetOpened() {
        drop();
        opened = null;
        toldId = null;
        idOfSecret = Optional.empty();
    }

    /** Lets the session age, and the next request have its turn. */
    void letGo() {
        if (current != null) {
            current.endTurn();
        }
        KeepAlive held = keepAlive;
        if (held != null) {
            held.close();
            keepAlive = null;
        }
    }

    private void retireEnded() {
        Session session = current;
        if (session != null && session.state() == Session.State.ENDED) {
            noteEnd(session, manager.commit(session));
            letGo();
            current = null;
        }
    }

    /** A token that was never sent cannot be removed: what the client holds in its place is somebody else's. */
    private void noteEnd(Session session, CommitResult result) {
        tokenMustGo |= result.tokenMustGo() && opened != null && opened.session() == session;
    }
}
