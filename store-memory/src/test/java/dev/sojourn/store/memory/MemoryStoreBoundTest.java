// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.codec.AttributeValue.EncodedValue;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A full store. Covers T31, fault 48. */
class MemoryStoreBoundTest {
    private final ManualClock clock = ManualClock.create();
    private final Sessions sessions = new Sessions(clock);

    @Test
    void the_store_never_holds_more_than_its_bound() {
        try (CapturedLog log = new CapturedLog();
                MemoryStore store = bounded(100)) {
            for (int session = 0; session < 10_000; session++) {
                assertTrue(store.create(sessions.next()));
                assertTrue(store.held() <= 101, "held " + store.held());
            }
            assertEquals(1, log.warnings().size());
        }
    }

    /** Covers fault 34 on the side of the store: a flood without cookies does not log anybody out. */
    @Test
    void a_flood_of_new_sessions_pushes_out_itself_and_not_the_users() {
        try (CapturedLog log = new CapturedLog();
                MemoryStore store = bounded(1_000)) {
            List<SessionRecord> users = new ArrayList<>();
            for (int user = 0; user < 500; user++) {
                SessionRecord record = sessions.nextOf("user-" + user);
                assertTrue(store.create(record));
                users.add(record);
            }
            for (int round = 0; round < 5; round++) {
                users.forEach(user -> request(store, user));
            }
            int turn = 0;
            for (int session = 0; session < 50_000; session++) {
                assertTrue(store.create(sessions.next()));
                if (session % 10 == 0) {
                    request(store, users.get(turn++ % users.size()));
                }
            }

            long alive = users.stream()
                    .filter(user -> store.find(user.key()).isPresent())
                    .count();
            assertTrue(alive >= 490, alive + " of 500 users are still signed in");
            assertEquals(alive, store.principals(), "the index follows evictions");
            assertEquals(1, log.warnings().size());
        }
    }

    @Test
    void an_evicted_session_is_claimed_as_evicted_and_is_gone_for_every_verb() {
        try (CapturedLog log = new CapturedLog();
                MemoryStore store = bounded(10)) {
            store.keepEnded();
            Set<SessionRecord> created = new HashSet<>();
            for (int session = 0; session < 50; session++) {
                SessionRecord record = sessions.nextOf("robot");
                assertTrue(store.create(record));
                created.add(record);
            }

            List<EndedSession> ended = store.claimEnded(1_000);

            assertEquals(40, ended.size());
            for (EndedSession one : ended) {
                assertTrue(one.evicted());
                assertTrue(created.remove(one.session()), "once each, with its last state");
                assertTrue(store.find(one.session().key()).isEmpty());
                assertEquals(SaveResult.GONE, store.save(one.session(), 1));
            }
            assertEquals(created, new HashSet<>(store.findByPrincipal("robot")));
            assertEquals(10, store.count());
            assertTrue(
                    log.warnings().get(0).contains("maximumSessions = 10"),
                    log.warnings().get(0));
        }
    }

    @Test
    void evictions_are_logged_once_a_minute_with_their_number() {
        try (CapturedLog log = new CapturedLog();
                MemoryStore store = bounded(10)) {
            create(store, 30);
            assertEquals(1, log.warnings().size());
            assertTrue(
                    log.warnings().get(0).contains("sessions evicted: 1;"),
                    log.warnings().get(0));

            clock.advance(Duration.ofSeconds(61));
            create(store, 1);

            assertEquals(2, log.warnings().size());
            assertTrue(
                    log.warnings().get(1).contains("sessions evicted: 20;"),
                    log.warnings().get(1));
        }
    }

    /** Large sessions count as what they are. */
    @Test
    void by_weight_large_sessions_take_the_room_of_many() {
        try (CapturedLog log = new CapturedLog();
                MemoryStore store = MemoryStore.builder()
                        .clock(clock)
                        .maximumBytes(1_000_000)
                        .build()) {
            create(store, 2_500);
            long small = store.held();
            for (int session = 0; session < 200; session++) {
                SessionRecord large = sessions.next().toBuilder()
                        .attributes(Attributes.of(Map.of("large", EncodedValue.of("x", new byte[100_000]))))
                        .build();
                assertTrue(store.create(large));
            }

            assertEquals(1_000_000 / SessionWeigher.OVERHEAD, small);
            long heap = store.browse(Optional.empty(), 1_000).sessions().stream()
                    .mapToLong(record -> record.attributes().size())
                    .sum();
            assertTrue(heap <= 500_000, "attributes of " + heap + " bytes are held");
            assertEquals(1, log.warnings().size());
        }
    }

    @Test
    void a_bound_below_one_is_refused() {
        MemoryStore.Builder builder = MemoryStore.builder();

        assertThrows(IllegalArgumentException.class, () -> builder.maximumSessions(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maximumBytes(-1));
    }

    /** Without a number of his own nobody's heap fills up. */
    @Test
    void the_default_bound_is_a_hundred_thousand_sessions() {
        try (CapturedLog log = new CapturedLog();
                MemoryStore store = MemoryStore.builder().clock(clock).build()) {
            create(store, MemoryStore.Builder.DEFAULT_MAXIMUM_SESSIONS + 1_000);

            assertEquals(100_000, store.held());
            assertEquals(1, log.warnings().size());
        }
    }

    private void create(MemoryStore store, int count) {
        for (int session = 0; session < count; session++) {
            assertTrue(store.create(sessions.next()));
        }
    }

    /** What the session manager does for a request that changes nothing. */
    private void request(MemoryStore store, SessionRecord user) {
        clock.advance(Duration.ofMillis(1));
        if (store.find(user.key()).isPresent()) {
            assertTrue(store.touch(user.key(), clock.instant()));
        }
    }

    private MemoryStore bounded(long sessionCount) {
        return MemoryStore.builder().clock(clock).maximumSessions(sessionCount).build();
    }
}
