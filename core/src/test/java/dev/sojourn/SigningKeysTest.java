// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.SessionKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String FIRST = "the first key has to be thirty-two bytes long";
    private static final String SECOND = "and the second one, which is older, as well";

    private static SessionToken tokenBy(SigningKeys keys) {
        return SessionToken.random(SessionKey.random(RANDOM), RANDOM, keys);
    }

    /** E4, G13-88, G13-89: the first key signs. */
    @Test
    void the_first_key_signs() {
        SessionToken token = tokenBy(SigningKeys.ofText(FIRST, SECOND));
        assertTrue(SigningKeys.ofText(FIRST).verify(token.reveal()).token().isPresent());
        assertTrue(SigningKeys.ofText(SECOND).verify(token.reveal()).forged());
    }

    /** E4, E7, G13-90: every key verifies, and an old one says so. */
    @Test
    void every_key_verifies_and_an_old_one_is_told_apart() {
        SessionToken token = tokenBy(SigningKeys.ofText(SECOND));
        SigningKeys.Verified verified = SigningKeys.ofText(FIRST, SECOND).verify(token.reveal());
        assertEquals(token, verified.token().orElseThrow());
        assertTrue(verified.byOldKey());
        SigningKeys.Verified byFirst = SigningKeys.ofText(SECOND, FIRST).verify(token.reveal());
        assertFalse(byFirst.byOldKey());
    }

    /** G13-86, G13-87: text and its bytes are the same key. */
    @Test
    void keys_may_be_text_or_bytes() {
        SessionToken token = tokenBy(SigningKeys.ofText(FIRST));
        SigningKeys bytes = SigningKeys.of(FIRST.getBytes(StandardCharsets.UTF_8));
        assertTrue(bytes.verify(token.reveal()).token().isPresent());
    }

    /** E3, G1-7, W37: no list without a key, no key that is too short. */
    @Test
    void no_key_and_short_keys_are_refused() {
        assertThrows(IllegalArgumentException.class, SigningKeys::of);
        assertThrows(IllegalArgumentException.class, SigningKeys::ofText);
        String problem = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> SigningKeys.ofText(FIRST, "keyboard cat of 31 characters!!"))
                .getMessage());
        assertTrue(problem.contains("32") && problem.contains("31"), problem);
        assertFalse(problem.contains("keyboard"), problem);
    }

    /** Another implementation of the documented format gives the same signature. */
    @Test
    void a_signature_is_hmac_sha256_of_purpose_and_token_cut_to_192_bits() throws Exception {
        String text = tokenBy(SigningKeys.ofText(FIRST)).reveal();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(FIRST.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected =
                mac.doFinal(("sojourn session token\n" + text.substring(0, 64)).getBytes(StandardCharsets.US_ASCII));
        assertEquals(Base64.getUrlEncoder().encodeToString(Arrays.copyOf(expected, 24)), text.substring(64));
    }

    /** Bytes given are copied: changing them afterwards changes no key. */
    @Test
    void the_caller_may_wipe_its_array() {
        byte[] mine = FIRST.getBytes(StandardCharsets.UTF_8);
        SigningKeys keys = SigningKeys.of(mine);
        SessionToken token = tokenBy(keys);
        Arrays.fill(mine, (byte) 0);
        assertTrue(keys.verify(token.reveal()).token().isPresent());
        assertTrue(SigningKeys.ofText(FIRST).verify(token.reveal()).token().isPresent());
    }

    /** Text beyond Latin-1 where a signature should be is a forgery, not an error. */
    @Test
    void characters_beyond_latin_in_a_signature_are_forged() {
        SigningKeys keys = SigningKeys.ofText(FIRST);
        String text = tokenBy(keys).reveal().substring(0, 95) + "\u212a";
        assertTrue(keys.verify(text).forged());
    }

    /** ASVS 16.2.5. */
    @Test
    void keys_never_print_themselves() {
        assertEquals("SigningKeys[2]", SigningKeys.ofText(FIRST, SECOND).toString());
        assertFalse(SigningKeys.NONE.isSigning());
    }
}
