// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionPolicyTest {
    private static final Optional<Duration> NONE = Optional.empty();

    @Test
    void defaults_are_thirty_minutes_idle_and_a_day_in_all() {
        Map<String, String> expected = new HashMap<>(Map.of("exclusiveWait", "PT15S", "leaseLength", "PT10S"));
        expected.putAll(Map.of(
                "idleTimeout", "PT30M",
                "absoluteTimeout", "PT24H",
                "renewEvery", "none",
                "renewalGrace", "PT30S",
                "touchEvery", "automatic",
                "onConflict", "MERGE",
                "tries", "100",
                "onStaleToken", "REFUSE",
                "sessionsPerPrincipal", "none"));
        assertEquals(expected, SessionPolicy.defaults().describe());
    }

    /** ASVS 7.3.1, ASVS 7.3.2: NIST SP 800-63B-4 §2.1.3, §2.2.3, §2.3.3. */
    @Test
    void presets_are_as_nist_has_them() {
        assertEquals(NONE, SessionPolicy.aal1().idleTimeout());
        assertEquals(Optional.of(Duration.ofDays(30)), SessionPolicy.aal1().absoluteTimeout());
        assertEquals(Optional.of(Duration.ofHours(1)), SessionPolicy.aal2().idleTimeout());
        assertEquals(Optional.of(Duration.ofHours(24)), SessionPolicy.aal2().absoluteTimeout());
        assertEquals(Optional.of(Duration.ofMinutes(15)), SessionPolicy.aal3().idleTimeout());
        assertEquals(Optional.of(Duration.ofHours(12)), SessionPolicy.aal3().absoluteTimeout());
        for (SessionPolicy strict : List.of(SessionPolicy.aal2(), SessionPolicy.aal3())) {
            assertTrue(strict.renewalInterval().isPresent());
            assertEquals(StaleTokenReaction.END_SESSION, strict.onStaleToken());
        }
    }

    /** T4, ASVS 7.1.1: the settings in effect can be seen, all of them. */
    @Test
    void a_policy_describes_what_is_in_effect() {
        SessionPolicy policy = SessionPolicy.builder()
                .withoutIdleTimeout()
                .withoutAbsoluteTimeout()
                .renewEvery(Duration.ofMinutes(5))
                .renewalGrace(Duration.ZERO)
                .touchEvery(Duration.ofSeconds(7))
                .onConflict(ConflictPolicy.FAIL)
                .tries(3)
                .exclusiveWait(Duration.ofSeconds(2))
                .leaseLength(Duration.ofSeconds(3))
                .onStaleToken(StaleTokenReaction.END_SESSION)
                .sessionsPerPrincipal(3, LimitAction.END_OLDEST)
                .build();
        assertEquals(
                "SessionPolicy{idleTimeout=none, absoluteTimeout=none, renewEvery=PT5M, renewalGrace=PT0S,"
                        + " touchEvery=PT7S, onConflict=FAIL, tries=3, exclusiveWait=PT2S, leaseLength=PT3S,"
                        + " onStaleToken=END_SESSION, sessionsPerPrincipal=3 END_OLDEST}",
                policy.toString());
        assertEquals(policy.describe(), policy.toBuilder().build().describe());
        assertEquals(
                Optional.empty(),
                policy.toBuilder().withoutSessionLimit().build().sessionsPerPrincipal());
    }

    @Test
    void all_problems_are_reported_together() {
        SessionPolicy.Builder wrong = SessionPolicy.builder()
                .idleTimeout(Duration.ZERO)
                .absoluteTimeout(Duration.ofSeconds(-1))
                .renewEvery(Duration.ofMillis(999))
                .renewalGrace(Duration.ofMillis(-1))
                .touchEvery(Duration.ofMillis(-1))
                .tries(0)
                .exclusiveWait(Duration.ZERO)
                .leaseLength(Duration.ofSeconds(2))
                .sessionsPerPrincipal(0, LimitAction.REFUSE_NEW);
        String problem = String.valueOf(
                assertThrows(IllegalArgumentException.class, wrong::build).getMessage());
        for (String name : List.of(
                "idleTimeout",
                "absoluteTimeout",
                "renewEvery",
                "renewalGrace",
                "touchEvery",
                "tries",
                "exclusiveWait",
                "leaseLength",
                "sessionsPerPrincipal")) {
            assertTrue(problem.contains(name), problem);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> SessionPolicy.builder().tries(10_001).build());
    }

    /** A limit that overflows is refused at the start, not at the first request. */
    @Test
    void a_limit_of_for_ever_is_refused() {
        SessionPolicy.Builder forever = SessionPolicy.builder().absoluteTimeout(ChronoUnit.FOREVER.getDuration());
        assertThrows(IllegalArgumentException.class, forever::build);
        SessionPolicy.builder().idleTimeout(SessionPolicy.LONGEST).build();
    }

    /** G21-161, T15: use is written rarely, but never so rarely that a session in use would end. */
    @Test
    void touch_interval_follows_the_idle_timeout() {
        SessionPolicy automatic = SessionPolicy.defaults();
        assertEquals(Duration.ofMinutes(1), automatic.touchEvery(Optional.of(Duration.ofHours(2)), false));
        assertEquals(Duration.ofSeconds(10), automatic.touchEvery(Optional.of(Duration.ofMinutes(5)), false));
        assertEquals(Duration.ofMinutes(1), automatic.touchEvery(NONE, false));
        assertEquals(Duration.ZERO, automatic.touchEvery(Optional.of(Duration.ofHours(2)), true));
        SessionPolicy lazy =
                automatic.toBuilder().touchEvery(Duration.ofHours(1)).build();
        assertEquals(Duration.ofMinutes(5), lazy.touchEvery(Optional.of(Duration.ofMinutes(10)), false));
        assertEquals(Duration.ofHours(1), lazy.touchEvery(NONE, false));
    }
}
