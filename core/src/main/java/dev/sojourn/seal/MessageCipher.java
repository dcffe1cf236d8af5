// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The cipher of one message: its own key and nonce, and everything that is authenticated with it. Used once. */
final class MessageCipher {
    static final byte LAYOUT = 1;
    static final int ID_OFFSET = 1;
    static final int SALT_OFFSET = ID_OFFSET + Long.BYTES;
    static final int SALT_BYTES = 24;
    static final int HEADER_BYTES = SALT_OFFSET + SALT_BYTES;
    static final int TAG_BYTES = 16;

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final byte[] FOR_MESSAGES = LengthPrefixed.utf8("message");

    private final byte[] header;
    private final byte[] authenticated;
    private final SecretKeySpec key;
    private final GCMParameterSpec nonce;

    MessageCipher(SealingKey sealing, byte[] scope, byte[] header, byte[][] context) {
        this.header = header;
        this.authenticated = LengthPrefixed.join(scope, header, LengthPrefixed.join(context));
        byte[] salt = Arrays.copyOfRange(header, SALT_OFFSET, HEADER_BYTES);
        byte[] info = LengthPrefixed.join(scope, FOR_MESSAGES, sha256(authenticated));
        byte[] derived = sealing.derive(salt, info, KEY_BYTES + NONCE_BYTES);
        this.key = new SecretKeySpec(derived, 0, KEY_BYTES, "AES");
        this.nonce = new GCMParameterSpec(TAG_BYTES * Byte.SIZE, derived, KEY_BYTES, NONCE_BYTES);
        Arrays.fill(derived, (byte) 0);
    }

    /** Header, ciphertext and tag. */
    byte[] seal(byte[] content) {
        byte[] sealed = Arrays.copyOf(header, Math.addExact(HEADER_BYTES + TAG_BYTES, content.length));
        try {
            int unused = cipher(Cipher.ENCRYPT_MODE).doFinal(content, 0, content.length, sealed, HEADER_BYTES);
            return sealed;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java runtime did not encrypt with AES-256-GCM", impossible);
        }
    }

    /** The content; empty if the tag is another. */
    Optional<byte[]> open(byte[] sealed) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE).doFinal(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES));
        } catch (AEADBadTagException refused) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java runtime did not decrypt with AES-256-GCM", impossible);
        }
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, nonce);
        cipher.updateAAD(authenticated);
        return cipher;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", impossible);
        }
    }
}
