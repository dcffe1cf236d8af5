// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.LeaseResult;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.SeededRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What leases take of the heap; what they answer is tested by the contract of stores. */
class MemoryLeasesTest {
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final int LOST = 5_000;

    private final ManualClock clock = ManualClock.create();
    private final SeededRandom random = new SeededRandom(7);
    private final MemoryLeases leases = new MemoryLeases(clock, () -> {});

    /** A lease that was given back leaves nothing. */
    @Test
    void a_lease_that_was_given_back_leaves_nothing() {
        SessionKey key = acquired();
        assertEquals(1, leases.count());

        assertTrue(leases.release(key, "anna"));

        assertEquals(0, leases.count());
    }

    /** I4: those of requests that were lost are forgotten some minutes after they ran out. */
    @Test
    void lost_leases_do_not_pile_up() {
        for (int lost = 0; lost < LOST; lost++) {
            SessionKey unused = acquired();
        }
        assertEquals(LOST, leases.count());
        clock.advance(LENGTH.plus(Locking.MEMORY).plusMillis(1));

        for (int later = 0; later < LOST; later++) {
            SessionKey unused = acquired();
        }

        assertEquals(LOST, leases.count());
    }

    private SessionKey acquired() {
        SessionKey key = SessionKey.random(random);
        assertEquals(new LeaseResult.Acquired(false), leases.acquire(key, "anna", LENGTH));
        return key;
    }
}
