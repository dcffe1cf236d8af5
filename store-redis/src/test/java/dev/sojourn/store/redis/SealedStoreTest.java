// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.NoSessionReason;
import dev.sojourn.OpenResult;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent;
import dev.sojourn.SessionManager;
import dev.sojourn.seal.KeyRing;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.ForeignRecordException;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.RecordFormat;
import dev.sojourn.store.SessionKey;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.RecordingListener;
import dev.sojourn.testkit.TokenScanner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sealed sessions in Redis: what shows, what a wrong set-up does, and how keys change. */
class SealedStoreTest {
    private static final KeyRing OLD = KeyRing.of(SealedRecords.key(1));
    private static final KeyRing OLD_AND_NEW = KeyRing.builder()
            .sealing(SealedRecords.key(2))
            .opening(SealedRecords.key(1))
            .build();
    private static final KeyRing NEW = KeyRing.of(SealedRecords.key(2));

    @RegisterExtension
    final TokenScanner scanner = new TokenScanner();

    private final RedisServer server = SharedRedis.get();
    private final RedisContents contents = new RedisContents(List.of(server));
    private final ManualClock clock = ManualClock.create();
    private final RecordingListener heard = new RecordingListener();
    private final List<SessionManager> managers = new ArrayList<>();

    @BeforeEach
    void empty() {
        server.flush();
    }

    @AfterEach
    void close() {
        managers.forEach(SessionManager::close);
    }

    /** Canaries: a thief of the disk finds no value, no name, no user and no token. Covers W26, W41, ASVS 14.2.4. */
    @Test
    void a_dump_holds_no_value_no_user_and_no_token() {
        SessionManager manager = manager(SealedRecords.encoding());
        for (int number = 0; number < 20; number++) {
            Session session = manager.create();
            session.set("canary-name", "canary-value-" + number + " " + "canary ".repeat(20 * (number % 2)));
            session.login("canary-user@example.org");
            scanner.issued(manager.commit(session).token().orElseThrow());
        }
        assertEquals(20, manager.sessionsOf("canary-user@example.org").size());

        assertTrue(contents.dump().size() > 20 * 4, "names, records, and indexes of keys and times");
        for (byte[] found : contents.dump()) {
            scanner.stored("redis", found);
            assertFalse(new String(found, StandardCharsets.ISO_8859_1).contains("canary"));
        }
    }

    /** A key that one node lacks during a change ends nobody's session. Covers ASVS 16.5.2. */
    @Test
    void a_node_without_the_key_is_unavailable_and_deletes_nothing() {
        SessionManager whole = manager(SealedRecords.with(NEW));
        String token = logIn(whole, "anna");
        for (RecordEncoding lacking : List.of(SealedRecords.with(OLD), RecordEncoding.PLAIN)) {
            SessionManager wrong = manager(lacking);

            assertThrows(ForeignRecordException.class, () -> wrong.open(token));
            assertThrows(ForeignRecordException.class, () -> wrong.open(token));
            assertEquals(List.of(), wrong.browse(Optional.empty(), 10).sessions());
        }

        assertEquals(List.of(), heard.events(SessionEvent.RecordUnreadable.class));
        assertTrue(whole.open(token).session().isPresent());
    }

    /** Covers W38: what a stolen key sealed is not trusted, and the session ends with one event. */
    @Test
    void a_session_whose_key_was_revoked_ends() {
        String token = logIn(manager(SealedRecords.with(OLD)), "anna");
        SessionManager revoking = manager(SealedRecords.with(KeyRing.builder()
                .sealing(SealedRecords.key(2))
                .revoked(SealedRecords.key(1))
                .build()));

        OpenResult.NoSession none = assertInstanceOf(OpenResult.NoSession.class, revoking.open(token));

        assertEquals(NoSessionReason.UNREADABLE, none.reason());
        assertTrue(heard.events(SessionEvent.RecordUnreadable.class).get(0).deleted());
        assertInstanceOf(OpenResult.NoSession.class, revoking.open(token));
        assertEquals(1, heard.events(SessionEvent.RecordUnreadable.class).size());
    }

    /** Covers W38: reading leaves the record as it is, writing seals it anew, and lists are complete all the way. */
    @Test
    void a_key_is_changed_session_by_session() {
        SessionManager before = manager(SealedRecords.with(OLD));
        String read = logIn(before, "anna");
        String written = logIn(before, "anna");
        SessionManager changing = manager(SealedRecords.with(OLD_AND_NEW));

        changing.commit(changing.open(read).session().orElseThrow());
        assertEquals(2, before.sessionsOf("anna").size(), "read and not written");
        Session session = changing.open(written).session().orElseThrow();
        session.set("count", 2);
        changing.commit(session);

        assertEquals(2, changing.sessionsOf("anna").size());
        SessionManager after = manager(SealedRecords.with(NEW));
        assertEquals(1, after.sessionsOf("anna").size());
        assertTrue(after.open(written).session().isPresent());
        assertThrows(ForeignRecordException.class, () -> after.open(read));
        assertEquals(2, changing.endAll("anna"), "all of both keys");
        assertInstanceOf(OpenResult.NoSession.class, changing.open(read));
    }

    /** Covers W43, W66: two sites with one key, one store and one prefix: no session of one is valid on the other. */
    @Test
    void a_session_of_one_tenant_is_none_of_another() {
        SessionManager north = manager(tenant("north"));
        SessionManager south = manager(tenant("south"));
        String token = logIn(north, "anna");

        assertThrows(ForeignRecordException.class, () -> south.open(token));
        assertEquals(List.of(), south.sessionsOf("anna"));
        assertTrue(north.open(token).session().isPresent());
    }

    /** Whoever can write the store cannot go back to plain text. */
    @Test
    void a_plain_record_that_somebody_planted_opens_nothing() {
        SessionManager plain = manager(RecordEncoding.PLAIN);
        String planted = logIn(plain, "admin");
        SessionManager strict = manager(SealedRecords.with(NEW));

        assertThrows(ForeignRecordException.class, () -> strict.open(planted));
        assertEquals(List.of(), strict.sessionsOf("admin"));
    }

    @Test
    void sealing_is_switched_on_without_logging_anybody_out() {
        SessionManager plain = manager(RecordEncoding.PLAIN);
        String token = logIn(plain, "anna");
        RecordEncoding changing = RecordEncoding.builder()
                .sealedWith(NEW)
                .acceptPlainUntil(clock.instant().plusSeconds(60))
                .clock(clock)
                .build();
        SessionManager manager = manager(changing);

        assertEquals(1, manager.sessionsOf("anna").size());
        Session session = manager.open(token).session().orElseThrow();
        session.set("count", 2);
        manager.commit(session);
        clock.advance(Duration.ofSeconds(60));

        assertEquals(2, manager.open(token).session().orElseThrow().get("count").orElseThrow());
        assertEquals(1, manager.sessionsOf("anna").size());
        assertThrows(ForeignRecordException.class, () -> plain.open(token));
    }

    /** Swapping what two sessions hold gives neither the other's. Covers W40, W43. */
    @Test
    void records_that_were_swapped_open_nothing() {
        SessionManager manager = manager(SealedRecords.with(NEW));
        String anna = logIn(manager, "anna");
        String berta = logIn(manager, "berta");
        SessionKey annasKey = manager.keyOf(manager.open(anna).session().orElseThrow());
        SessionKey bertasKey = manager.keyOf(manager.open(berta).session().orElseThrow());
        byte[] annas = stored(annasKey);
        byte[] bertas = stored(bertasKey);
        System.arraycopy(bertas, RecordFormat.DEADLINE_OFFSET, annas, RecordFormat.DEADLINE_OFFSET, 94);

        assertTrue(contents.put(annasKey, annas));
        assertTrue(contents.put(bertasKey, stored(annasKey)));

        assertInstanceOf(OpenResult.NoSession.class, manager.open(anna));
        assertInstanceOf(OpenResult.NoSession.class, manager.open(berta));
        assertEquals(2, heard.events(SessionEvent.RecordUnreadable.class).size());
    }

    private byte[] stored(SessionKey key) {
        try (var client = server.client()) {
            return client.send("GET", "sojourn:s:" + key.text()).bytes();
        }
    }

    private static RecordEncoding tenant(String name) {
        return RecordEncoding.builder()
                .sealedWith(NEW)
                .application("shop")
                .tenant(name)
                .build();
    }

    private String logIn(SessionManager manager, String user) {
        Session session = manager.create();
        session.set("count", 1);
        session.login(user);
        return manager.commit(session).token().orElseThrow().reveal();
    }

    private SessionManager manager(RecordEncoding records) {
        SessionManager manager = SessionManager.builder(RedisStore.builder()
                        .uri(server.uri())
                        .clock(clock)
                        .records(records)
                        .withoutStartReport()
                        .build())
                .random(scanner.random())
                .inlineListener(heard)
                .withoutThreads()
                .build();
        managers.add(manager);
        return manager;
    }
}
