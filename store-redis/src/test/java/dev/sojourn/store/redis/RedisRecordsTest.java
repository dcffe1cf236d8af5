// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.RecordFormat;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.UnreadableRecordException;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands in Redis: times to live, strange records, strange neighbours, forgotten scripts. */
class RedisRecordsTest {
    private final RedisServer server = SharedRedis.get();
    private final RedisContents contents = new RedisContents(List.of(server));
    private final ManualClock clock = ManualClock.create();
    private final Sessions sessions = new Sessions(clock);
    private final RedisStore store = RedisStore.builder()
            .uri(server.uri())
            .clock(clock)
            .withoutStartReport()
            .build();
    private final RespClient client = server.client();

    @BeforeEach
    void empty() {
        server.flush();
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    /** Fault 12. */
    @Test
    void scripts_that_the_server_forgot_are_sent_again() {
        for (int round = 0; round < 2; round++) {
            SessionRecord record = created(sessions.nextOf("anna"));
            client.send("SCRIPT", "FLUSH");
            assertSame(SaveResult.SAVED, store.save(Sessions.after(record).build(), 1));
            client.send("SCRIPT", "FLUSH");
            assertTrue(store.touch(record.key(), clock.instant().plusSeconds(1)));
            client.send("SCRIPT", "FLUSH");
            assertEquals(1, store.findByPrincipal("anna").size());
            assertTrue(store.delete(record.key()));
        }
        store.keepEnded();
        SessionRecord first = created(sessions.next());
        SessionRecord second = created(sessions.next());
        clock.advance(Sessions.IDLE);
        client.send("SCRIPT", "FLUSH");
        Set<SessionKey> claimed = new HashSet<>();
        store.claimEnded(10).forEach(ended -> claimed.add(ended.session().key()));
        assertEquals(Set.of(first.key(), second.key()), claimed);
    }

    /** T16, T17, T23: every key goes by itself, at the session's own end. */
    @Test
    void every_key_has_the_time_to_live_of_its_session() {
        SessionRecord record = created(sessions.nextOf("anna"));
        assertTtl(Duration.ofMinutes(30), nameOf(record));
        clock.advance(Duration.ofMinutes(10));

        assertTrue(store.touch(record.key(), clock.instant()));
        assertTtl(Duration.ofMinutes(30), nameOf(record));
        SessionRecord next = Sessions.after(record)
                .lastAccessed(clock.instant())
                .idleTimeout(Optional.of(Duration.ofMinutes(5)))
                .build();
        assertSame(SaveResult.SAVED, store.save(next, 1));
        assertTtl(Duration.ofMinutes(5), nameOf(record));

        SessionRecord eternal =
                Sessions.after(next).idleTimeout(Optional.empty()).build();
        assertSame(SaveResult.SAVED, store.save(eternal, 2));
        assertEquals(-1, client.send("PTTL", nameOf(record)).number());
        for (String key : client.send("KEYS", "sojourn:p:*").texts()) {
            assertEquals(-1, client.send("PTTL", key).number(), "an eternal session has an eternal entry");
        }
    }

    @Test
    void index_keys_go_with_their_last_session() {
        created(sessions.nextOf("anna"));
        store.keepEnded();
        created(sessions.nextOf("anna"));

        for (String key : client.send("KEYS", "*").texts()) {
            assertTrue(client.send("PTTL", key).number() > 0, key);
        }
    }

    /** Without somebody to tell, what has ended is gone; with somebody it waits an hour. */
    @Test
    void what_ends_is_kept_for_an_hour_to_be_told() {
        store.keepEnded();

        SessionRecord record = created(sessions.next());

        assertTtl(Duration.ofMinutes(90), nameOf(record));
        assertTrue(store.touch(record.key(), clock.instant().plusSeconds(60)));
        assertTtl(Duration.ofMinutes(91), nameOf(record));
    }

    /** Fault 22: what a newer node wrote is not read, not changed and not ended. */
    @Test
    void a_record_of_a_newer_format_is_left_alone() {
        store.keepEnded();
        SessionRecord record = created(sessions.nextOf("anna"));
        byte[] newer = RecordFormat.encode(record);
        newer[RecordFormat.FORMAT_OFFSET] = RecordFormat.PACKED_FORMAT + 1;
        assertTrue(contents.put(record.key(), newer));

        UnreadableRecordException unreadable =
                assertThrows(UnreadableRecordException.class, () -> store.find(record.key()));
        assertTrue(unreadable.isNewerFormat());
        assertThrows(
                UnreadableRecordException.class,
                () -> store.save(Sessions.after(record).build(), 1));
        assertThrows(
                UnreadableRecordException.class,
                () -> store.touch(record.key(), clock.instant().plusSeconds(1)));
        assertFalse(store.create(record));
        assertEquals(List.of(), store.findByPrincipal("anna"));
        clock.advance(Sessions.IDLE.multipliedBy(2));
        assertEquals(List.of(), store.claimEnded(10));

        assertEquals(1, client.send("EXISTS", nameOf(record)).number());
    }

    /** Fault 23, T22, T26: a poisoned record ends itself and stops nothing. */
    @Test
    void a_damaged_record_does_not_stop_the_sweep() {
        store.keepEnded();
        SessionRecord damaged = created(sessions.nextOf("anna"));
        SessionRecord cut = created(sessions.nextOf("anna"));
        SessionRecord sound = created(sessions.nextOf("anna"));
        assertTrue(contents.damage(damaged.key()));
        byte[] whole = RecordFormat.encode(cut);
        assertTrue(contents.put(cut.key(), Arrays.copyOf(whole, whole.length - 1)));
        clock.advance(Sessions.IDLE);

        try (CapturedLog log = new CapturedLog()) {
            assertEquals(
                    List.of(sound.key()),
                    store.claimEnded(10).stream()
                            .map(ended -> ended.session().key())
                            .toList());
            assertEquals(1, log.warnings().size());
        }
        assertEquals(0, client.send("EXISTS", nameOf(damaged), nameOf(cut)).number());
        assertEquals(List.of(), store.claimEnded(10));
    }

    /** T25, W29, W66: a prefix means what it says, whatever it would mean in a pattern. */
    @Test
    void a_prefix_is_not_a_pattern_and_not_the_beginning_of_another() {
        List<String> prefixes = List.of("a*:", "a?:", "ab:", "[ab]:", "a\\:", "a-:", "^a:", "ab:s:", "a");
        for (String prefix : prefixes) {
            try (RedisStore other = withPrefix(prefix)) {
                assertTrue(other.create(sessions.nextOf("anna")));
            }
        }
        created(sessions.next());
        client.send("SET", "ab:s:something", "of somebody else");

        for (String prefix : prefixes) {
            try (RedisStore other = withPrefix(prefix)) {
                assertEquals(1, other.count(), prefix);
                assertEquals(1, other.browse(Optional.empty(), 100).sessions().size(), prefix);
                other.clear();
                assertEquals(0, other.count(), prefix);
                assertEquals(List.of(), other.findByPrincipal("anna"), prefix);
            }
        }
        assertEquals(1, store.count());
        assertEquals(2, client.send("DBSIZE").number());
    }

    /** T22: entries whose session is gone are taken away, but not before it can be known that it will not come. */
    @Test
    void a_listing_repairs_the_index_when_it_is_sure() {
        SessionRecord record = created(sessions.nextOf("anna"));
        String index = client.send("KEYS", "sojourn:p:*").texts().get(0);
        assertTrue(store.delete(record.key()));
        assertEquals(List.of(), store.findByPrincipal("anna"));
        assertEquals(1, client.send("ZCARD", index).number());

        clock.advance(Duration.ofMinutes(10));
        assertEquals(List.of(), store.findByPrincipal("anna"));

        assertEquals(0, client.send("EXISTS", index).number());
    }

    @Test
    void a_count_of_many_is_an_estimate_close_to_the_truth() {
        int sessionsThere = 30_000;
        byte[] record = RecordFormat.encode(sessions.next());
        for (int session = 0; session < sessionsThere; session++) {
            String name = nameOf(sessions.next());
            client.send(List.of(Command.bytes("SET"), Command.bytes(name), record));
        }

        assertEquals(sessionsThere, (double) store.count(), 0.02 * sessionsThere);
    }

    private void assertTtl(Duration expected, String key) {
        long ttl = client.send("PTTL", key).number();
        assertTrue(ttl <= expected.toMillis() && ttl > expected.toMillis() - 60_000, key + " lives for " + ttl + " ms");
    }

    private RedisStore withPrefix(String prefix) {
        return RedisStore.builder()
                .uri(server.uri())
                .clock(clock)
                .prefix(prefix)
                .withoutStartReport()
                .build();
    }

    private SessionRecord created(SessionRecord record) {
        assertTrue(store.create(record));
        return record;
    }

    private static String nameOf(SessionRecord record) {
        return "sojourn:s:" + record.key().text();
    }
}
