// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.Session;
import dev.sojourn.seal.KeyRing;
import dev.sojourn.store.RecordFormat;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * W40: cookies opened and made by a second implementation, written after {@code docs/storage/cookie.md} and {@code
 * docs/encryption.md} with nothing of ours: had the seal been computed over wrong bytes on both sides, this would notice.
 */
class KnownAnswerTest {
    private static final byte[] MASTER = TestKeys.bytes(1);
    private static final byte[] SCOPE =
            joined(ascii("sojourn seal 1"), ascii("session cookie"), ascii("shop"), ascii("north"));

    private final ManualClock clock = ManualClock.startingAt(Instant.parse("2030-01-01T00:00:00.123456Z"));
    private final Node node = new Node(clock, KeyRing.of(TestKeys.key(1)), builder -> builder.application("shop")
            .tenant("north"));

    @Test
    void what_we_seal_is_what_the_page_says() throws GeneralSecurityException {
        String cookie = node.stored(session -> session.set("n", 1));
        byte[] sealed = Base64.getUrlDecoder().decode(cookie);
        assertEquals(1, sealed[0]);
        assertArrayEquals(hkdf(new byte[32], joined(SCOPE, ascii("id")), 8), Arrays.copyOfRange(sealed, 1, 9));
        ByteBuffer content = ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, sealed));
        assertEquals(1, content.get());
        assertEquals(clock.instant().getEpochSecond() * 1_000_000 + 123_456, content.getLong());
        byte[] secret = new byte[32];
        byte[] key = new byte[16];
        content.get(secret).get(key);
        byte[] encoded = new byte[content.remaining()];
        content.get(encoded);
        Session session = node.open(cookie);
        assertArrayEquals(node.manager.keyOf(session).toBytes(), key);
        SessionRecord record = RecordFormat.decode(node.manager.keyOf(session), encoded);
        assertEquals(1, record.attributes().count());
        assertArrayEquals(
                MessageDigest.getInstance("SHA-256").digest(secret),
                record.secrets().current().toBytes());
    }

    @Test
    void what_the_page_says_opens_here() throws GeneralSecurityException {
        byte[] sealed = Base64.getUrlDecoder().decode(node.stored(session -> session.set("n", 1)));
        byte[] content = crypt(Cipher.DECRYPT_MODE, sealed);
        byte[] salt = new byte[24];
        Arrays.fill(salt, (byte) 7);
        System.arraycopy(salt, 0, sealed, 9, 24);
        byte[] header = Arrays.copyOf(sealed, 33);
        byte[] theirs = concat(header, crypt(Cipher.ENCRYPT_MODE, concat(header, content)));
        Session session = node.open(Base64.getUrlEncoder().withoutPadding().encodeToString(theirs));
        assertEquals(1, session.get("n").orElseThrow());
    }

    /** What follows the header of 33 bytes, decrypted or encrypted. */
    private static byte[] crypt(int mode, byte[] message) throws GeneralSecurityException {
        byte[] header = Arrays.copyOf(message, 33);
        byte[] salt = Arrays.copyOfRange(header, 9, 33);
        byte[] authenticated = joined(SCOPE, header, joined());
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(authenticated);
        byte[] derived = hkdf(salt, joined(SCOPE, ascii("message"), hash), 44);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(derived, 0, 32, "AES"), new GCMParameterSpec(128, derived, 32, 12));
        cipher.updateAAD(authenticated);
        return cipher.doFinal(message, 33, message.length - 33);
    }

    private static byte[] hkdf(byte[] salt, byte[] info, int length) throws GeneralSecurityException {
        byte[] extracted = hmac(salt, MASTER);
        byte[] all = {};
        byte[] block = {};
        for (int counter = 1; all.length < length; counter++) {
            block = hmac(extracted, concat(block, info, new byte[] {(byte) counter}));
            all = concat(all, block);
        }
        return Arrays.copyOf(all, length);
    }

    private static byte[] hmac(byte[] key, byte[] value) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(value);
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

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
