// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Where revocations stand in their store: under one-way hashes, so that nobody reads keys or names there, and no record there is a
 * session that a token opens. Every part goes in with its length, so that no two questions are the same bytes.
 */
final class RevocationKeys {
    private final byte[] application;
    private final byte[] tenant;

    RevocationKeys(String application, String tenant) {
        this.application = utf8(application);
        this.tenant = utf8(tenant);
    }

    SessionKey ofSession(SessionKey key) {
        return SessionKey.of(Arrays.copyOf(hash("revoked session", key.toBytes()), SessionKey.BYTES));
    }

    SessionKey ofPrincipal(String principal) {
        return SessionKey.of(Arrays.copyOf(hash("revoked principal", utf8(principal)), SessionKey.BYTES));
    }

    /** What tells the secret in force after a login from others. */
    SecretHash ofSecret(SecretHash secret) {
        return SecretHash.of(hash("secret in force", secret.toBytes()));
    }

    /** What tells the session that is spared when all others of its user are ended. */
    SecretHash ofSpared(SessionKey key) {
        return SecretHash.of(hash("spared session", key.toBytes()));
    }

    /** Spares nobody. */
    SecretHash ofNone() {
        return SecretHash.of(hash("none", new byte[0]));
    }

    private byte[] hash(String purpose, byte[] value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : new byte[][] {utf8("sojourn " + purpose), application, tenant, value}) {
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", impossible);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
