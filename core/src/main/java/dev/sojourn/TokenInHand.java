// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.TokenSecrets.Standing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token by which a request has its session, and what the browser has been told of it. Guarded by the lock of its {@link
 * ActiveSession}.
 */
final class TokenInHand {
    private @Nullable SessionToken token;
    private @Nullable SecretHash hash;
    /** The token that carries the record as it was last stored, if this request stored it. */
    private @Nullable SessionToken carrying;

    private @Nullable SessionToken sent;
    private boolean mustBeSent;

    private TokenInHand(@Nullable SessionToken token, @Nullable SecretHash hash, boolean mustBeSent) {
        this.token = token;
        this.hash = hash;
        this.mustBeSent = mustBeSent;
    }

    /** A new one, which the browser does not know. */
    static TokenInHand created(SessionToken token, SecretHash hash) {
        return new TokenInHand(token, hash, true);
    }

    /** The one that the browser presented. */
    static TokenInHand presented(SessionToken token, SecretHash hash) {
        return new TokenInHand(token, hash, false);
    }

    /** No request of a visitor, so no token. */
    static TokenInHand none() {
        return new TokenInHand(null, null, false);
    }

    Optional<SessionToken> token() {
        return Optional.ofNullable(token);
    }

    Optional<SecretHash> hash() {
        return Optional.ofNullable(hash);
    }

    /** Takes another token in its place. */
    void adopt(SessionToken another) {
        token = another;
        hash = another.secretHash();
    }

    /** Goes on with a new token in place of the one that the client holds, and which it must be sent. */
    void replaceBy(SessionToken another) {
        adopt(another);
        sendAnew();
    }

    void sendAnew() {
        mustBeSent = true;
    }

    /** The record was stored, and this token carries it. */
    void carries(SessionToken withRecord) {
        carrying = withRecord;
    }

    /** The token that the browser should hold. */
    SessionToken forBrowser(SessionRecord record, Settings settings) {
        SessionToken known = carrying;
        return known != null
                ? known
                : TimerRenewal.browserToken(
                        record, token().orElseThrow(), hash().orElseThrow(), settings, settings.now());
    }

    /** Whether the browser lacks this token. */
    boolean owes(SessionToken forBrowser) {
        SessionToken held = sent == null ? token : sent;
        return mustBeSent || held == null || !forBrowser.equals(held);
    }

    void sent(SessionToken toBrowser) {
        sent = toBrowser;
        mustBeSent = false;
    }

    /**
     * Whether the token died in a change of privilege meanwhile: then what the request did is of before, and does not count. A
     * request that was merely slower than the timer's renewal and its grace does count.
     */
    boolean isSupersededBy(SessionRecord newer, Settings settings) {
        if (token == null || hash == null) {
            return false;
        }
        Standing standing = newer.secrets().standingOf(hash, settings.now());
        return (standing == Standing.STALE || standing == Standing.NEVER_ISSUED)
                && !TimerRenewal.leadsToCurrent(newer, token, settings);
    }
}
