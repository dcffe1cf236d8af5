// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as a store keeps it. Immutable.
 *
 * <p>Moments have millisecond resolution, so that every store gives back what it was given. Two records are equal when all
 * their fields are.
 */
public final class SessionRecord {
    /** Stands for "no limit" where a moment is asked for; later than any moment that a session can reach. */
    public static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE / 2);

    private final SessionKey key;
    private final long version;
    private final TokenSecrets secrets;
    private final int renewals;
    private final long createdMillis;
    private final long lastAccessedMillis;
    private final long authenticatedMillis;
    private final long renewedMillis;
    private final long idleTimeoutMillis;
    private final long deadlineMillis;
    private final @Nullable String principal;
    private final Attributes attributes;

    private SessionRecord(Builder builder) {
        this.key = builder.key;
        this.version = builder.version;
        this.secrets = builder.secrets;
        this.renewals = builder.renewals;
        this.createdMillis = builder.createdMillis;
        this.lastAccessedMillis = builder.lastAccessedMillis;
        this.authenticatedMillis = builder.authenticatedMillis;
        this.renewedMillis = builder.renewedMillis;
        this.idleTimeoutMillis = builder.idleTimeoutMillis;
        this.deadlineMillis = builder.deadlineMillis;
        this.principal = builder.principal;
        this.attributes = builder.attributes;
    }

    /** Starts a record of version 1 that was created, last accessed and renewed at this moment and never expires. */
    public static Builder builder(SessionKey key, TokenSecrets secrets, Instant created) {
        return new Builder(key, secrets, created.toEpochMilli());
    }

    /** Starts from this record. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Where the record is stored. */
    public SessionKey key() {
        return key;
    }

    /** Counts the saves, from 1; a touch does not change it. */
    public long version() {
        return version;
    }

    /** The secrets that open the session. */
    public TokenSecrets secrets() {
        return secrets;
    }

    /** How often the secret was renewed; the public id depends on it. */
    public int renewals() {
        return renewals;
    }

    /** When the session began. */
    public Instant created() {
        return Instant.ofEpochMilli(createdMillis);
    }

    /** When it was last used, as far as the store was told: use is written at most once per {@code touchEvery}. */
    public Instant lastAccessed() {
        return Instant.ofEpochMilli(lastAccessedMillis);
    }

    /** When somebody last logged in. */
    public Optional<Instant> authenticated() {
        return authenticatedMillis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(authenticatedMillis));
    }

    /** When the secret was last renewed, or the session created. */
    public Instant renewed() {
        return Instant.ofEpochMilli(renewedMillis);
    }

    /** How long it may be unused; empty: for ever. */
    public Optional<Duration> idleTimeout() {
        return idleTimeoutMillis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(idleTimeoutMillis));
    }

    /** When it ends however much it is used; {@link #NEVER} without such a limit. */
    public Instant deadline() {
        return Instant.ofEpochMilli(deadlineMillis);
    }

    /** When it ends unless it is used again: the earlier of idle timeout and deadline, or {@link #NEVER}. */
    public Instant expiresAt() {
        return Instant.ofEpochMilli(expiresAtMillis());
    }

    /** {@link #expiresAt()} in milliseconds since 1970, for stores that keep it as a number. */
    public long expiresAtMillis() {
        if (idleTimeoutMillis == 0) {
            return deadlineMillis;
        }
        long idleEnd = lastAccessedMillis + idleTimeoutMillis;
        return idleEnd < lastAccessedMillis ? deadlineMillis : Math.min(deadlineMillis, idleEnd);
    }

    /** Whether it has ended by time: true from exactly {@link #expiresAt()} on. */
    public boolean isExpiredAt(Instant now) {
        return now.toEpochMilli() >= expiresAtMillis();
    }

    /** Who is logged in. */
    public Optional<String> principal() {
        return Optional.ofNullable(principal);
    }

    /** The attributes. */
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionRecord that
                && that.key.equals(key)
                && that.version == version
                && that.renewals == renewals
                && that.createdMillis == createdMillis
                && that.lastAccessedMillis == lastAccessedMillis
                && that.authenticatedMillis == authenticatedMillis
                && that.renewedMillis == renewedMillis
                && that.idleTimeoutMillis == idleTimeoutMillis
                && that.deadlineMillis == deadlineMillis
                && Objects.equals(that.principal, principal)
                && that.secrets.equals(secrets)
                && that.attributes.equals(attributes);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Long.hashCode(version);
    }

    /** Key in short form, version and counts: nothing that opens a session or belongs to a person. */
    @Override
    public String toString() {
        return "SessionRecord[" + key + ", version " + version + ", " + attributes.count() + " attributes]";
    }

    /** Collects the fields of a record; not thread-safe. Moments and durations are cut to milliseconds. */
    public static final class Builder {
        private final SessionKey key;
        private final long createdMillis;
        private TokenSecrets secrets;
        private long version = 1;
        private int renewals;
        private long lastAccessedMillis;
        private long authenticatedMillis;
        private long renewedMillis;
        private long idleTimeoutMillis;
        private long deadlineMillis = NEVER.toEpochMilli();
        private @Nullable String principal;
        private Attributes attributes = Attributes.NONE;

        private Builder(SessionKey key, TokenSecrets secrets, long createdMillis) {
            this.key = key;
            this.secrets = secrets;
            this.createdMillis = createdMillis;
            this.lastAccessedMillis = createdMillis;
            this.renewedMillis = createdMillis;
        }

        private Builder(SessionRecord record) {
            this.key = record.key;
            this.secrets = record.secrets;
            this.createdMillis = record.createdMillis;
            this.version = record.version;
            this.renewals = record.renewals;
            this.lastAccessedMillis = record.lastAccessedMillis;
            this.authenticatedMillis = record.authenticatedMillis;
            this.renewedMillis = record.renewedMillis;
            this.idleTimeoutMillis = record.idleTimeoutMillis;
            this.deadlineMillis = record.deadlineMillis;
            this.principal = record.principal;
            this.attributes = record.attributes;
        }

        /** See {@link SessionRecord#version()}. */
        public Builder version(long newVersion) {
            this.version = newVersion;
            return this;
        }

        /** See {@link SessionRecord#secrets()}. */
        public Builder secrets(TokenSecrets newSecrets) {
            this.secrets = newSecrets;
            return this;
        }

        /** See {@link SessionRecord#renewals()}. */
        public Builder renewals(int count) {
            this.renewals = count;
            return this;
        }

        /** See {@link SessionRecord#lastAccessed()}; a moment before the present value is ignored, it only moves forward. */
        public Builder lastAccessed(Instant moment) {
            this.lastAccessedMillis = Math.max(lastAccessedMillis, moment.toEpochMilli());
            return this;
        }

        /** See {@link SessionRecord#authenticated()}. */
        public Builder authenticated(Instant moment) {
            this.authenticatedMillis = moment.toEpochMilli();
            return this;
        }

        /** See {@link SessionRecord#renewed()}. */
        public Builder renewed(Instant moment) {
            this.renewedMillis = moment.toEpochMilli();
            return this;
        }

        /**
         * See {@link SessionRecord#idleTimeout()}.
         *
         * @throws IllegalArgumentException if present and less than a millisecond
         */
        public Builder idleTimeout(Optional<Duration> timeout) {
            long millis = timeout.map(Duration::toMillis).orElse(0L);
            if (timeout.isPresent() && millis < 1) {
                throw new IllegalArgumentException("idleTimeout must be at least 1 ms, was " + timeout.get());
            }
            this.idleTimeoutMillis = millis;
            return this;
        }

        /** See {@link SessionRecord#deadline()}; later than {@link #NEVER} counts as {@link #NEVER}. */
        public Builder deadline(Instant moment) {
            this.deadlineMillis = moment.isAfter(NEVER) ? NEVER.toEpochMilli() : moment.toEpochMilli();
            return this;
        }

        /** See {@link SessionRecord#principal()}. */
        public Builder principal(Optional<String> name) {
            this.principal = name.orElse(null);
            return this;
        }

        /** See {@link SessionRecord#attributes()}. */
        public Builder attributes(Attributes newAttributes) {
            this.attributes = newAttributes;
            return this;
        }

        /** The record. */
        public SessionRecord build() {
            return new SessionRecord(this);
        }
    }
}
