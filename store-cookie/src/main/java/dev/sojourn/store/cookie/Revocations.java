// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import dev.sojourn.store.Caching;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.store.TokenSecrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a server store remembers of sessions that browsers carry, so that what has ended stays ended: one {@link Floor} for each session
 * that logged in or ended, and one moment for each user whose sessions were all ended. Each lives as long as a cookie can be that it
 * is about. Thread-safe.
 */
final class Revocations {
    /** How much longer: for requests under way at the moment, and clocks that differ. */
    private static final Duration MARGIN = Duration.ofHours(1);

    /** How often a conditional save is tried; each time another one was done. */
    private static final int TRIES = 16;

    private final SessionStore store;
    private final RevocationKeys keys;
    private final InstantSource clock;
    private final Duration life;

    Revocations(SessionStore store, RevocationKeys keys, InstantSource clock, Duration longestLife) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
        this.life = longestLife.plus(MARGIN);
    }

    SessionStore store() {
        return store;
    }

    /** What is left of what a cookie carried. One round trip, two if somebody is logged in. */
    Optional<CookieContent> judge(CookieContent content) {
        SessionRecord record = content.record();
        Optional<Floor> floor = floorOf(record.key());
        if (floor.filter(Floor::isEnd).isPresent()) {
            return Optional.empty();
        }
        if (floor.filter(above -> above.isAbove(record)).isPresent()) {
            return Optional.of(content.with(floor.get().superseding(record, clock.instant())));
        }
        return record.principal().filter(user -> hasEnded(user, content)).isPresent()
                ? Optional.empty()
                : Optional.of(content);
    }

    /** What becomes of a save. One round trip, two after a login. */
    SaveResult save(SessionRecord next) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Optional<Floor> floor = floorOf(next.key());
            if (floor.filter(Floor::isEnd).isPresent()) {
                return SaveResult.GONE;
            }
            if (floor.filter(above -> above.isAbove(next)).isPresent()) {
                return new SaveResult.Conflict(floor.get().superseding(next, clock.instant()));
            }
            if (!isLogin(next, floor) || replace(floor, afterLogin(next))) {
                return SaveResult.SAVED;
            }
        }
        throw busy();
    }

    /** Whether it has not ended. One round trip. */
    boolean isAlive(SessionKey key) {
        return floorOf(key).filter(Floor::isEnd).isEmpty();
    }

    /** Ends a session; of many callers one is told so. Two round trips. */
    boolean end(SessionKey key) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Optional<Floor> floor = floorOf(key);
            if (floor.filter(Floor::isEnd).isPresent()) {
                return false;
            }
            SessionRecord.Builder ended = Floor.ended(entry(keys.ofSession(key), keys.ofNone(), clock.instant()));
            if (replace(floor, ended)) {
                return true;
            }
        }
        throw busy();
    }

    /** Ends all sessions of a user up to now, but for one if it is named. Two round trips. */
    void endAll(String principal, Optional<SessionKey> spared) {
        SessionKey place = keys.ofPrincipal(principal);
        SecretHash exempt = spared.map(keys::ofSpared).orElseGet(keys::ofNone);
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Optional<SessionRecord> known = find(place);
            Instant now = clock.instant();
            Instant before = known.map(Revocations::moment).orElse(now);
            if (replaceRecord(known, at(place, exempt, before.isAfter(now) ? before : now))) {
                return;
            }
        }
        throw busy();
    }

    private boolean hasEnded(String principal, CookieContent content) {
        SessionRecord record = content.record();
        Optional<SessionRecord> found = find(keys.ofPrincipal(principal));
        if (found.isEmpty() || found.get().secrets().current().equals(keys.ofSpared(record.key()))) {
            return false;
        }
        Instant login = record.authenticated().orElse(Instant.EPOCH);
        return login.isBefore(found.get().renewed()) || !content.sealedAt().isAfter(moment(found.get()));
    }

    private Optional<Floor> floorOf(SessionKey key) {
        return find(keys.ofSession(key)).map(stored -> new Floor(stored, keys));
    }

    /** As the store has it now: a copy in a near cache may not know of an end. */
    private Optional<SessionRecord> find(SessionKey place) {
        Optional<Caching> copies = store.capability(Caching.class);
        return copies.isPresent() ? copies.get().find(place, copy -> false) : store.find(place);
    }

    /** Whether there is a login or renewal in it that the floor does not know, and any cookie of before. */
    private static boolean isLogin(SessionRecord next, Optional<Floor> floor) {
        int known = floor.map(at -> at.stored().renewals()).orElse(0);
        return next.renewals() > known
                && next.secrets().salt().isEmpty()
                && !next.secrets().superseded().isEmpty();
    }

    private SessionRecord.Builder afterLogin(SessionRecord next) {
        SecretHash inForce = keys.ofSecret(next.secrets().current());
        return entry(keys.ofSession(next.key()), inForce, next.renewed()).renewals(next.renewals());
    }

    /** An entry for this moment, whose microseconds stand where a session has the count of its renewals. */
    private SessionRecord.Builder at(SessionKey place, SecretHash exempt, Instant moment) {
        long microseconds = ChronoUnit.MICROS.between(moment.truncatedTo(ChronoUnit.MILLIS), moment);
        return entry(place, exempt, moment).renewals((int) microseconds);
    }

    private static Instant moment(SessionRecord entry) {
        return entry.renewed().plusNanos(entry.renewals() * 1_000L);
    }

    private SessionRecord.Builder entry(SessionKey place, SecretHash hash, Instant moment) {
        return SessionRecord.builder(place, TokenSecrets.first(hash), moment)
                .deadline(clock.instant().plus(life));
    }

    private boolean replace(Optional<Floor> known, SessionRecord.Builder next) {
        return replaceRecord(known.map(Floor::stored), next);
    }

    private boolean replaceRecord(Optional<SessionRecord> known, SessionRecord.Builder next) {
        return known.isEmpty()
                ? store.create(next.build())
                : store.save(
                                next.version(known.get().version() + 1).build(),
                                known.get().version())
                        instanceof SaveResult.Saved;
    }

    private static StoreUnavailableException busy() {
        return new StoreUnavailableException(
                "what is remembered of a session was changed by others " + TRIES + " times in a row; try again");
    }
}
