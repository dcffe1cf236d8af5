// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.RecordFormat;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What each verb costs, counted by the server itself: the table of {@code docs/storage/redis.md}. Commands that a
 * script makes are counted too; {@code evalsha} is the one that travels. Covers T21, T22, T24.
 */
class RedisCommandsTest {
    private final RedisServer server = RedisServer.start();
    private final RespClient client = server.client();
    private final ManualClock clock = ManualClock.create();
    private final Sessions sessions = new Sessions(clock);
    private final RedisStore store = RedisStore.builder()
            .uri(server.uri())
            .clock(clock)
            .withoutStartReport()
            .build();

    @AfterEach
    void stop() {
        store.close();
        client.close();
        server.close();
    }

    @Test
    void create_is_one_set() {
        assertEquals(Map.of("set", 1L), commands(() -> assertTrue(store.create(sessions.next()))));
    }

    @Test
    void create_with_a_principal_enters_it_first() {
        warmUp();
        assertEquals(
                Map.of("evalsha", 1L, "zremrangebyscore", 1L, "zadd", 1L, "zrevrange", 1L, "pexpire", 1L, "set", 1L),
                commands(() -> assertTrue(store.create(sessions.nextOf("anna")))));
    }

    @Test
    void find_is_one_get() {
        SessionRecord record = created(sessions.next());

        assertEquals(
                Map.of("get", 1L),
                commands(() -> assertTrue(store.find(record.key()).isPresent())));
        assertEquals(
                Map.of("get", 1L),
                commands(() -> assertEquals(
                        Optional.empty(), store.find(sessions.next().key()))));
    }

    @Test
    void save_is_one_script() {
        warmUp();
        SessionRecord record = created(sessions.nextOf("anna"));

        assertEquals(
                Map.of("evalsha", 1L, "get", 1L, "set", 1L),
                commands(() -> assertSame(
                        SaveResult.SAVED, store.save(Sessions.after(record).build(), 1))));
        assertEquals(
                Map.of("evalsha", 1L, "get", 1L),
                commands(() -> assertInstanceOf(
                        SaveResult.Conflict.class,
                        store.save(Sessions.after(record).build(), 1))));
        assertEquals(
                Map.of("evalsha", 1L, "get", 1L),
                commands(() -> assertSame(SaveResult.GONE, store.save(sessions.next(), 1))));
    }

    @Test
    void touch_is_one_script() {
        warmUp();
        SessionRecord record = created(sessions.nextOf("anna"));

        assertEquals(
                Map.of("evalsha", 1L, "getrange", 1L, "setrange", 1L, "pttl", 1L, "pexpire", 1L),
                commands(() ->
                        assertTrue(store.touch(record.key(), clock.instant().plusSeconds(60)))));
        assertEquals(
                Map.of("evalsha", 1L, "getrange", 1L),
                commands(() -> assertTrue(store.touch(record.key(), clock.instant()))));
    }

    @Test
    void delete_is_one_script() {
        warmUp();
        SessionRecord record = created(sessions.nextOf("anna"));

        assertEquals(
                Map.of("evalsha", 1L, "getrange", 1L, "unlink", 1L),
                commands(() -> assertTrue(store.delete(record.key()))));
        assertEquals(
                Map.of("evalsha", 1L, "getrange", 1L, "unlink", 1L),
                commands(() -> assertFalse(store.delete(record.key()))));
    }

    @Test
    void a_login_costs_one_command_more() {
        warmUp();
        SessionRecord record = created(sessions.next());
        SessionRecord login = Sessions.after(record)
                .principal(Optional.of("anna"))
                .authenticated(clock.instant())
                .lastAccessed(clock.instant())
                .build();

        Map<String, Long> commands = commands(() -> assertSame(SaveResult.SAVED, store.save(login, 1)));

        assertEquals(2, commands.get("evalsha"));
        assertEquals(1, commands.get("get"));
    }

    @Test
    void a_principal_that_changes_otherwise_costs_two_more() {
        warmUp();
        SessionRecord record = created(sessions.next());

        Map<String, Long> commands = commands(() -> assertSame(
                SaveResult.SAVED,
                store.save(Sessions.after(record).principal(Optional.of("anna")).build(), 1)));

        assertEquals(3, commands.get("evalsha"));
    }

    @Test
    void a_session_in_use_is_entered_again_every_six_hours_of_use_and_not_more_often() {
        warmUp();
        SessionRecord record = created(sessions.nextOf("anna"));
        long scripts = 0;
        int touches = 0;
        for (int minute = 0; minute < 24 * 60; minute += 10) {
            clock.advance(Duration.ofMinutes(10));
            Map<String, Long> commands = commands(() -> assertTrue(store.touch(record.key(), clock.instant())));
            scripts += commands.getOrDefault("evalsha", 0L);
            touches++;
            assertEquals(1, store.findByPrincipal("anna").size());
        }

        assertEquals(touches + 2 * 4, scripts);
    }

    @Test
    void what_ends_is_kept_for_one_command_more_at_creation() {
        warmUp();
        store.keepEnded();
        SessionRecord record = sessions.next();

        assertEquals(
                Map.of("evalsha", 1L, "zadd", 1L, "zrevrange", 1L, "pexpire", 1L, "set", 1L),
                commands(() -> assertTrue(store.create(record))));
        assertEquals(
                Map.of("evalsha", 1L, "get", 1L, "set", 1L),
                commands(() -> assertSame(
                        SaveResult.SAVED, store.save(Sessions.after(record).build(), 1))));
    }

    @Test
    void a_session_whose_end_comes_earlier_is_claimed_in_time() {
        store.keepEnded();
        SessionRecord record = created(sessions.next());
        SessionRecord shorter = Sessions.after(record)
                .idleTimeout(Optional.of(Duration.ofMinutes(1)))
                .build();
        assertSame(SaveResult.SAVED, store.save(shorter, 1));

        clock.advance(Duration.ofMinutes(1));

        assertEquals(List.of(new EndedSession(store(shorter), false)), store.claimEnded(10));
    }

    @Test
    void a_sweep_that_finds_nothing_costs_as_many_commands_as_there_are_shards() {
        store.keepEnded();
        created(sessions.next());

        assertEquals(Map.of("zrangebyscore", 16L), commands(() -> assertEquals(List.of(), store.claimEnded(100))));
    }

    /** Evaluated: 16 that look for what is due, one for the record; then one that takes it away and one for its entry. */
    @Test
    void an_end_that_is_confirmed_costs_a_look_and_two_scripts() {
        store.keepEnded();
        created(sessions.next());
        clock.advance(Duration.ofHours(1));
        List<EndedSession> ended = store.handOutEnded(100);
        assertEquals(1, store.confirmEnded(ended).size()); // the scripts are known from now on
        created(sessions.next());
        clock.advance(Duration.ofHours(1));

        List<EndedSession> again = new ArrayList<>();
        assertEquals(17, commands(() -> again.addAll(store.handOutEnded(100))).get("evalsha"));
        assertEquals(
                2,
                commands(() -> assertEquals(again, store.confirmEnded(again))).get("evalsha"));
    }

    @Test
    void the_sessions_of_a_principal_are_two_round_trips() {
        created(sessions.nextOf("anna"));
        created(sessions.nextOf("anna"));

        assertEquals(
                Map.of("zrangebyscore", 1L, "get", 2L),
                commands(() -> assertEquals(2, store.findByPrincipal("anna").size())));
    }

    @Test
    void counting_looks_at_headers_only() {
        created(sessions.next());
        created(sessions.next());

        assertEquals(Map.of("dbsize", 1L, "scan", 1L, "getrange", 2L), commands(() -> assertEquals(2, store.count())));
    }

    /** So that the server knows the scripts. */
    private void warmUp() {
        SessionRecord record = created(sessions.nextOf("first"));
        assertSame(SaveResult.SAVED, store.save(Sessions.after(record).build(), 1));
        assertTrue(store.touch(record.key(), clock.instant()));
        assertTrue(store.delete(record.key()));
    }

    private SessionRecord created(SessionRecord record) {
        assertTrue(store.create(record));
        return record;
    }

    /** As it comes back: with its values as bytes. */
    private static SessionRecord store(SessionRecord record) {
        return RecordFormat.decode(record.key(), RecordFormat.encode(record));
    }

    private Map<String, Long> commands(Runnable calls) {
        client.send("CONFIG", "RESETSTAT");
        calls.run();
        Map<String, Long> counted = new TreeMap<>(client.commandCalls());
        counted.remove("config");
        counted.remove("config|resetstat");
        counted.remove("info");
        counted.remove("ping"); // a connection that was idle on a slow machine
        return counted;
    }
}
