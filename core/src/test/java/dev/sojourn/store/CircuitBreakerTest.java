// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Fault 2, T28: a store that is away is not asked again and again. */
class CircuitBreakerTest {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final CircuitBreaker breaker = new CircuitBreaker("store:1", 3, PAUSE, clock);
    private int asked;

    @Test
    void it_opens_after_so_many_failures_in_a_row() {
        fail();
        fail();
        assertEquals("answer", breaker.call(this::answer));
        fail();
        fail();
        assertFalse(breaker.isOpen());
        fail();
        assertTrue(breaker.isOpen());

        int before = asked;
        StoreUnavailableException refused =
                assertThrows(StoreUnavailableException.class, () -> breaker.call(this::answer));

        assertEquals(before, asked);
        assertEquals(
                "store:1 failed 3 times in a row and is not asked for 1000 ms; then one call tries again",
                refused.getMessage());
        assertEquals("CircuitBreaker[store:1, open]", breaker.toString());
    }

    @Test
    void a_probe_that_succeeds_closes_it() {
        open();
        now = now.plus(PAUSE);

        assertEquals("answer", breaker.call(this::answer));

        assertFalse(breaker.isOpen());
        fail();
        fail();
        assertFalse(breaker.isOpen(), "the count begins anew");
    }

    @Test
    void a_probe_that_fails_begins_another_pause() {
        open();
        now = now.plus(PAUSE);
        fail();
        now = now.plus(PAUSE).minusMillis(1);

        assertThrows(StoreUnavailableException.class, () -> breaker.call(this::answer));

        now = now.plusMillis(1);
        assertEquals("answer", breaker.call(this::answer));
    }

    @Test
    void while_a_probe_is_under_way_the_others_are_refused() throws Exception {
        open();
        now = now.plus(PAUSE);
        CountDownLatch probing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<String> probe = executor.submit(() -> breaker.call(() -> {
                probing.countDown();
                return await(goOn) ? "probe" : "late";
            }));
            assertTrue(await(probing));

            assertThrows(StoreUnavailableException.class, () -> breaker.call(this::answer));

            goOn.countDown();
            assertEquals("probe", probe.get());
            assertEquals("answer", breaker.call(this::answer));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void other_exceptions_are_answers() {
        Supplier<String> bad = () -> {
            throw new IllegalStateException("an answer");
        };
        fail();
        fail();
        assertThrows(IllegalStateException.class, () -> breaker.call(bad));
        fail();
        fail();
        assertFalse(breaker.isOpen());
        fail();
        now = now.plus(PAUSE);

        assertThrows(IllegalStateException.class, () -> breaker.call(bad));

        assertFalse(breaker.isOpen());
    }

    /** Fault 14: a clock that is set back must not keep it open for as long. */
    @Test
    void a_clock_that_is_set_back_ends_the_pause() {
        open();
        now = now.minus(Duration.ofHours(1));

        assertEquals("answer", breaker.call(this::answer));
    }

    @Test
    void settings_out_of_range_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> new CircuitBreaker("s", 0, PAUSE, clock));
        assertThrows(IllegalArgumentException.class, () -> new CircuitBreaker("s", 1, Duration.ZERO, clock));
        assertThrows(IllegalArgumentException.class, () -> new CircuitBreaker("s", 1, PAUSE.negated(), clock));
    }

    private void open() {
        for (int failure = 0; failure < 3; failure++) {
            fail();
        }
    }

    private void fail() {
        assertThrows(
                StoreUnavailableException.class,
                () -> breaker.call(() -> {
                    throw new StoreUnavailableException("away");
                }));
    }

    private String answer() {
        asked++;
        return "answer";
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
