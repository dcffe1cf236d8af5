// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which secrets open a session, which once did, and what renewal is under way. Immutable.
 *
 * <p>There are two renewals. <em>At login</em> the new secret is random and the old one is dead at once. <em>On the timer</em>
 * the new secret is derived from the old one and a random salt kept here, so that every request that still carries the old
 * secret computes the same new one; the old one stays good until the new one has been seen, and for a short grace after.
 *
 * <pre>
 *   steady      current
 *   started     current, salt, next          the derived secret is sent with every response until it comes back
 *   confirmed   current (was next), salt, superseded[0] = (was current, good until now + grace)
 *   login       current (random), superseded += all that were good, dead at once
 * </pre>
 */
public final class TokenSecrets {
    /**
     * How many superseded secrets are remembered; an older one counts as never issued.
     *
     * <p>4: a thief's copy is recognised through four renewals, at a cost of 40 bytes for each, paid only by sessions that
     * were renewed.
     */
    public static final int REMEMBERED = 4;

    /** How many bytes a salt has. */
    public static final int SALT_BYTES = 16;

    private static final byte[] NO_SALT = new byte[0];

    private final SecretHash current;
    private final Optional<byte[]> salt;
    private final Optional<SecretHash> next;
    private final List<Superseded> superseded;

    private TokenSecrets(
            SecretHash current, Optional<byte[]> salt, Optional<SecretHash> next, List<Superseded> superseded) {
        this.current = current;
        this.salt = salt;
        this.next = next;
        this.superseded = superseded;
    }

    /** One secret, never renewed. */
    public static TokenSecrets first(SecretHash current) {
        return new TokenSecrets(current, Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * The state as a store reads it.
     *
     * @throws IllegalArgumentException if the salt has not {@value #SALT_BYTES} bytes, more than {@value #REMEMBERED}
     *     secrets are superseded, or a next secret comes without a salt
     */
    public static TokenSecrets of(
            SecretHash current, Optional<byte[]> salt, Optional<SecretHash> next, List<Superseded> superseded) {
        if (salt.isPresent() && salt.get().length != SALT_BYTES) {
            throw new IllegalArgumentException("a salt has " + SALT_BYTES + " bytes, got " + salt.get().length);
        }
        if (next.isPresent() && salt.isEmpty()) {
            throw new IllegalArgumentException("a next secret needs the salt that it was derived with");
        }
        if (superseded.size() > REMEMBERED) {
            throw new IllegalArgumentException(
                    "at most " + REMEMBERED + " superseded secrets, got " + superseded.size());
        }
        return new TokenSecrets(current, salt.map(byte[]::clone), next, List.copyOf(superseded));
    }

    /** The hash of the secret in force. */
    public SecretHash current() {
        return current;
    }

    /** The salt of the last renewal on the timer, in a new array. */
    public Optional<byte[]> salt() {
        return salt.map(byte[]::clone);
    }

    /** The hash of the derived secret that has been sent and not yet seen. */
    public Optional<SecretHash> next() {
        return next;
    }

    /** The secrets that are no longer in force, newest first. */
    public List<Superseded> superseded() {
        return superseded;
    }

    /** What a presented secret is at this moment. */
    public Standing standingOf(SecretHash presented, Instant now) {
        if (presented.equals(current)) {
            return Standing.CURRENT;
        }
        if (next.isPresent() && presented.equals(next.get())) {
            return Standing.NEXT;
        }
        for (Superseded old : superseded) {
            if (presented.equals(old.hash())) {
                return now.isBefore(old.goodUntil()) ? Standing.IN_GRACE : Standing.STALE;
            }
        }
        return Standing.NEVER_ISSUED;
    }

    /** Since when a presented secret has been dead; empty unless its standing is {@link Standing#STALE}. */
    public Optional<Instant> deadSince(SecretHash presented) {
        return superseded.stream()
                .filter(old -> old.hash().equals(presented))
                .map(Superseded::goodUntil)
                .findFirst();
    }

    /** After a privilege change: only this secret is good, all others are dead from now on. */
    public TokenSecrets replacedBy(SecretHash random, Instant now) {
        List<Superseded> dead = new ArrayList<>();
        next.ifPresent(hash -> dead.add(new Superseded(hash, now)));
        dead.add(new Superseded(current, now));
        for (Superseded old : superseded) {
            dead.add(old.goodUntil().isAfter(now) ? new Superseded(old.hash(), now) : old);
        }
        return new TokenSecrets(random, Optional.empty(), Optional.empty(), newest(dead));
    }

    /** The timer's renewal has begun: the derived secret is good too from now on. */
    public TokenSecrets startedWith(byte[] newSalt, SecretHash derived) {
        return of(current, Optional.of(newSalt), Optional.of(derived), superseded);
    }

    /**
     * The derived secret has been seen: it is in force, and the one before it is good until the moment given.
     *
     * @throws IllegalStateException if no renewal is under way
     */
    public TokenSecrets confirmed(Instant oldGoodUntil) {
        SecretHash seen = next.orElseThrow(() -> new IllegalStateException("no renewal is under way"));
        List<Superseded> old = new ArrayList<>();
        old.add(new Superseded(current, oldGoodUntil));
        old.addAll(superseded);
        return new TokenSecrets(seen, salt, Optional.empty(), newest(old));
    }

    private static List<Superseded> newest(List<Superseded> all) {
        return List.copyOf(all.subList(0, Math.min(REMEMBERED, all.size())));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenSecrets that
                && that.current.equals(current)
                && Arrays.equals(that.salt.orElse(NO_SALT), salt.orElse(NO_SALT))
                && that.next.equals(next)
                && that.superseded.equals(superseded);
    }

    @Override
    public int hashCode() {
        return 31 * current.hashCode() + superseded.size();
    }

    /** Says only what state the secrets are in. */
    @Override
    public String toString() {
        return "TokenSecrets[" + (next.isPresent() ? "renewal started" : "steady") + ", " + superseded.size()
                + " superseded]";
    }

    /** What a presented secret is. */
    public enum Standing {
        /** In force. */
        CURRENT,
        /** Derived, sent, and seen now for the first time. */
        NEXT,
        /** Superseded by the timer a moment ago, still good for requests in flight. */
        IN_GRACE,
        /** Superseded, and no longer good: an old copy, perhaps a stolen one. */
        STALE,
        /** Not a secret of this session: a guess by someone who knows the key. */
        NEVER_ISSUED
    }

    /**
     * A secret that is no longer in force.
     *
     * @param hash its hash
     * @param goodUntil the moment from which on it is dead, cut to milliseconds as all moments of a record are
     */
    public record Superseded(SecretHash hash, Instant goodUntil) {
        /** Cuts the moment to milliseconds, so that every store gives back what it was given. */
        public Superseded {
            goodUntil = Instant.ofEpochMilli(goodUntil.toEpochMilli());
        }
    }
}
