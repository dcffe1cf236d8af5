// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionKeyTest {
    private static final SessionKey KEY = SessionKey.random(new Random(7));

    @Test
    void text_and_bytes_lead_back_to_the_key() {
        assertEquals(Optional.of(KEY), SessionKey.parse(KEY.text()));
        assertEquals(KEY, SessionKey.of(KEY.toBytes()));
        assertThrows(IllegalArgumentException.class, () -> SessionKey.of(new byte[15]));
    }

    /** Cookie input 32: 22 characters have four spare bits; only zeros there are a key. */
    @Test
    void another_spelling_of_the_same_bytes_is_no_key() {
        String text = KEY.text();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int accepted = 0;
        for (int index = 0; index < 64; index++) {
            char last = alphabet.charAt(index);
            accepted += SessionKey.parse(text.substring(0, 21) + last).isPresent() ? 1 : 0;
        }
        assertEquals(4, accepted);
    }

    /** T52, W28: nothing but 22 characters of the alphabet. */
    @Test
    void malformed_text_is_no_key() {
        String text = KEY.text();
        for (String wrong : new String[] {
            "",
            text.substring(1),
            text + "A",
            text + "==",
            text.substring(1) + "=",
            text.substring(1) + "+",
            text.substring(1) + "/",
            text.substring(1) + " ",
            text.substring(1) + "\u00e9",
            ".".repeat(22)
        }) {
            assertTrue(SessionKey.parse(wrong).isEmpty(), wrong);
        }
    }

    @Test
    void order_is_that_of_unsigned_bytes() {
        byte[] low = new byte[16];
        byte[] high = new byte[16];
        high[0] = (byte) 0x80;
        low[15] = (byte) 0xff;
        assertTrue(SessionKey.of(low).compareTo(SessionKey.of(high)) < 0);
        assertTrue(Arrays.compareUnsigned(low, high) < 0);
        assertEquals(0, KEY.compareTo(SessionKey.of(KEY.toBytes())));
    }

    @Test
    void it_prints_six_characters() {
        assertEquals(KEY.text().substring(0, 6) + "~", KEY.toString());
        assertFalse(KEY.toString().contains(KEY.text()));
    }
}
