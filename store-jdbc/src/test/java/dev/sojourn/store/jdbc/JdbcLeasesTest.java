// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.LeaseResult.Acquired;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.SeededRandom;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of leases come and go; what leases answer is tested by the contract of stores. */
class JdbcLeasesTest {
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Acquired AT_ONCE = new Acquired(false);

    private final ManualClock clock = ManualClock.create();
    private final SeededRandom random = new SeededRandom(7);

    /** A row stands there for as long as it says something. */
    @ParameterizedTest
    @EnumSource
    void a_row_goes_when_it_says_nothing_any_more(Tested tested) {
        TestDatabase database = tested.database().emptied();
        try (JdbcStore store =
                JdbcStore.builder(database.dataSource()).clock(clock).build()) {
            Locking leases = store.capability(Locking.class).orElseThrow();
            SessionKey key = SessionKey.random(random);
            assertEquals(AT_ONCE, leases.acquire(key, "anna", LENGTH));
            assertEquals(1, rows(database));
            assertTrue(leases.release(key, "anna"));
            assertEquals(0, rows(database), "given back, and nobody waits");

            assertEquals(AT_ONCE, leases.acquire(key, "lost", LENGTH));
            clock.advance(LENGTH.plus(Locking.MEMORY).plus(Duration.ofMinutes(5)));
            assertEquals(AT_ONCE, leases.acquire(SessionKey.random(random), "berta", LENGTH));

            assertEquals(1, rows(database), "nobody came back to the lost one");
        }
    }

    private static long rows(TestDatabase database) {
        return database.number("SELECT COUNT(*) FROM sojourn_session_lease");
    }
}
