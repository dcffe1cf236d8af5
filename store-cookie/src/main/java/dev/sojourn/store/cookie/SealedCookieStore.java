// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import dev.sojourn.codec.AttributeLimitException;
import dev.sojourn.seal.KeyRingSource;
import dev.sojourn.seal.KeysUnavailableException;
import dev.sojourn.seal.Opening;
import dev.sojourn.seal.Sealer;
import dev.sojourn.store.CarriedRecords;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Keeps each session in its own cookie, sealed with AES-256-GCM: no server has to keep it. Thread-safe.
 *
 * <p>Nobody without a key can read or make such a cookie; keys change without ending sessions. Idle and absolute timeout are inside, and
 * checked as everywhere. A session must be small: {@link SealedCookieStoreBuilder#maxLength}.
 *
 * <p><b>Of two requests at the same time, the response that reaches the browser last wins</b>: changes are not merged, as neither
 * request knows of the other.
 *
 * <p><b>Without a revocation store nothing ends on the server.</b> A logout makes the browser forget its cookie; a copy of that cookie
 * goes on working until its idle or absolute timeout, in the state in which it was copied. A login leaves the cookie of before it good
 * for what it was good for. A user's sessions cannot be ended by others. Only revoking a key ends something: everybody's sessions.
 *
 * <p><b>With one</b> ({@link SealedCookieStoreBuilder#revocation}), an end is an end at once and on all nodes, the cookie of before a
 * login is dead, {@link #endAll} and {@link #endOthers} end a user's sessions, and while that store is down, requests with a
 * session fail as they do with any store that is down. What such a store must not do is forget: see {@code docs/storage/cookie.md}.
 *
 * <p>Impossible with or without: finding a session by its key, listing or counting a user's sessions or all of them, limiting how many
 * a user has, merging, seeing a session's last state when its time is over, and telling that it is.
 *
 * <p>A text by a key that this ring does not have opens nothing, and is not taken for a failure as a record at rest would be: it comes
 * from the client, which could name any key, and a retired key must not lock its holders out for ever. So give a new key to every node
 * before it seals. The cookie is left alone, so that it opens again where the key is.
 *
 * <p>Costs without revocation: no round trip ever. With: opening one, two if somebody is logged in; saving one, two after a login;
 * writing down use one; ending two. Source: OWASP ASVS 5.0 7.4.1, 9.1.1, 9.2.1, 11.2.5.
 */
public final class SealedCookieStore implements SessionStore, CarriedRecords {
    static final String PURPOSE = "session cookie";

    /** How far the clock of a node that sealed may be ahead of ours. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

    private final Sealer sealer;
    private final RecordEncoding encoding;
    private final int maxLength;
    private final Duration longestLife;
    private final InstantSource clock;
    private final Optional<InstantSource> sharedClock;
    private final Optional<Revocations> revocations;

    SealedCookieStore(SealedCookieStoreBuilder builder, Sealer sealer, RecordEncoding encoding) {
        this.sealer = sealer;
        this.encoding = encoding;
        this.maxLength = builder.maxLength;
        this.longestLife = builder.longestLife;
        this.clock = builder.clock();
        this.sharedClock = builder.sharedClock();
        this.revocations = builder.revocation.map(server ->
                new Revocations(server, new RevocationKeys(builder.application, builder.tenant), clock, longestLife));
    }

    /** Starts with these keys, which have no default, and without revocation. */
    public static SealedCookieStoreBuilder builder(KeyRingSource keys) {
        return new SealedCookieStoreBuilder(keys);
    }

    // ---- what the browser carries

    /** Without revocation no round trip; with it one, two if somebody is logged in. */
    @Override
    public Optional<Carried> open(String presented) {
        try {
            return CookieText.bytes(presented).flatMap(this::opened);
        } catch (KeysUnavailableException missing) {
            throw unavailable(missing);
        }
    }

    @Override
    public String seal(byte[] secret, SessionRecord record) {
        byte[] content = new CookieContent(clock.instant(), secret, record).toBytes(encoding);
        int length = CookieText.length(Math.addExact(content.length, Sealer.OVERHEAD));
        if (length > maxLength) {
            throw new AttributeLimitException("the session would take " + length
                    + " characters in its cookie, more than maxLength = " + maxLength
                    + ": keep large data elsewhere and its key in the session");
        }
        try {
            return CookieText.of(sealer.seal(content));
        } catch (KeysUnavailableException missing) {
            throw unavailable(missing);
        }
    }

    @Override
    public boolean remembersEnds() {
        return revocations.isPresent();
    }

    // ---- ending from outside

    /**
     * Ends the session of this key; two round trips.
     *
     * @return whether this very call ended it: of many callers, exactly one is told true
     * @throws UnsupportedOperationException without revocation
     * @throws StoreUnavailableException if the outcome is unknown; repeating is harmless
     */
    public boolean end(SessionKey key) {
        return remembering("end a session").end(key);
    }

    /**
     * Ends all sessions of a user in which somebody logged in before this moment, on all nodes; two round trips. How many, nobody
     * knows, and no event is told.
     *
     * @throws UnsupportedOperationException without revocation
     * @throws StoreUnavailableException if the outcome is unknown; repeating is harmless
     */
    public void endAll(String principal) {
        remembering("end a user's sessions").endAll(principal, Optional.empty());
    }

    /** The same, but for one session: "sign out everywhere else". Its key: {@code SessionManager.keyOf}. */
    public void endOthers(String principal, SessionKey spared) {
        remembering("end a user's sessions").endAll(principal, Optional.of(spared));
    }

    // ---- the verbs of a store

    /** True: nobody else can have that key. No round trip. */
    @Override
    public boolean create(SessionRecord record) {
        return true;
    }

    /**
     * Impossible: only the browser has the record.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        throw new UnsupportedOperationException(
                "only the browser has a session that it carries, so none can be found by its"
                        + " key: open the token of a request; to end sessions, use end, endAll and endOthers of the store");
    }

    /** What revocations say of it; the expected version says nothing here. */
    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        return revocations.isPresent() ? revocations.get().save(next) : SaveResult.SAVED;
    }

    /** Whether it has not ended, as far as anybody remembers. */
    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        return revocations.isEmpty() || revocations.get().isAlive(key);
    }

    /** With revocation, ends it as {@link #end} does; without, says true and ends nothing. */
    @Override
    public boolean delete(SessionKey key) {
        return revocations.isEmpty() || revocations.get().end(key);
    }

    /** The clock of the revocation store, if it has one; and what takes away old revocations, if that store needs it. */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        if (type == InstantSource.class) {
            return sharedClock.map(type::cast);
        }
        if (type == Expiring.class) {
            return revocations
                    .flatMap(server -> server.store().capability(Expiring.class))
                    .filter(Expiring::needsSweep)
                    .map(server -> type.cast(new SweptRevocations(server)));
        }
        return SessionStore.super.capability(type);
    }

    /** Closes the revocation store. */
    @Override
    public void close() {
        revocations.ifPresent(server -> server.store().close());
    }

    /** What it does; no keys. */
    @Override
    public String toString() {
        return "SealedCookieStore[" + (remembersEnds() ? "with" : "without") + " revocation, up to " + maxLength
                + " characters]";
    }

    private Optional<Carried> opened(byte[] sealed) {
        if (!(sealer.open(sealed) instanceof Opening.Opened opened)) {
            return Optional.empty();
        }
        boolean byOldKey = sealer.isByOldKey(sealed);
        return CookieContent.of(opened.content(), encoding)
                .filter(this::isInTime)
                .flatMap(content -> revocations.isPresent() ? revocations.get().judge(content) : Optional.of(content))
                .map(content -> new Carried(content.secret(), content.record(), byOldKey));
    }

    private boolean isInTime(CookieContent content) {
        Instant now = clock.instant();
        return now.isBefore(content.sealedAt().plus(longestLife))
                && !content.sealedAt().isAfter(now.plus(MOST_AHEAD));
    }

    private Revocations remembering(String what) {
        return revocations.orElseThrow(() -> new UnsupportedOperationException("to " + what
                + " that the browser carries, some server must remember it: give the store a revocation store"));
    }

    private static StoreUnavailableException unavailable(KeysUnavailableException missing) {
        return new StoreUnavailableException("sessions cannot be sealed or opened: " + missing.getMessage(), missing);
    }
}
