// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), made of the JDK's HMAC: the JDK has it as one piece only from version 25 on. */
final class Hkdf {
    /** What RFC 5869 takes where there is no salt. */
    static final byte[] NO_SALT = new byte[32];

    private static final String HMAC = "HmacSHA256";

    private Hkdf() {}

    /** So many bytes for this purpose; at most 255 times 32. */
    static byte[] derive(byte[] key, byte[] salt, byte[] info, int length) {
        Mac mac = macOf(mac(salt, key));
        byte[] derived = new byte[length];
        byte[] block = {};
        int done = 0;
        for (int counter = 1; done < length; counter++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) counter);
            block = mac.doFinal();
            int count = Math.min(block.length, length - done);
            System.arraycopy(block, 0, derived, done, count);
            done += count;
        }
        Arrays.fill(block, (byte) 0);
        return derived;
    }

    /** HMAC-SHA-256. */
    static byte[] mac(byte[] key, byte[] value) {
        return macOf(key).doFinal(value);
    }

    private static Mac macOf(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(
                    "this Java runtime lacks HMAC-SHA-256, which every one must have", impossible);
        }
    }
}
