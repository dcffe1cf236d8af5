// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clocks that are wrong, are set, or change their zone, on nodes and on the server: when sessions in Redis end all the same. */
class RedisClocksTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration ABOUT = Duration.ofSeconds(5);

    private final RedisServer server = SharedRedis.get();
    private final InstantSource system = InstantSource.system();
    private final Deque<RedisStore> stores = new ArrayDeque<>();
    private final TimeZone zone = TimeZone.getDefault();

    @BeforeEach
    void empty() {
        server.flush();
    }

    @AfterEach
    void close() {
        TimeZone.setDefault(zone);
        stores.forEach(RedisStore::close);
    }

    /** Fault 13: a node whose clock is an hour ahead and one that is an hour behind see the same sessions end at the same time. */
    @Test
    void fault_13_nodes_with_wrong_clocks_agree_on_when_sessions_end() {
        ServerClock ahead = looked(() -> system.instant().plus(HOUR));
        ServerClock behind = looked(() -> system.instant().minus(HOUR));
        RedisStore one = node(ahead);
        RedisStore other = node(behind);
        SessionRecord ofOne = created(one, new Sessions(ahead).next());
        Sessions later = new Sessions(behind);
        assertEquals(ofOne.key(), later.next().key(), "both draw the same keys");
        SessionRecord ofOther = created(other, later.next());

        for (SessionRecord record : List.of(ofOne, ofOther)) {
            assertTrue(one.find(record.key()).isPresent());
            assertTrue(other.find(record.key()).isPresent());
            assertNear(system.instant().plus(Sessions.IDLE), record.expiresAt());
            assertLives(Sessions.IDLE, record);
            assertTrue(one.touch(record.key(), ahead.instant()));
            assertTrue(other.touch(record.key(), behind.instant()));
            assertLives(Sessions.IDLE, record);
        }
    }

    /** Fault 14: the server's clock jumps ahead, and is set right again: what ended by that stays ended. */
    @Test
    void fault_14_what_ended_while_the_server_was_ahead_does_not_come_back() {
        ServerClock clock = looked(system);
        RedisStore store = node(clock);
        store.keepEnded();
        Sessions sessions = new Sessions(clock);
        SessionRecord ended = created(store, sessions.nextOf("anna"));

        clock.look(new SetTime(server, HOUR));
        assertEquals(Optional.empty(), store.find(ended.key()));
        assertEquals(SaveResult.GONE, store.save(Sessions.after(ended).build(), 1));
        assertFalse(store.touch(ended.key(), clock.instant()));
        assertEquals(List.of(), store.findByPrincipal("anna"));
        assertEquals(
                List.of(ended.key()),
                store.claimEnded(10).stream()
                        .map(claimed -> claimed.session().key())
                        .toList());
        SessionRecord young = created(store, sessions.next());

        clock.look(new SetTime(server, Duration.ZERO));
        assertNear(system.instant(), clock.instant());
        assertEquals(Optional.empty(), store.find(ended.key()));
        assertEquals(List.of(), store.findByPrincipal("anna"));
        assertEquals(List.of(), store.claimEnded(10));
        assertTrue(store.find(young.key()).isPresent());
    }

    /** Fault 14: the server's clock is set back: no end is put off, and use while it is behind moves none. */
    @Test
    void fault_14_a_server_that_is_set_back_puts_off_no_end() {
        ServerClock clock = looked(system);
        RedisStore store = node(clock);
        SessionRecord record = created(store, new Sessions(clock).next());

        clock.look(new SetTime(server, HOUR.negated()));
        assertTrue(store.touch(record.key(), clock.instant()));
        SessionRecord found = store.find(record.key()).orElseThrow();
        assertEquals(
                SaveResult.SAVED,
                store.save(Sessions.after(found).lastAccessed(clock.instant()).build(), 1));

        assertEquals(record.expiresAt(), store.find(record.key()).orElseThrow().expiresAt());
        clock.look(new SetTime(server, Duration.ZERO));
        assertEquals(record.expiresAt(), store.find(record.key()).orElseThrow().expiresAt());
        clock.look(new SetTime(server, Sessions.IDLE));
        assertEquals(Optional.empty(), store.find(record.key()));
    }

    /** Fault 15: a second that comes twice, as a leap second does on many servers, ends nothing. */
    @Test
    void fault_15_a_second_that_comes_twice_ends_nothing() {
        ServerClock clock = looked(system);
        RedisStore store = node(clock);
        SessionRecord record = created(store, new Sessions(clock).next());

        clock.look(new SetTime(server, Duration.ofSeconds(-1)));
        assertTrue(store.find(record.key()).isPresent());
        assertTrue(store.touch(record.key(), clock.instant()));
        clock.look(new SetTime(server, Duration.ZERO));

        assertEquals(record.expiresAt(), store.find(record.key()).orElseThrow().expiresAt());
    }

    /** Fault 15: the hour that is skipped in spring and the one that comes twice in autumn have as many minutes as any other. */
    @Test
    void fault_15_daylight_saving_and_time_zones_play_no_part() {
        for (String change : List.of("2026-03-29T00:59:00Z", "2026-10-25T00:59:00Z")) {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            ManualClock clock = ManualClock.startingAt(Instant.parse(change));
            RedisStore store = node(clock);
            SessionRecord record = created(store, new Sessions(clock).next());
            assertLives(Sessions.IDLE, record);

            clock.advance(Sessions.IDLE.minusMillis(1));
            assertTrue(store.find(record.key()).isPresent());
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
            assertTrue(store.find(record.key()).isPresent());
            clock.advance(Duration.ofMillis(1));
            assertEquals(Optional.empty(), store.find(record.key()));
        }
    }

    private RedisStore node(InstantSource clock) {
        RedisStore store = RedisStore.builder()
                .uri(server.uri())
                .clock(clock)
                .withoutStartReport()
                .build();
        stores.push(store);
        return store;
    }

    /** What a store goes by on a machine with this clock. */
    private ServerClock looked(InstantSource machine) {
        ServerClock clock = new ServerClock(machine);
        clock.look(new SetTime(server, Duration.ZERO));
        return clock;
    }

    private static SessionRecord created(RedisStore store, SessionRecord record) {
        assertTrue(store.create(record));
        return record;
    }

    private void assertLives(Duration expected, SessionRecord record) {
        long millis = millisToLive(record);
        assertTrue(
                millis <= expected.plus(ABOUT).toMillis()
                        && millis > expected.minus(ABOUT).toMillis(),
                () -> "its key lives for " + millis + " ms");
    }

    private long millisToLive(SessionRecord record) {
        try (RespClient client = server.client()) {
            return client.send("PTTL", "sojourn:s:" + record.key().text()).number();
        }
    }

    private static void assertNear(Instant expected, Instant actual) {
        Duration apart = Duration.between(expected, actual).abs();
        assertTrue(apart.compareTo(ABOUT) < 0, () -> "apart by " + apart);
    }
}
