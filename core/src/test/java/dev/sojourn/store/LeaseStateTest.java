// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.LeaseResult.Acquired;
import dev.sojourn.store.LeaseResult.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a lease is in text, and when it may be forgotten; what it answers is tested on every store, as rules S201 to S214. */
class LeaseStateTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_000);
    private static final Duration LENGTH = Duration.ofMillis(500);

    @Test
    void every_state_survives_as_text() {
        LeaseState held = LeaseState.FREE.acquire("anna", NOW, LENGTH).next();
        LeaseState waited = held.acquire("berta", NOW, LENGTH).next();
        LeaseState offered = waited.release("anna", NOW).next();
        LeaseState afterLoss = waited.acquire("clara", NOW.plus(LENGTH), LENGTH).next();

        assertEquals("H 1500 anna", held.text());
        assertEquals("H 1500 anna berta", waited.text());
        assertEquals("O 2000 berta", offered.text());
        assertEquals("T 2500 berta clara", afterLoss.text());
        for (LeaseState state : List.of(LeaseState.FREE, held, waited, offered, afterLoss)) {
            assertEquals(state, LeaseState.parse(state.text()));
            assertEquals(state.hashCode(), LeaseState.parse(state.toString()).hashCode());
        }
        assertEquals(Optional.of("berta"), offered.offered());
        assertEquals(Optional.empty(), held.offered());
    }

    @Test
    void another_text_is_refused() {
        for (String text : List.of("", "H", "H 1", "X 1 anna", "H x anna")) {
            assertThrows(IllegalArgumentException.class, () -> LeaseState.parse(text), text);
        }
    }

    @Test
    void the_answers_are_those_of_the_contract() {
        LeaseState held = LeaseState.FREE.acquire("anna", NOW, LENGTH).next();

        assertEquals(new Waiting(LENGTH), held.acquire("berta", NOW, LENGTH).answer());
        assertEquals(
                new Acquired(true),
                held.acquire("berta", NOW.plus(LENGTH), LENGTH).answer());
        assertTrue(held.renew("anna", NOW.plusMillis(1), LENGTH).answer());
        assertFalse(held.renew("anna", NOW.plus(LENGTH), LENGTH).answer());
        assertFalse(held.release("anna", NOW.plus(LENGTH)).answer(), "it had run out");
    }

    /** Fault 16: a lease that ran out is remembered for a while, one that was given back is not. */
    @Test
    void what_was_lost_is_remembered() {
        LeaseState held = LeaseState.FREE.acquire("anna", NOW, LENGTH).next();
        Instant later = NOW.plus(LENGTH).plus(Locking.MEMORY);

        assertTrue(held.release("anna", NOW).next().isForgettable(NOW));
        assertFalse(held.isForgettable(later));
        assertTrue(held.isForgettable(later.plusMillis(1)));
        assertTrue(LeaseState.FREE.isForgettable(NOW));
    }
}
