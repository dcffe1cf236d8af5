// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Optional keys that sign tokens: the first signs, all verify. Immutable and thread-safe.
 *
 * <p>What it brings: a forged token is refused without asking the store, which makes guessing floods cheap. What it does not
 * bring: secrecy, or more unguessable tokens; those have 256 random bits already. To change keys, put the new one first and
 * leave the old one behind it until its tokens are gone: a token that an old key verified is sent anew, signed by the first,
 * with the next response.
 *
 * <p>The signature is HMAC-SHA-256 cut to 192 bits (RFC 2104 §5 allows half), which fills 32 characters exactly.
 */
public final class SigningKeys {
    /** No signing. */
    public static final SigningKeys NONE = new SigningKeys(List.of());

    /** The shortest key: 32 bytes, the output length of SHA-256 (RFC 2104 §3). */
    public static final int SHORTEST = 32;

    private static final int SIGNATURE_BYTES = 24;
    private static final int SIGNATURE_LENGTH = 32;
    private static final byte[] PURPOSE = "sojourn session token\n".getBytes(StandardCharsets.US_ASCII);

    private final List<SecretKeySpec> keys;

    private SigningKeys(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * Keys as bytes; they are copied.
     *
     * @throws IllegalArgumentException if there is none, or one has fewer than {@value #SHORTEST} bytes
     */
    public static SigningKeys of(byte[]... keys) {
        if (keys.length == 0) {
            throw new IllegalArgumentException(
                    "at least one signing key is needed; for no signing use SigningKeys.NONE");
        }
        List<SecretKeySpec> list = new ArrayList<>();
        for (byte[] key : keys) {
            if (key.length < SHORTEST) {
                throw new IllegalArgumentException("a signing key must have at least " + SHORTEST + " bytes, got "
                        + key.length + ": make one with a secure random generator, not from a phrase");
            }
            list.add(new SecretKeySpec(key, "HmacSHA256"));
        }
        return new SigningKeys(List.copyOf(list));
    }

    /**
     * Keys as text, used as its UTF-8 bytes: what an environment variable holds.
     *
     * @throws IllegalArgumentException if there is none, or one has fewer than {@value #SHORTEST} bytes
     */
    public static SigningKeys ofText(String... keys) {
        return of(Arrays.stream(keys)
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    /** Whether tokens are signed at all. */
    public boolean isSigning() {
        return !keys.isEmpty();
    }

    /** The text with the first key's signature, or as it is without keys. */
    String sign(String token) {
        return keys.isEmpty() ? token : token + signature(keys.get(0), token);
    }

    /** How long a token's whole text is. */
    int textLength() {
        return SessionToken.TEXT_LENGTH + (keys.isEmpty() ? 0 : SIGNATURE_LENGTH);
    }

    /** Which key signed this text, from 0; -1 for none of them. Takes the same time for every wrong signature. */
    int signerOf(String text) {
        String token = text.substring(0, SessionToken.TEXT_LENGTH);
        byte[] presented = text.substring(SessionToken.TEXT_LENGTH).getBytes(StandardCharsets.ISO_8859_1);
        int signer = -1;
        for (int index = keys.size() - 1; index >= 0; index--) {
            byte[] right = signature(keys.get(index), token).getBytes(StandardCharsets.ISO_8859_1);
            if (MessageDigest.isEqual(right, presented)) {
                signer = index;
            }
        }
        return signer;
    }

    private static String signature(SecretKeySpec key, String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(PURPOSE);
            byte[] whole = mac.doFinal(token.getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, SIGNATURE_BYTES));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(
                    "this Java runtime lacks HMAC-SHA-256, which every one must have", impossible);
        }
    }

    /** How many keys there are; not which. */
    @Override
    public String toString() {
        return "SigningKeys[" + keys.size() + "]";
    }

    /** What reading a presented text led to; used by the manager only. */
    record Verified(Optional<SessionToken> token, boolean byOldKey, boolean forged) {}

    /** Checks form and signature of a presented text. */
    Verified verify(String text) {
        if (text.length() != textLength()) {
            boolean bare = text.length() == SessionToken.TEXT_LENGTH;
            return new Verified(Optional.empty(), false, bare);
        }
        Optional<SessionToken> token = SessionToken.parse(text.substring(0, SessionToken.TEXT_LENGTH));
        if (token.isEmpty() || keys.isEmpty()) {
            return new Verified(token, false, false);
        }
        int signer = signerOf(text);
        return signer < 0 ? new Verified(Optional.empty(), false, true) : new Verified(token, signer > 0, false);
    }
}
