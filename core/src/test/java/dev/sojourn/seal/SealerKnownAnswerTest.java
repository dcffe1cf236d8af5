// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same bytes from a second implementation, and from the standards. Covers W40, ASVS 11.2.1. */
class SealerKnownAnswerTest {
    private static final String GOLDEN = "01" // layout
            + "fdeffe0eb2e5c5cf" // key id
            + "5a".repeat(24) // salt
            + "a7ad120ef64f36" // ciphertext
            + "eb4557353f61c5e338e26d1cd3047f37"; // tag

    /** RFC 5869, A.1 and A.3. */
    @Test
    void hkdf_gives_what_the_rfc_says() {
        byte[] key = hex("0b".repeat(22));
        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
                HexFormat.of()
                        .formatHex(
                                Hkdf.derive(key, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"), 42)));
        assertEquals(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
                HexFormat.of().formatHex(Hkdf.derive(key, Hkdf.NO_SALT, new byte[0], 42)));
    }

    /** NIST SP 800-38D, test case 16 of McGrew and Viega, keeps the second implementation honest. */
    @Test
    void the_second_implementation_gives_what_the_standard_says() throws GeneralSecurityException {
        byte[] sealed = IndependentSeal.gcm(
                hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
                hex("cafebabefacedbaddecaf888"),
                hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
                hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"));

        assertEquals(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b",
                HexFormat.of().formatHex(sealed));
    }

    @Test
    void both_implementations_seal_alike_at_every_length() throws GeneralSecurityException {
        byte[] salt = filled(24, 0x5A);
        IndependentSeal second = new IndependentSeal(TestKeys.bytes(1), "purpose", "app", "tenant");
        Sealer sealer = Sealer.builder(KeyRing.of(TestKeys.key(1)), "purpose")
                .application("app")
                .tenant("tenant")
                .random(always(salt))
                .build();
        Random random = new Random(7);
        for (int length = 0; length < 70; length++) {
            byte[] content = new byte[length];
            random.nextBytes(content);
            byte[] part = Arrays.copyOf(content, length / 3);

            byte[] sealed = sealer.seal(content, part, content);

            assertArrayEquals(second.seal(salt, content, part, content), sealed, "length " + length);
            assertArrayEquals(
                    content,
                    assertInstanceOf(Opening.Opened.class, sealer.open(sealed, part, content))
                            .content());
            assertEquals(length + Sealer.OVERHEAD, sealed.length);
        }
    }

    @Test
    void both_implementations_give_the_same_tags() throws GeneralSecurityException {
        byte[] value = "anna".getBytes(StandardCharsets.UTF_8);
        Sealer sealer = Sealer.builder(KeyRing.of(TestKeys.key(1)), "p")
                .application("a")
                .build();

        assertArrayEquals(new IndependentSeal(TestKeys.bytes(1), "p", "a", "").tag(value), sealer.tag(value));
    }

    /** Golden bytes: whoever changes them needs a new layout byte, and a reader for this one. */
    @Test
    void layout_1_has_these_bytes() {
        Sealer sealer = Sealer.builder(KeyRing.of(TestKeys.key(1)), "purpose")
                .random(always(filled(24, 0x5A)))
                .build();

        byte[] sealed = sealer.seal("content".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});

        assertEquals(GOLDEN, HexFormat.of().formatHex(sealed));
    }

    private static Random always(byte[] bytes) {
        return new Random() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] target) {
                System.arraycopy(bytes, 0, target, 0, target.length);
            }
        };
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
