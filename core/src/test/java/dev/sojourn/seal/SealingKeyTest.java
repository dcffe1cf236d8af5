// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which keys are refused. Covers W37: no default key, no sample key; ASVS 11.2.3. */
class SealingKeyTest {
    private static final Pattern MAY_BE_A_KEY = Pattern.compile("[A-Za-z0-9+/]{43,86}={1,2}");

    @Test
    void random_keys_are_taken() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] key = new byte[SealingKey.SHORTEST + random.nextInt(33)];
            random.nextBytes(key);
            assertEquals("SealingKey", SealingKey.of(key).toString(), "seed " + seed);
        }
    }

    @Test
    void keys_that_are_too_short_or_too_long_are_refused_and_told_how_to_do_better() {
        for (int length : new int[] {0, 1, 16, 24, 31, 65}) {
            byte[] key = new byte[length];
            new Random(length).nextBytes(key);
            String message = refusal(key);
            assertTrue(message.contains("has " + length + " bytes"), message);
            assertTrue(message.contains("openssl rand -base64 32"), message);
        }
    }

    @Test
    void one_byte_or_a_pattern_again_and_again_is_refused() {
        for (int value = 0; value < 256; value++) {
            byte[] key = new byte[32];
            Arrays.fill(key, (byte) value);
            refusal(key);
        }
        for (int period = 2; period <= 16; period++) {
            byte[] pattern = new byte[period];
            new Random(period).nextBytes(pattern);
            byte[] key = new byte[33];
            for (int index = 0; index < key.length; index++) {
                key[index] = pattern[index % period];
            }
            refusal(key);
        }
    }

    @Test
    void counting_up_or_down_is_refused() {
        for (int step : new int[] {1, 2, 17, -1}) {
            byte[] key = new byte[32];
            for (int index = 0; index < key.length; index++) {
                key[index] = (byte) (250 + step * index);
            }
            refusal(key);
        }
    }

    @Test
    void text_is_no_key() {
        refusal("correct horse battery staple, and some".getBytes(StandardCharsets.US_ASCII));
        refusal(HexFormat.of().formatHex(TestKeys.bytes(1)).getBytes(StandardCharsets.US_ASCII));
        refusal(Base64.getEncoder().encodeToString(TestKeys.bytes(1)).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void few_different_bytes_are_refused() {
        byte[] key = new byte[32];
        new Random(3).nextBytes(key);
        for (int index = 0; index < key.length; index++) {
            key[index] &= (byte) 0x87;
        }
        byte[] fewer = key.clone();
        Arrays.fill(fewer, 0, 20, (byte) 0x80);

        refusal(fewer);
    }

    @Test
    void keys_of_standards_are_refused() {
        refusal(HexFormat.of().parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"));
        refusal(HexFormat.of().parseHex("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0"));
    }

    /** Whatever can be copied from our own documents as a key is refused. Covers W37. */
    @Test
    void no_key_in_our_documents_is_one() throws IOException {
        List<String> taken = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("../docs"))) {
            List<Path> pages = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".md")).toList());
            pages.add(Path.of("../README.md"));
            for (Path page : pages) {
                Matcher text = MAY_BE_A_KEY.matcher(Files.readString(page));
                while (text.find()) {
                    (isTaken(text.group()) ? taken : refused).add(page + ": " + text.group());
                }
            }
        }

        assertEquals(List.of(), taken);
        assertTrue(refused.toString().contains("encryption.md"), "the page about encryption shows a key");
    }

    @Test
    void base64_and_base64url_are_read_with_or_without_padding_and_white_space() {
        byte[] bytes = TestKeys.bytes(8);
        SealingKey key = SealingKey.of(bytes);
        String text = Base64.getEncoder().encodeToString(bytes);

        assertTrue(SealingKey.ofBase64(text).hasSameBytesAs(key));
        assertTrue(SealingKey.ofBase64(" " + text + "\n").hasSameBytesAs(key));
        assertTrue(SealingKey.ofBase64(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .hasSameBytesAs(key));
    }

    @Test
    void what_is_not_base64_is_refused_without_quoting_it() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> SealingKey.ofBase64("pass!phrase"));

        assertEquals("the sealing key is not base64", refused.getMessage());
    }

    @Test
    void a_key_is_not_changed_by_who_gave_it() {
        byte[] bytes = TestKeys.bytes(9);
        SealingKey key = SealingKey.of(bytes);
        Arrays.fill(bytes, (byte) 0);

        assertTrue(key.hasSameBytesAs(TestKeys.key(9)));
        assertFalse(key.hasSameBytesAs(TestKeys.key(10)));
    }

    private static boolean isTaken(String text) {
        try {
            SealingKey unused = SealingKey.ofBase64(text);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static String refusal(byte[] key) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> SealingKey.of(key))
                .getMessage());
        assertTrue(message.startsWith("the sealing key "), message);
        return message;
    }
}
