// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.Session;
import dev.sojourn.SessionPolicy;
import dev.sojourn.testkit.TokenScanner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A registry whose meters throw breaks no request, and the core counts on. */
class FailingRegistryTest {
    @RegisterExtension
    final TokenScanner scanner = new TokenScanner();

    private final AtomicInteger thrown = new AtomicInteger();

    @Test
    void a_registry_that_throws_breaks_no_request() {
        scanner.expectWarnings();
        try (MeteredSessions sessions = new MeteredSessions(new Failing(), SessionPolicy.defaults()).bind()) {
            String token = sessions.stored(session -> session.set("n", 1));
            String loggedIn = sessions.request(token, session -> session.login("anna"));
            assertTrue(sessions.manager.open(token).session().isEmpty());
            sessions.open(loggedIn, ConflictPolicy.EXCLUSIVE).endTurn();
            sessions.request(loggedIn, Session::invalidate);
            assertEquals(5, thrown.get(), "login, renewal, stale token, turn, end");
            assertEquals(1, sessions.figure("sojourn.commits", "outcome", "ended"));
            assertEquals(1, sessions.figure("sojourn.tokens.refused", "reason", "stale"));
        }
    }

    private final class Failing extends SimpleMeterRegistry {
        @Override
        protected Counter newCounter(Meter.Id id) {
            return new CumulativeCounter(id) {
                @Override
                public void increment(double amount) {
                    thrown.incrementAndGet();
                    throw new IllegalStateException("failed, as the test asked");
                }
            };
        }

        @Override
        protected Timer newTimer(Meter.Id id, DistributionStatisticConfig distribution, PauseDetector pauseDetector) {
            return new CumulativeTimer(id, clock, distribution, pauseDetector, TimeUnit.SECONDS) {
                @Override
                public void record(Duration duration) {
                    thrown.incrementAndGet();
                    throw new IllegalStateException("failed, as the test asked");
                }
            };
        }
    }
}
