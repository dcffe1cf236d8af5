// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How sessions leave the heap when their time is over. Covers T21 for the memory store. */
class MemoryStoreExpiryTest {
    private static final int MILLION = 1_000_000;

    /** What one call may take away: Caffeine's bound for one maintenance run, and the entry that the call itself is about. */
    private static final int MOST_PER_CALL = 1_001;

    private static final Duration WHEEL = Duration.ofSeconds(2);

    private final ManualClock clock = ManualClock.create();
    private final Sessions sessions = new Sessions(clock);

    /** Covers fault 32 for the memory store: a million sessions that end at the same millisecond stop nobody. */
    @Test
    void a_million_sessions_fit_and_end_in_small_steps_and_each_exactly_once() {
        try (MemoryStore store = bounded(MILLION)) {
            store.keepEnded();
            for (int session = 1; session < MILLION; session++) {
                assertTrue(store.create(sessions.nextWithAttributes()));
            }
            clock.advance(Duration.ofMinutes(1));
            SessionRecord user = sessions.nextOf("user");
            assertTrue(store.create(user));
            assertEquals(MILLION, store.count());

            clock.advance(Sessions.IDLE.minusMinutes(1).plus(WHEEL));
            assertEquals(1, store.count(), "all others are over at once");
            for (int request = 1; request <= 100; request++) {
                long before = store.held();
                assertTrue(store.touch(user.key(), clock.instant().plusMillis(request)));
                assertTrue(before - store.held() <= MOST_PER_CALL, "one touch took away " + (before - store.held()));
            }
            Set<SessionKey> ended = new HashSet<>(2 * MILLION);
            List<EndedSession> batch;
            do {
                long before = store.held();
                batch = store.claimEnded(1_000);
                assertTrue(
                        before - store.held() <= 2 * MOST_PER_CALL, "one claim took away " + (before - store.held()));
                batch.forEach(one -> assertTrue(ended.add(one.session().key()), "claimed twice"));
            } while (!batch.isEmpty());

            assertEquals(MILLION - 1, ended.size());
            assertEquals(1, store.held());
            assertTrue(store.find(user.key()).isPresent());
        }
    }

    @Test
    void writes_alone_give_back_the_heap_of_sessions_whose_time_is_over() {
        try (MemoryStore store = bounded(100_000)) {
            create(store, 5_000);
            clock.advance(Sessions.IDLE.plus(WHEEL));

            create(store, 10);

            assertEquals(10, store.held());
            assertEquals(List.of(), store.claimEnded(1_000), "nobody asked to keep what ended");
        }
    }

    @Test
    void a_sweep_alone_gives_back_the_heap_of_sessions_whose_time_is_over() {
        try (MemoryStore store = bounded(100_000)) {
            store.keepEnded();
            create(store, 5_000);
            clock.advance(Sessions.IDLE.plus(WHEEL));

            assertEquals(3_000, store.claimEnded(3_000).size());
            assertEquals(2_000, store.claimEnded(3_000).size());

            assertEquals(0, store.held());
        }
    }

    /** Nobody claims: the heap is bounded all the same, and the log says so. */
    @Test
    void ended_sessions_that_nobody_claims_are_dropped_beyond_the_bound() {
        try (CapturedLog log = new CapturedLog();
                MemoryStore store = bounded(1_000)) {
            store.keepEnded();
            for (int wave = 0; wave < 15; wave++) {
                create(store, 900);
                clock.advance(Sessions.IDLE.plus(WHEEL));
            }
            create(store, 1);

            assertEquals(EndedQueue.LEAST_BOUND, store.claimEnded(10_000).size());
            assertEquals(List.of(), store.claimEnded(10_000));
            assertTrue(
                    log.warnings().get(0).contains("dropped without an event"),
                    log.warnings().get(0));
        }
    }

    @Test
    void the_index_keeps_nothing_of_sessions_that_are_over() {
        try (MemoryStore store = bounded(1_000)) {
            for (int session = 0; session < 300; session++) {
                assertTrue(store.create(sessions.nextOf("user-" + session % 100)));
            }
            assertEquals(100, store.principals());
            clock.advance(Sessions.IDLE.plus(WHEEL));

            List<EndedSession> unused = store.claimEnded(1_000);

            assertEquals(0, store.principals());
        }
    }

    @Test
    void the_index_keeps_nothing_of_sessions_that_were_deleted_or_cleared() {
        try (MemoryStore store = bounded(1_000)) {
            SessionRecord one = sessions.nextOf("alice");
            SessionRecord two = sessions.nextOf("alice");
            assertTrue(store.create(one) && store.create(two));
            assertTrue(store.delete(one.key()));
            assertEquals(List.of(two), store.findByPrincipal("alice"));
            assertEquals(1, store.principals());

            store.clear();

            assertEquals(0, store.principals());
            assertEquals(0, store.held());
        }
    }

    /** Covers fault 14: a clock that is set back ends no session early, and revives none. */
    @Test
    void a_clock_that_is_set_back_revives_nothing_that_was_taken_away() {
        try (MemoryStore store = bounded(1_000)) {
            SessionRecord gone = sessions.next();
            assertTrue(store.create(gone));
            Instant start = clock.instant();
            clock.advance(Sessions.IDLE.plus(WHEEL));
            create(store, 1);
            clock.set(start);

            assertFalse(store.touch(gone.key(), start));
            SessionRecord later = sessions.next();
            assertTrue(store.create(later));
            clock.advance(Sessions.IDLE.minusMillis(1));
            assertTrue(store.find(later.key()).isPresent());
            clock.advance(Duration.ofMillis(1));
            assertEquals(Optional.empty(), store.find(later.key()));
        }
    }

    /** A record is kept as the object it is: a look-up copies nothing. */
    @Test
    void a_look_up_gives_the_very_record() {
        try (MemoryStore store = bounded(10)) {
            SessionRecord record = sessions.next();
            assertTrue(store.create(record));

            assertSame(record, store.find(record.key()).orElseThrow());
            assertTrue(store.keepsReferences());
        }
    }

    private void create(MemoryStore store, int count) {
        for (int session = 0; session < count; session++) {
            assertTrue(store.create(sessions.next()));
        }
    }

    private MemoryStore bounded(long sessionCount) {
        return MemoryStore.builder().clock(clock).maximumSessions(sessionCount).build();
    }
}
