// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionPolicy;
import dev.sojourn.testkit.FaultyStore;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which meters come into which registries, and when they go. */
class BindingToRegistriesTest {
    private final List<FaultyStore> stores = new ArrayList<>();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final MeteredSessions sessions = sessions();
    private final MeteredSessions others = sessions();

    @AfterEach
    void close() {
        sessions.close();
        others.close();
    }

    @Test
    void two_registries_each_count_once() {
        MeterRegistry second = new SimpleMeterRegistry();
        SessionMetrics metrics = SessionMetrics.of(sessions.manager);
        metrics.bindTo(registry);
        metrics.bindTo(second);
        login(sessions);
        assertEquals(1, logins(registry));
        assertEquals(1, logins(second));
    }

    @Test
    void binding_to_the_same_registry_again_does_nothing() {
        SessionMetrics metrics = SessionMetrics.of(sessions.manager);
        metrics.bindTo(registry);
        metrics.bindTo(registry);
        login(sessions);
        assertEquals(1, logins(registry));
    }

    @Test
    void a_composite_registry_counts_in_all_of_its_parts() {
        MeterRegistry second = new SimpleMeterRegistry();
        SessionMetrics.of(sessions.manager).bindTo(new CompositeMeterRegistry(Clock.SYSTEM, List.of(registry, second)));
        login(sessions);
        assertEquals(1, logins(registry));
        assertEquals(1, logins(second));
    }

    @Test
    void managers_with_names_share_a_registry() {
        SessionMetrics.builder(sessions.manager).application("shop").build().bindTo(registry);
        SessionMetrics.builder(others.manager).application("office").build().bindTo(registry);
        login(others);
        assertEquals(0, logins(registry, "application", "shop"));
        assertEquals(1, logins(registry, "application", "office"));
    }

    /** Micrometer would add up the events of both, and show the counters of the first only. */
    @Test
    void two_managers_without_names_are_refused_and_nothing_is_left() {
        SessionMetrics.of(sessions.manager).bindTo(registry);
        SessionMetrics second = SessionMetrics.of(others.manager);
        assertThrows(IllegalStateException.class, () -> second.bindTo(registry));
        login(others);
        second.close();
        assertEquals(0, logins(registry));
    }

    @Test
    void a_registry_that_refuses_a_meter_keeps_none_of_the_others() {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (id.getName().equals("sojourn.logins")) {
                    throw new IllegalStateException("refused, as the test asked");
                }
                return id;
            }
        });
        SessionMetrics metrics = SessionMetrics.of(sessions.manager);
        assertThrows(IllegalStateException.class, () -> metrics.bindTo(registry));
        assertEquals(List.of(), registry.getMeters());
    }

    @Test
    void closing_takes_the_meters_away_and_leaves_the_manager_as_it_is() {
        SessionMetrics metrics = SessionMetrics.of(sessions.manager);
        metrics.bindTo(registry);
        Counter counter = registry.get("sojourn.logins").counter();
        metrics.close();
        metrics.close();
        assertEquals(List.of(), registry.getMeters());
        login(sessions);
        assertEquals(0, counter.count(), "nobody listens any more");
        metrics.bindTo(registry);
        assertEquals(0, logins(registry), "what happened meanwhile was told to nobody");
    }

    @Test
    void without_events_ended_sessions_are_kept_for_nobody() {
        SessionMetrics.builder(sessions.manager).withoutEvents().build().bindTo(registry);
        login(sessions);
        sessions.clock.advance(Duration.ofDays(1));
        assertEquals(0, sessions.manager.sweep());
        assertTrue(registry.find("sojourn.logins").counters().isEmpty());
        assertTrue(registry.find("sojourn.sessions.ended").counters().isEmpty());
        assertEquals(
                1,
                registry.get("sojourn.commits")
                        .tag("outcome", "created")
                        .functionCounter()
                        .count());
    }

    @Test
    void live_sessions_are_counted_only_if_asked_for() {
        SessionMetrics.of(sessions.manager).bindTo(registry);
        assertTrue(registry.find("sojourn.sessions.live").gauges().isEmpty());
    }

    @Test
    void live_sessions_are_no_number_while_the_store_is_down() {
        SessionMetrics.builder(sessions.manager).countingLiveSessions().build().bindTo(registry);
        login(sessions);
        login(sessions);
        assertEquals(2, registry.get("sojourn.sessions.live").gauge().value());
        stores.get(0).goDown();
        assertEquals(Double.NaN, registry.get("sojourn.sessions.live").gauge().value());
    }

    @Test
    void an_application_has_a_name_or_none() {
        SessionMetrics.Builder blank = SessionMetrics.builder(sessions.manager).application(" ");
        assertThrows(IllegalArgumentException.class, blank::build);
    }

    private static void login(MeteredSessions where) {
        where.stored(session -> session.login("anna"));
    }

    private static double logins(MeterRegistry where, String... tags) {
        return where.get("sojourn.logins").tags(tags).counter().count();
    }

    private MeteredSessions sessions() {
        return new MeteredSessions(registry, SessionPolicy.defaults(), new SecureRandom(), target -> {
            FaultyStore store = new FaultyStore(target);
            stores.add(store);
            return store;
        });
    }
}
