// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** How the background thread sweeps when it is behind: W26 without keeping visitors waiting. */
class PacedSweepTest {
    private static final Duration LATER = Duration.ofMillis(40);

    private final List<Duration> rests = new ArrayList<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private Instant now = Instant.EPOCH;
    private Duration taking = LATER;
    private int full;
    private boolean away;
    private int batches;

    private final PacedSweep sweep = new PacedSweep(this::batch, () -> now, this::rest);

    /** A sweep that is not behind is one batch, and no rest. */
    @Test
    void a_batch_that_is_not_full_is_the_last() {
        sweep.begin();

        assertEquals(1, batches);
        assertEquals(List.of(), rests);
    }

    /** As long as it took, so that half of the time and of the store is for others. */
    @Test
    void after_a_full_batch_it_rests_as_long_as_the_batch_took() {
        full = 2;
        sweep.begin();
        assertEquals(1, batches, "the others wait until the rest is over");

        taking = Duration.ofMillis(70);
        wake();
        wake();

        assertEquals(3, batches);
        assertEquals(List.of(LATER, Duration.ofMillis(70)), rests);
    }

    /** A store that is slow, or a clock that was set forward, does not stop it for long. */
    @Test
    void it_rests_for_a_second_at_most() {
        full = 1;
        taking = Duration.ofHours(1);
        sweep.begin();

        assertEquals(List.of(Duration.ofSeconds(1)), rests);
    }

    /** Fault 13: the batch took less than no time. */
    @Test
    void a_clock_set_back_leaves_no_rest() {
        full = 1;
        taking = Duration.ofHours(-1);
        sweep.begin();

        assertEquals(List.of(Duration.ZERO), rests);
    }

    /** The tick comes every ten seconds, and a sweep of many batches takes longer. */
    @Test
    void a_sweep_that_rests_is_not_begun_a_second_time() {
        full = 1;
        sweep.begin();
        sweep.begin();
        assertEquals(1, batches);

        wake();
        sweep.begin();

        assertEquals(3, batches, "it was over, and began anew");
    }

    /** Fault 1: a store that does not answer ends this sweep and not the next. */
    @Test
    void a_store_that_is_away_does_not_end_it_for_good() {
        full = 1;
        sweep.begin();
        away = true;
        assertThrows(StoreUnavailableException.class, this::wake);

        away = false;
        sweep.begin();

        assertEquals(3, batches);
    }

    private boolean batch() {
        batches++;
        now = now.plus(taking);
        if (away) {
            throw new StoreUnavailableException("away");
        }
        return full-- > 0;
    }

    private void rest(Runnable work, Duration rest) {
        waiting.add(work);
        rests.add(rest);
    }

    private void wake() {
        waiting.remove().run();
    }
}
