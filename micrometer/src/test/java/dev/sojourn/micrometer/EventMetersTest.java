// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.EndReason;
import dev.sojourn.SessionEvent;
import dev.sojourn.SessionEvent.RenewalCause;
import dev.sojourn.SessionPolicy;
import dev.sojourn.SessionSnapshot;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each constant of an enum moves its own meter and no other. */
class EventMetersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EventMeters meters = new EventMeters(
            new RegisteredMeters(registry, Tags.empty()),
            SessionPolicy.defaults().renewalGrace());

    @ParameterizedTest
    @EnumSource
    void an_end_moves_the_meter_of_its_reason(EndReason reason) {
        meters.onEvent(new SessionEvent.Ended(NOW, snapshot(), reason));
        assertEquals(1, count("sojourn.sessions.ended", "reason", reason.name()));
        assertEquals(1, moved());
    }

    @ParameterizedTest
    @EnumSource
    void a_renewal_moves_the_meter_of_its_cause(RenewalCause cause) {
        meters.onEvent(new SessionEvent.Renewed(NOW, "old", "new", cause));
        assertEquals(1, count("sojourn.sessions.renewed", "cause", cause.name()));
        assertEquals(1, moved());
    }

    /** T26: what cannot be read is seen. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_unreadable_record_moves_the_meter_of_what_became_of_it(boolean deleted) {
        meters.onEvent(new SessionEvent.RecordUnreadable(NOW, "damaged", deleted));
        assertEquals(1, count("sojourn.records.unreadable", "deleted", String.valueOf(deleted)));
        assertEquals(1, moved());
    }

    /** What the core counts by itself is not counted twice. */
    @Test
    void what_the_core_counts_moves_nothing_here() {
        meters.onEvent(new SessionEvent.Created(NOW, snapshot()));
        meters.onEvent(new SessionEvent.NeverIssuedToken(NOW, "id"));
        assertEquals(0, moved());
    }

    private double count(String meter, String key, String value) {
        return registry.get(meter)
                .tag(key, value.toLowerCase(Locale.ROOT))
                .counter()
                .count();
    }

    private long moved() {
        return registry.getMeters().stream().filter(EventMetersTest::hasMoved).count();
    }

    private static boolean hasMoved(Meter meter) {
        for (var measurement : meter.measure()) {
            if (measurement.getValue() != 0) {
                return true;
            }
        }
        return false;
    }

    private static SessionSnapshot snapshot() {
        try (MeteredSessions sessions = new MeteredSessions(new SimpleMeterRegistry(), SessionPolicy.defaults())) {
            sessions.stored(session -> session.login("anna"));
            return sessions.manager.sessionsOf("anna").get(0);
        }
    }
}
