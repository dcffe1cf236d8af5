// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which key seals when. Covers ASVS 11.1.1, W38. */
class KeyRingTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final SealingKey FIRST = TestKeys.key(1);
    private static final SealingKey SECOND = TestKeys.key(2);

    @Test
    void one_key_seals_at_all_times() {
        KeyRing ring = KeyRing.of(FIRST);

        assertSealing(FIRST, ring, Instant.MIN);
        assertSealing(FIRST, ring, NOON);
        assertSame(ring, ring.keyRing());
    }

    @Test
    void the_key_with_the_latest_beginning_seals_from_exactly_then_on() {
        KeyRing ring = KeyRing.builder().sealing(SECOND, NOON).sealing(FIRST).build();

        assertSealing(FIRST, ring, NOON.minusNanos(1));
        assertSealing(SECOND, ring, NOON);
    }

    @Test
    void a_key_seals_until_before_its_end_and_then_the_one_before_does() {
        KeyRing ring = KeyRing.builder()
                .sealing(FIRST)
                .sealing(SECOND, NOON, NOON.plusSeconds(60))
                .build();

        assertSealing(SECOND, ring, NOON.plusSeconds(59));
        assertSealing(FIRST, ring, NOON.plusSeconds(60));
    }

    @Test
    void after_the_end_of_the_only_key_none_seals() {
        KeyRing ring = KeyRing.builder()
                .sealing(FIRST, Instant.MIN, NOON)
                .opening(SECOND)
                .build();

        assertTrue(ring.sealingAt(NOON.minusNanos(1)).isPresent());
        assertEquals(Optional.empty(), ring.sealingAt(NOON));
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        KeyRing.Builder wrong = KeyRing.builder()
                .sealing(FIRST, NOON)
                .sealing(SECOND, NOON)
                .sealing(TestKeys.key(3), NOON, NOON)
                .revoked(FIRST);

        String message = refusal(wrong);

        assertTrue(message.contains("two keys seal from the same moment"), message);
        assertTrue(message.contains("notAfter must be later"), message);
        assertTrue(message.contains("the same key is on the ring twice"), message);
    }

    @Test
    void a_ring_without_a_key_that_seals_is_refused() {
        assertTrue(refusal(KeyRing.builder()).contains("at least one key must seal"));
        assertTrue(refusal(KeyRing.builder().opening(FIRST).revoked(SECOND)).contains("at least one key must seal"));
    }

    @Test
    void nothing_of_the_keys_is_printed() {
        assertEquals("KeyRing[1]", KeyRing.of(FIRST).toString());
        assertFalse(KeyRing.of(FIRST).entries().toString().contains("[B@"), "no arrays");
    }

    private static void assertSealing(SealingKey key, KeyRing ring, Instant now) {
        assertSame(key, ring.sealingAt(now).orElseThrow().key());
    }

    private static String refusal(KeyRing.Builder builder) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }
}
