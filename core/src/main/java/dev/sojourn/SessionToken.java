// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the browser holds: a 128-bit key that finds the session and a 256-bit secret that opens it. Immutable.
 *
 * <p>Written as 64 characters of base64url: 48 bytes fill them exactly, so no two texts mean the same token (no padding, no
 * spare bits). With signing keys, 32 characters of signature follow. Where the client carries the record ({@link
 * dev.sojourn.store.CarriedRecords}), key and secret are sealed with it, and the text is longer.
 *
 * <p>Never prints itself: {@link #reveal()} is the one way to its text, for the transport that carries it to its owner.
 * Source: OWASP ASVS 5.0 7.2.3 (at least 128 random bits), 14.2.1 and 16.2.5 (not in URLs and logs).
 */
public final class SessionToken {
    /** How many bytes a secret has. */
    static final int SECRET_BYTES = 32;

    /** How many characters an unsigned token has. */
    static final int TEXT_LENGTH = 64;

    private final SessionKey key;
    private final byte[] secret;
    private final String text;
    private final boolean carriesRecord;

    private SessionToken(SessionKey key, byte[] secret, SigningKeys signing) {
        this.key = key;
        this.secret = secret;
        byte[] both = Arrays.copyOf(key.toBytes(), SessionKey.BYTES + SECRET_BYTES);
        System.arraycopy(secret, 0, both, SessionKey.BYTES, SECRET_BYTES);
        this.text = signing.sign(Base64.getUrlEncoder().withoutPadding().encodeToString(both));
        this.carriesRecord = false;
    }

    private SessionToken(SessionKey key, byte[] secret, String sealed) {
        this.key = key;
        this.secret = secret;
        this.text = sealed;
        this.carriesRecord = true;
    }

    private SessionToken(byte[] both, String text) {
        this.key = SessionKey.of(Arrays.copyOf(both, SessionKey.BYTES));
        this.secret = Arrays.copyOfRange(both, SessionKey.BYTES, both.length);
        this.text = text;
        this.carriesRecord = false;
    }

    /** A new random token for this key. */
    static SessionToken random(SessionKey key, SecureRandom random, SigningKeys signing) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new SessionToken(key, secret, signing);
    }

    /** A token whose text carries the record too, sealed. */
    static SessionToken carrying(SessionKey key, byte[] secret, String sealed) {
        return new SessionToken(key, secret, sealed);
    }

    /** The token that this unsigned text spells; empty if it spells none. */
    static Optional<SessionToken> parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] both = Base64.getUrlDecoder().decode(text);
            // Fewer bytes mean that the text ended in padding, which the decoder takes and we do not.
            return both.length == SessionKey.BYTES + SECRET_BYTES
                    ? Optional.of(new SessionToken(both, text))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The token that every holder of this one derives with this salt: HMAC-SHA-256(secret, salt). */
    SessionToken derived(byte[] salt, SigningKeys signing) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return new SessionToken(key, mac.doFinal(salt), signing);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(
                    "this Java runtime lacks HMAC-SHA-256, which every one must have", impossible);
        }
    }

    /** The same token with the signature of the first signing key. */
    SessionToken signedBy(SigningKeys signing) {
        return new SessionToken(key, secret, signing);
    }

    /** The half that opens the session, in a new array: to be sealed, and for nothing else. */
    byte[] secret() {
        return secret.clone();
    }

    SecretHash secretHash() {
        return SecretHash.ofSecret(secret);
    }

    /** The half that finds the session and opens nothing. */
    public SessionKey key() {
        return key;
    }

    /**
     * The text that opens the session: for the response to its owner, and for nothing else.
     *
     * <p>Whoever has it is the visitor. Not for logs, pages, URLs or error messages.
     */
    public String reveal() {
        return text;
    }

    /** Whether it spells the same token, with the same record in it if it carries one. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SessionToken that
                && that.key.equals(key)
                && MessageDigest.isEqual(that.secret, secret)
                && that.carriesRecord == carriesRecord
                && (!carriesRecord || MessageDigest.isEqual(that.textBytes(), textBytes()));
    }

    private byte[] textBytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** The short form of the key only. */
    @Override
    public String toString() {
        return "SessionToken[" + key + "]";
    }
}
