// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.TokenSecrets;
import dev.sojourn.store.TokenSecrets.Standing;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * The renewal that nobody asked for: begun when the interval has passed, finished when the new secret comes back.
 *
 * <p>All of it is computed from the record and the presented token, so parallel requests do the same and none needs to know
 * of another.
 */
final class TimerRenewal {
    private TimerRenewal() {}

    /** The record with the next step of the renewal, if one is due for who presents this token. */
    static Optional<SessionRecord> step(
            SessionRecord record, SessionToken presented, SecretHash hash, Settings settings, Instant now) {
        TokenSecrets secrets = record.secrets();
        Standing standing = secrets.standingOf(hash, now);
        if (standing == Standing.NEXT) {
            Instant oldGoodUntil = now.plus(settings.policy().renewalGrace());
            return Optional.of(
                    record.toBuilder().secrets(secrets.confirmed(oldGoodUntil)).build());
        }
        if (standing != Standing.CURRENT || !isDue(record, settings.policy(), now)) {
            return Optional.empty();
        }
        byte[] salt = salt(settings.random());
        SecretHash derived = presented.derived(salt, settings.signing()).secretHash();
        return Optional.of(record.toBuilder()
                .secrets(secrets.startedWith(salt, derived))
                .renewals(record.renewals() + 1)
                .renewed(now)
                .build());
    }

    /** The token that the browser should hold: the presented one, or the one derived from it while a renewal runs. */
    static SessionToken browserToken(
            SessionRecord record, SessionToken presented, SecretHash hash, Settings settings, Instant now) {
        TokenSecrets secrets = record.secrets();
        Optional<byte[]> salt = secrets.salt();
        if (salt.isEmpty()) {
            return presented;
        }
        Standing standing = secrets.standingOf(hash, now);
        boolean started = standing == Standing.CURRENT && secrets.next().isPresent();
        if (!started && standing != Standing.IN_GRACE) {
            return presented;
        }
        SessionToken derived = presented.derived(salt.get(), settings.signing());
        Standing ofDerived = secrets.standingOf(derived.secretHash(), now);
        return ofDerived == Standing.NEXT || ofDerived == Standing.CURRENT ? derived : presented;
    }

    /** Whether the secret in force came from this token by the timer alone: then nobody's privilege has changed since. */
    static boolean leadsToCurrent(SessionRecord record, SessionToken presented, Settings settings) {
        return record.secrets()
                .salt()
                .map(salt -> presented.derived(salt, settings.signing()).secretHash())
                .filter(record.secrets().current()::equals)
                .isPresent();
    }

    private static boolean isDue(SessionRecord record, SessionPolicy policy, Instant now) {
        return record.secrets().next().isEmpty()
                && policy.renewalInterval()
                        .map(interval -> !now.isBefore(record.renewed().plus(interval)))
                        .orElse(false);
    }

    private static byte[] salt(SecureRandom random) {
        byte[] salt = new byte[TokenSecrets.SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }
}
