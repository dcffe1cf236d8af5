// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.SessionKey;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublicIdTest {
    private static final SessionKey KEY = SessionKey.random(new Random(1));

    /** R1, T72: what people see is neither the token nor the key, nor a part of it. */
    @Test
    void it_is_22_characters_of_which_none_is_the_key() {
        String id = PublicId.of(KEY, 0);
        assertTrue(id.matches("[A-Za-z0-9_-]{22}"), id);
        assertFalse(KEY.text().contains(id.substring(0, 6)));
    }

    @Test
    void it_stays_until_the_session_is_renewed() {
        assertEquals(PublicId.of(KEY, 3), PublicId.of(KEY, 3));
        Set<String> ids = new HashSet<>();
        for (int renewals = 0; renewals < 1_000; renewals++) {
            ids.add(PublicId.of(KEY, renewals));
        }
        assertEquals(1_000, ids.size());
        assertNotEquals(PublicId.of(KEY, 0), PublicId.of(SessionKey.random(new Random(2)), 0));
    }
}
