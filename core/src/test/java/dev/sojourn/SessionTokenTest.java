// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.SessionKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionTokenTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static SessionToken token() {
        return SessionToken.random(SessionKey.random(RANDOM), RANDOM, SigningKeys.NONE);
    }

    @Test
    void text_and_token_are_the_same_thing() {
        SessionToken token = token();
        SessionToken read = SessionToken.parse(token.reveal()).orElseThrow();
        assertEquals(token, read);
        assertEquals(token.reveal(), read.reveal());
        assertEquals(token.key(), read.key());
        assertEquals(token.secretHash(), read.secretHash());
    }

    /** Cookie input 29: every length but the right one; cookie input 33 among them. */
    @Test
    void every_other_length_is_no_token() {
        String text = token().reveal().repeat(3);
        for (int length = 0; length < text.length(); length++) {
            if (length != SessionToken.TEXT_LENGTH) {
                assertTrue(SessionToken.parse(text.substring(0, length)).isEmpty(), "length " + length);
            }
        }
    }

    /** Cookie input 29 and cookie input 31: each character outside of the alphabet, at each place. */
    @Test
    void a_character_outside_of_the_alphabet_is_no_token() {
        String good = token().reveal();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (char wrong = 0; wrong < 0x180; wrong++) {
            if (alphabet.indexOf(wrong) < 0) {
                for (int place : List.of(0, 21, 31, 63)) {
                    String text = good.substring(0, place) + wrong + good.substring(place + 1);
                    assertTrue(SessionToken.parse(text).isEmpty(), "character " + (int) wrong + " at " + place);
                }
            }
        }
        assertTrue(SessionToken.parse(good.substring(1) + "\u212a").isEmpty());
        assertTrue(SessionToken.parse(good.substring(2) + "\ud83d\ude00").isEmpty());
    }

    /** Cookie input 32 and 33: 48 bytes fill 64 characters, so there is no second spelling, with padding or spare bits. */
    @Test
    void a_token_has_one_spelling_only() {
        String good = token().reveal();
        for (String padded : List.of(good.substring(1) + "=", good.substring(2) + "==", "=" + good.substring(1))) {
            assertTrue(SessionToken.parse(padded).isEmpty());
        }
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        Set<SessionToken> different = new HashSet<>();
        for (int index = 0; index < 64; index++) {
            char last = alphabet.charAt(index);
            SessionToken read = SessionToken.parse(good.substring(0, 63) + last).orElseThrow();
            assertEquals(good.substring(0, 63) + last, read.reveal());
            different.add(read);
        }
        assertEquals(64, different.size());
    }

    /** Cookie input 30. */
    @Test
    void upper_and_lower_case_are_different_tokens() {
        SessionToken token = token();
        assertNotEquals(
                token,
                SessionToken.parse(token.reveal().toUpperCase(Locale.ROOT)).orElseThrow());
        assertNotEquals(
                token,
                SessionToken.parse(token.reveal().toLowerCase(Locale.ROOT)).orElseThrow());
    }

    /** ASVS 7.2.3, W27: unguessable, without structure. A smoke test: a broken source shows, a weak one need not. */
    @Test
    void ten_thousand_tokens_look_random() {
        int tokens = 10_000;
        int[] ones = new int[48 * 8];
        Set<String> texts = new HashSet<>();
        Set<SessionKey> keys = new HashSet<>();
        for (int count = 0; count < tokens; count++) {
            SessionToken token = token();
            texts.add(token.reveal());
            keys.add(token.key());
            byte[] bytes = Base64.getUrlDecoder().decode(token.reveal());
            for (int bit = 0; bit < ones.length; bit++) {
                ones[bit] += (bytes[bit / 8] >> (bit % 8)) & 1;
            }
        }
        assertEquals(tokens, texts.size());
        assertEquals(tokens, keys.size());
        // 6 standard deviations (50 each) around the half: one false alarm in a million runs of this test.
        assertTrue(Arrays.stream(ones).allMatch(count -> Math.abs(count - tokens / 2) < 300), Arrays.toString(ones));
    }

    /** Fault 47: a source that cannot deliver makes no token. */
    @Test
    void a_failing_random_source_is_an_error_and_no_token() {
        SecureRandom broken = new FailingRandom();
        assertThrows(IllegalStateException.class, () -> SessionKey.random(broken));
        SessionKey key = SessionKey.random(RANDOM);
        assertThrows(IllegalStateException.class, () -> SessionToken.random(key, broken, SigningKeys.NONE));
    }

    @Test
    void a_derived_token_depends_on_secret_and_salt_and_keeps_the_key() {
        SessionToken token = token();
        byte[] salt = new byte[16];
        SessionToken derived = token.derived(salt, SigningKeys.NONE);
        assertEquals(derived, token.derived(salt.clone(), SigningKeys.NONE));
        assertEquals(token.key(), derived.key());
        assertNotEquals(token.secretHash(), derived.secretHash());
        salt[15] = 1;
        assertNotEquals(derived, token.derived(salt, SigningKeys.NONE));
        assertNotEquals(derived, token().derived(new byte[16], SigningKeys.NONE));
    }

    /** ASVS 16.2.5, W51. */
    @Test
    void a_token_never_prints_its_secret() {
        SessionToken token = token();
        String printed = token + " " + token.secretHash() + " "
                + new CommitResult(
                        CommitResult.Outcome.SAVED, java.util.Optional.of(token), true, java.time.Instant.EPOCH);
        for (int start = 0; start + 12 <= 64; start++) {
            assertFalse(printed.contains(token.reveal().substring(start, start + 12)));
        }
        assertFalse(printed.contains(token.key().text()));
    }
}
