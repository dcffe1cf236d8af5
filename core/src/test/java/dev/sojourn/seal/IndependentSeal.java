// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The seal once more, from the page and not from the code: HMAC out of SHA-256 (RFC 2104), HKDF (RFC 5869), and GCM out of
 * single AES blocks and the multiplication of NIST SP 800-38D 6.3. Slow and plain on purpose.
 */
final class IndependentSeal {
    private static final BigInteger REDUCTION = BigInteger.valueOf(0xE1).shiftLeft(120);

    private final byte[] master;
    private final byte[] scope;

    IndependentSeal(byte[] master, String purpose, String application, String tenant) {
        this.master = master;
        this.scope = joined(ascii("sojourn seal 1"), ascii(purpose), ascii(application), ascii(tenant));
    }

    byte[] id() throws GeneralSecurityException {
        return hkdf(new byte[32], joined(scope, ascii("id")), 8);
    }

    byte[] tag(byte[] value) throws GeneralSecurityException {
        return hmac(hkdf(new byte[32], joined(scope, ascii("tag")), 32), value);
    }

    byte[] seal(byte[] salt, byte[] content, byte[]... context) throws GeneralSecurityException {
        byte[] header = concat(new byte[] {1}, id(), salt);
        byte[] authenticated = joined(scope, header, joined(context));
        byte[] info = joined(scope, ascii("message"), sha256(authenticated));
        byte[] derived = hkdf(salt, info, 44);
        return concat(
                header, gcm(Arrays.copyOf(derived, 32), Arrays.copyOfRange(derived, 32, 44), authenticated, content));
    }

    private byte[] hkdf(byte[] salt, byte[] info, int length) throws GeneralSecurityException {
        byte[] extracted = hmac(salt, master);
        byte[] all = {};
        byte[] block = {};
        for (int counter = 1; all.length < length; counter++) {
            block = hmac(extracted, concat(block, info, new byte[] {(byte) counter}));
            all = concat(all, block);
        }
        return Arrays.copyOf(all, length);
    }

    static byte[] hmac(byte[] key, byte[] value) throws GeneralSecurityException {
        byte[] inner = Arrays.copyOf(key.length > 64 ? sha256(key) : key, 64);
        byte[] outer = inner.clone();
        for (int index = 0; index < 64; index++) {
            inner[index] ^= 0x36;
            outer[index] ^= 0x5C;
        }
        return sha256(concat(outer, sha256(concat(inner, value))));
    }

    static byte[] gcm(byte[] key, byte[] nonce, byte[] authenticated, byte[] content) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        BigInteger hashKey = new BigInteger(1, aes.doFinal(new byte[16]));
        byte[] ciphertext = new byte[content.length];
        for (int from = 0; from < content.length; from += 16) {
            byte[] stream = aes.doFinal(counter(nonce, 2 + from / 16));
            for (int index = from; index < Math.min(from + 16, content.length); index++) {
                ciphertext[index] = (byte) (content[index] ^ stream[index - from]);
            }
        }
        ByteBuffer lengths =
                ByteBuffer.allocate(16).putLong(authenticated.length * 8L).putLong(ciphertext.length * 8L);
        BigInteger hash = BigInteger.ZERO;
        byte[] hashed = concat(padded(authenticated), padded(ciphertext), lengths.array());
        for (int from = 0; from < hashed.length; from += 16) {
            hash = times(hash.xor(new BigInteger(1, Arrays.copyOfRange(hashed, from, from + 16))), hashKey);
        }
        BigInteger tag = hash.xor(new BigInteger(1, aes.doFinal(counter(nonce, 1))));
        return concat(ciphertext, sixteen(tag));
    }

    private static BigInteger times(BigInteger left, BigInteger right) {
        BigInteger product = BigInteger.ZERO;
        BigInteger shifted = right;
        for (int bit = 127; bit >= 0; bit--) {
            product = left.testBit(bit) ? product.xor(shifted) : product;
            shifted = shifted.testBit(0) ? shifted.shiftRight(1).xor(REDUCTION) : shifted.shiftRight(1);
        }
        return product;
    }

    private static byte[] counter(byte[] nonce, int number) {
        return ByteBuffer.allocate(16).put(nonce).putInt(number).array();
    }

    private static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, (bytes.length + 15) / 16 * 16);
    }

    private static byte[] sixteen(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] sixteen = new byte[16];
        int count = Math.min(16, bytes.length);
        System.arraycopy(bytes, bytes.length - count, sixteen, 16 - count, count);
        return sixteen;
    }

    private static byte[] joined(byte[]... parts) {
        byte[] joined = ByteBuffer.allocate(4).putInt(parts.length).array();
        for (byte[] part : parts) {
            joined = concat(joined, ByteBuffer.allocate(4).putInt(part.length).array(), part);
        }
        return joined;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
