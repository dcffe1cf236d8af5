// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.codec.AttributeValue.EncodedValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionRecordTest {
    private static final Instant BIRTH = Instant.parse("2026-01-01T00:00:00Z");
    private static final SessionKey KEY = SessionKey.random(new Random(7));

    private static SessionRecord.Builder record() {
        return SessionRecord.builder(KEY, TokenSecrets.first(SecretHash.ofSecret(new byte[1])), BIRTH);
    }

    @Test
    void a_bare_record_is_new_and_never_expires() {
        SessionRecord record = record().build();
        assertEquals(1, record.version());
        assertEquals(BIRTH, record.lastAccessed());
        assertEquals(BIRTH, record.renewed());
        assertEquals(SessionRecord.NEVER, record.expiresAt());
        assertFalse(record.isExpiredAt(BIRTH.plus(Duration.ofDays(1_000_000))));
        assertTrue(record.authenticated().isEmpty());
    }

    /** C: expired exactly at last access plus interval, not a millisecond earlier; S2: the earlier of the two limits. */
    @Test
    void it_expires_at_exactly_the_earlier_limit() {
        SessionRecord idle = record().idleTimeout(Optional.of(Duration.ofMinutes(30)))
                .deadline(BIRTH.plus(Duration.ofHours(1)))
                .build();
        Instant end = BIRTH.plus(Duration.ofMinutes(30));
        assertEquals(end, idle.expiresAt());
        assertFalse(idle.isExpiredAt(end.minusMillis(1)));
        assertFalse(idle.isExpiredAt(end.minusNanos(1)));
        assertTrue(idle.isExpiredAt(end));
        SessionRecord used = idle.toBuilder()
                .lastAccessed(BIRTH.plus(Duration.ofMinutes(45)))
                .build();
        assertEquals(BIRTH.plus(Duration.ofHours(1)), used.expiresAt());
    }

    /** Fault 13, C: last access never decreases. */
    @Test
    void last_access_moves_forward_only() {
        SessionRecord record =
                record().lastAccessed(BIRTH.plusSeconds(5)).lastAccessed(BIRTH).build();
        assertEquals(BIRTH.plusSeconds(5), record.lastAccessed());
    }

    /** W49: sums that overflow are no limit, not one in the past. */
    @Test
    void a_huge_idle_timeout_does_not_overflow() {
        SessionRecord record = record().idleTimeout(Optional.of(Duration.ofMillis(Long.MAX_VALUE)))
                .build();
        assertEquals(SessionRecord.NEVER, record.expiresAt());
        assertEquals(SessionRecord.NEVER, record().deadline(Instant.MAX).build().deadline());
        assertThrows(IllegalArgumentException.class, () -> record().idleTimeout(Optional.of(Duration.ZERO)));
    }

    @Test
    void every_field_counts_for_equality_and_survives_the_builder() {
        SessionRecord all = record().version(2)
                .renewals(3)
                .authenticated(BIRTH)
                .renewed(BIRTH.plusSeconds(1))
                .idleTimeout(Optional.of(Duration.ofSeconds(9)))
                .deadline(BIRTH.plusSeconds(99))
                .principal(Optional.of("anna"))
                .attributes(Attributes.of(Map.of("a", EncodedValue.of("x", new byte[] {1}))))
                .build();
        assertEquals(all, all.toBuilder().build());
        assertEquals(all.hashCode(), all.toBuilder().build().hashCode());
        assertNotEquals(all, all.toBuilder().version(3).build());
        assertNotEquals(all, all.toBuilder().renewals(4).build());
        assertNotEquals(all, all.toBuilder().principal(Optional.empty()).build());
        assertNotEquals(all, all.toBuilder().attributes(Attributes.NONE).build());
        assertNotEquals(all, all.toBuilder().idleTimeout(Optional.empty()).build());
        assertNotEquals(all, all.toBuilder().lastAccessed(BIRTH.plusSeconds(2)).build());
    }

    /** ASVS 16.2.5, ASVS 14.2.1: nobody's name, no value, no secret. */
    @Test
    void it_prints_nothing_personal() {
        String text = record().principal(Optional.of("anna"))
                .attributes(Attributes.of(Map.of("iban", EncodedValue.of("x", new byte[] {1}))))
                .build()
                .toString();
        assertEquals("SessionRecord[" + KEY + ", version 1, 1 attributes]", text);
    }
}
