// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.csrf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The text of a token. T68: compared with {@code MessageDigest.isEqual}, never by text. */
final class MaskedTokenTest {
    private static final byte[] SECRET = filled(7);
    private static final byte[] MASK = filled(42);

    @Test
    void token_matches_its_secret_and_scheme_only() {
        String token = MaskedToken.of(SECRET, true, MASK);
        assertTrue(MaskedToken.matches(token, SECRET, true));
        assertFalse(MaskedToken.matches(token, SECRET, false));
        assertFalse(MaskedToken.matches(token, filled(8), true));
        assertTrue(MaskedToken.matches(MaskedToken.of(SECRET, true, filled(43)), SECRET, true));
    }

    /** W60: neither secret nor proof stand in the token, with or without the mask. */
    @Test
    void token_holds_nothing_of_the_secret() {
        byte[] bytes = Base64.getUrlDecoder().decode(MaskedToken.of(SECRET, true, MASK));
        byte[] proof = new byte[32];
        for (int i = 0; i < 32; i++) {
            proof[i] = (byte) (bytes[i] ^ bytes[32 + i]);
        }
        assertNotEquals(Arrays.toString(SECRET), Arrays.toString(proof));
        assertNotEquals(Arrays.toString(proof), Arrays.toString(Arrays.copyOfRange(bytes, 32, 64)));
        String other = MaskedToken.of(SECRET, false, MASK);
        assertNotEquals(MaskedToken.of(SECRET, true, MASK), other);
    }

    /** T68: each bit counts. */
    @Test
    void token_with_one_bit_changed_does_not_match() {
        byte[] bytes = Base64.getUrlDecoder().decode(MaskedToken.of(SECRET, true, MASK));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertFalse(MaskedToken.matches(text(changed), SECRET, true), "bit " + bit);
        }
    }

    /** A mask of zeros would show what is under it, so it is no token though the rest is right; nor is one masked twice. */
    @Test
    void token_without_a_mask_or_masked_twice_does_not_match() {
        String bare = MaskedToken.of(SECRET, true, new byte[32]);
        assertFalse(MaskedToken.matches(bare, SECRET, true));
        assertFalse(MaskedToken.matches(text(new byte[64]), SECRET, true));
        byte[] twice = Base64.getUrlDecoder().decode(MaskedToken.of(SECRET, true, MASK));
        for (int i = 0; i < 32; i++) {
            twice[32 + i] ^= 5;
        }
        assertFalse(MaskedToken.matches(text(twice), SECRET, true));
    }

    /** Two texts for one token would be two names for one thing: bits that base64 leaves over must be zero. */
    @Test
    void text_of_another_form_does_not_match() {
        String token = MaskedToken.of(SECRET, true, MASK);
        assertEquals(86, token.length());
        char last = token.charAt(85);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String malleable = token.substring(0, 85) + alphabet.charAt(alphabet.indexOf(last) ^ 1);
        assertFalse(MaskedToken.matches(malleable, SECRET, true));
        assertFalse(MaskedToken.matches(token + "==", SECRET, true));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
