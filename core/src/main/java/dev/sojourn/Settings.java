// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeValue;
import dev.sojourn.store.Caching;
import dev.sojourn.store.CarriedRecords;
import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.Locking;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the manager was built with, for the pieces that it consists of, and where they count what they do.
 *
 * @param confirmsEnds whether ends are kept in the store until they were told; see {@link EndListener}
 */
record Settings(
        SessionStore store,
        SessionPolicy policy,
        AttributeCodecs codecs,
        SigningKeys signing,
        SecureRandom random,
        InstantSource clock,
        boolean confirmsEnds,
        SessionCounters counters) {

    Settings {
        if (policy.sessionsPerPrincipal().isPresent()
                && store.capability(PrincipalIndex.class).isEmpty()) {
            throw new IllegalArgumentException(
                    "sessionsPerPrincipal needs a store that finds the sessions of a user, and "
                            + store.getClass().getName() + " is no PrincipalIndex");
        }
        if (policy.onConflict() == ConflictPolicy.EXCLUSIVE
                && store.capability(Locking.class).isEmpty()) {
            throw new IllegalArgumentException("onConflict EXCLUSIVE needs a store with leases, and "
                    + store.getClass().getName() + " has no Locking");
        }
        if (confirmsEnds && store.capability(ConfirmedEnds.class).isEmpty()) {
            throw new IllegalArgumentException(
                    "an endListener needs a store that keeps ends until they are confirmed, and "
                            + store.getClass().getName() + " has no ConfirmedEnds");
        }
    }

    static Settings of(SessionManagerBuilder builder) {
        return new Settings(
                builder.store,
                builder.policy,
                builder.codecs,
                builder.signing,
                builder.random,
                builder.clock(),
                !builder.confirming.isEmpty(),
                new SessionCounters());
    }

    /** Refuses a name that the application may not give an attribute. */
    void checkName(String attribute) {
        checkLength(attribute);
        Arguments.checkNotReserved(attribute);
    }

    void checkLength(String attribute) {
        Arguments.checkLength(attribute, codecs.limits().nameLength());
    }

    Instant now() {
        return clock.instant();
    }

    /** Whether what {@link #find} answers may be older than what the store has. */
    boolean readsCopies() {
        return store.capability(Caching.class).isPresent();
    }

    /** Whether requests of a session can take turns. */
    boolean hasLeases() {
        return store.capability(Locking.class).isPresent();
    }

    /** Who seals records into tokens, if clients carry them. */
    Optional<CarriedRecords> carried() {
        return store.capability(CarriedRecords.class);
    }

    /** The session of this key, from a copy only if that will do. */
    Optional<SessionRecord> find(SessionKey key, Predicate<SessionRecord> usable) {
        Optional<Caching> copies = store.capability(Caching.class);
        return copies.isPresent() ? copies.get().find(key, usable) : store.find(key);
    }

    /** The session of this key as the store has it now. */
    Optional<SessionRecord> newest(SessionKey key) {
        return find(key, copy -> false);
    }

    /** What the store can do beyond its verbs. */
    <T> T capability(Class<T> type) {
        return store.capability(type)
                .orElseThrow(() -> new UnsupportedOperationException(
                        store.getClass().getName() + " is no " + type.getSimpleName()));
    }

    /** Ends a session in the store. Answers whether this very call did. */
    boolean end(SessionRecord session, EndReason reason) {
        return new Endings(this).end(session, reason);
    }

    StoredForms forms() {
        return new StoredForms(codecs);
    }

    AttributeValue encode(Object value) {
        Objects.requireNonNull(value, "an attribute value must not be null: remove the attribute instead");
        return codecs.encode(value, store.keepsReferences());
    }

    /** The stored form of a value that ends by itself at this moment, or with its session. */
    AttributeValue encode(Object value, Optional<Instant> end) {
        return end.isEmpty() ? encode(value) : codecs.encodeUntil(value, end.get());
    }

    SessionSnapshot snapshot(SessionRecord record) {
        return new SessionSnapshot(record, codecs, now());
    }
}
