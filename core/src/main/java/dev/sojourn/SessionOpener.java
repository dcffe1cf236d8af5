// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeLimitException;
import dev.sojourn.store.CarriedRecords;
import dev.sojourn.store.CarriedRecords.Carried;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.TokenSecrets.Standing;
import dev.sojourn.store.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * From a presented text to a session: form, signature, look-up, time, secret; in this order, so that each spares the next.
 *
 * <p>A copy of a session may let a request in. It refuses none: a login on another node may be newer than the copy.
 */
final class SessionOpener {
    private final Settings settings;
    private final EventPublisher events;

    SessionOpener(Settings settings, EventPublisher events) {
        this.settings = settings;
        this.events = events;
    }

    OpenResult open(String presented) {
        return open(presented, true);
    }

    /** The same, by what the store has now: a copy will not do. */
    OpenResult openNewest(String presented) {
        return open(presented, false);
    }

    private OpenResult open(String presented, boolean copyWillDo) {
        Optional<CarriedRecords> carrier = settings.carried();
        return carrier.isPresent() ? unsealed(carrier.get(), presented) : lookedUp(presented, copyWillDo);
    }

    private OpenResult unsealed(CarriedRecords carrier, String presented) {
        Optional<Carried> carried = carrier.open(presented);
        if (carried.isEmpty()) {
            return refused(NoSessionReason.UNKNOWN);
        }
        SessionToken token = CarriedTokens.opened(presented, carried.get());
        return open(
                carried.get().record(), token, token.secretHash(), carried.get().isSealedByOldKey());
    }

    private OpenResult lookedUp(String presented, boolean copyWillDo) {
        SigningKeys.Verified verified = settings.signing().verify(presented);
        if (verified.token().isEmpty()) {
            return refused(verified.forged() ? NoSessionReason.FORGED : NoSessionReason.MALFORMED);
        }
        SessionToken token = verified.token().get();
        SecretHash hash = token.secretHash();
        try {
            return settings.find(token.key(), copy -> copyWillDo && opens(copy, hash))
                    .map(record -> open(record, token, hash, verified.byOldKey()))
                    .orElseGet(() -> refused(NoSessionReason.UNKNOWN));
        } catch (UnreadableRecordException unreadable) {
            discard(unreadable);
            return new OpenResult.NoSession(NoSessionReason.UNREADABLE);
        }
    }

    /** A live record as the store has it now, for callers that need no token. */
    Optional<SessionRecord> find(SessionKey key) {
        try {
            return settings.newest(key).filter(record -> !record.isExpiredAt(settings.now()));
        } catch (UnreadableRecordException unreadable) {
            discard(unreadable);
            return Optional.empty();
        }
    }

    private boolean opens(SessionRecord record, SecretHash hash) {
        Instant now = settings.now();
        Standing standing = record.secrets().standingOf(hash, now);
        return !record.isExpiredAt(now) && standing != Standing.NEVER_ISSUED && standing != Standing.STALE;
    }

    private OpenResult open(SessionRecord record, SessionToken token, SecretHash hash, boolean byOldKey) {
        Instant now = settings.now();
        if (record.isExpiredAt(now)) {
            return refused(NoSessionReason.EXPIRED);
        }
        Standing standing = record.secrets().standingOf(hash, now);
        if (standing == Standing.NEVER_ISSUED) {
            if (events.isWanted()) {
                events.publish(new SessionEvent.NeverIssuedToken(now, idOf(record)));
            }
            return new OpenResult.NoSession(NoSessionReason.NEVER_ISSUED);
        }
        if (standing == Standing.STALE) {
            stale(record, hash, now);
            return new OpenResult.NoSession(NoSessionReason.STALE);
        }
        SessionToken held = byOldKey ? renewedText(token, record) : token;
        ActiveSession session = ActiveSession.opened(settings, events, record, held, hash);
        if (byOldKey) {
            session.peek().sendTokenAnew();
        }
        return new OpenResult.Opened(session);
    }

    /** The same token, sealed or signed by the key that does so now; as it was if it has become too long for that. */
    private SessionToken renewedText(SessionToken token, SessionRecord record) {
        try {
            return CarriedTokens.sealed(settings, Optional.of(token), record)
                    .orElseGet(() -> token.signedBy(settings.signing()));
        } catch (AttributeLimitException limitLowered) {
            return token;
        }
    }

    private void stale(SessionRecord record, SecretHash hash, Instant now) {
        Instant deadSince = record.secrets().deadSince(hash).orElse(now);
        Duration deadFor = Duration.between(deadSince, now);
        if (events.isWanted()) {
            events.publish(new SessionEvent.StaleToken(now, idOf(record), deadFor));
        }
        boolean theft = settings.policy().onStaleToken() == StaleTokenReaction.END_SESSION
                && deadFor.compareTo(settings.policy().renewalGrace()) > 0;
        if (theft && settings.end(record, EndReason.STOLEN) && events.isWanted()) {
            SessionSnapshot last = settings.snapshot(record);
            events.publish(new SessionEvent.Ended(now, last, EndReason.STOLEN));
        }
    }

    private void discard(UnreadableRecordException unreadable) {
        boolean delete = !unreadable.isNewerFormat() && settings.store().delete(unreadable.key());
        if (events.isWanted()) {
            String problem = String.valueOf(unreadable.getMessage());
            events.publish(new SessionEvent.RecordUnreadable(settings.now(), problem, delete));
        }
    }

    private OpenResult refused(NoSessionReason reason) {
        if (events.isWanted()) {
            events.publish(new SessionEvent.TokenRefused(settings.now(), reason));
        }
        return new OpenResult.NoSession(reason);
    }

    private static String idOf(SessionRecord record) {
        return PublicId.of(record.key(), record.renewals());
    }
}
