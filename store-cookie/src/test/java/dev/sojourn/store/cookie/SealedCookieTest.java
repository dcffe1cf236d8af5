// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionPolicy;
import dev.sojourn.codec.AttributeLimitException;
import dev.sojourn.seal.KeyRing;
import dev.sojourn.store.SessionKey;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.TokenScanner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life of a session that nobody keeps but the browser. */
class SealedCookieTest {
    private static final SessionPolicy RENEWING = Node.POLICY.toBuilder()
            .renewEvery(Duration.ofMinutes(10))
            .renewalGrace(Duration.ofSeconds(30))
            .build();

    @RegisterExtension
    final TokenScanner scanner = new TokenScanner();

    private final ManualClock clock = ManualClock.create();
    private final Node node = Node.plain(clock);

    @Test
    void a_session_is_what_its_cookie_says() {
        String first = node.stored(session -> session.set("n", 1));
        String second = node.after(first, session -> session.set("n", 2));
        assertNotEquals(first, second);
        assertEquals(Optional.of(2), node.open(second).get("n"));
        assertEquals(node.open(first).id(), node.open(second).id());
        scanner.issued(first);
        scanner.issued(second);
        scanner.shown("store", node.store);
        scanner.shown("session", node.open(second));
        node.events.events().forEach(event -> scanner.shown("event", event));
    }

    /** A request that only reads hands back the very text that came, and seals nothing. */
    @Test
    void reading_changes_no_cookie() {
        String cookie = node.stored(session -> session.set("n", 1));
        CommitResult result = node.request(cookie, session -> session.get("n"));
        assertEquals(Outcome.UNCHANGED, result.outcome());
        assertEquals(cookie, Node.textOf(result));
        assertFalse(result.tokenChanged());
    }

    /** ASVS 7.3.1: use is written down as elsewhere, in a new cookie. */
    @Test
    void idle_timeout_is_inside() {
        String cookie = node.stored(session -> {});
        clock.advance(Duration.ofMinutes(20));
        CommitResult touched = node.request(cookie, session -> {});
        assertEquals(Outcome.TOUCHED, touched.outcome());
        assertTrue(touched.tokenChanged());
        clock.advance(Duration.ofMinutes(20));
        assertTrue(node.opens(Node.textOf(touched)));
        node.refuses(NoSessionReason.EXPIRED, cookie);
        clock.advance(Duration.ofMinutes(10));
        node.refuses(NoSessionReason.EXPIRED, Node.textOf(touched));
    }

    /** ASVS 7.3.2, ASVS 9.2.1: however often it is sealed anew. */
    @Test
    void absolute_timeout_is_inside() {
        String cookie = node.stored(session -> {});
        for (int minutes = 0; minutes < 8 * 60 - 20; minutes += 20) {
            clock.advance(Duration.ofMinutes(20));
            cookie = node.after(cookie, session -> {});
        }
        clock.advance(Duration.ofMinutes(20));
        node.refuses(NoSessionReason.EXPIRED, cookie);
    }

    /** R5, G21-162, fault 36, ASVS 3.3.5: refused before the response leaves, and the session stays what it was. */
    @Test
    void too_large_is_an_error_and_the_old_state_stays() {
        String cookie = node.stored(session -> session.set("n", 1));
        Session session = node.open(cookie);
        session.set("large", "x".repeat(5_000));
        AttributeLimitException refused =
                assertThrows(AttributeLimitException.class, () -> node.manager.commit(session));
        assertTrue(String.valueOf(refused.getMessage()).contains("maxLength = 6000"), refused.getMessage());
        session.remove("large");
        CommitResult after = node.manager.commit(session);
        assertEquals(Outcome.UNCHANGED, after.outcome());
        assertEquals(cookie, Node.textOf(after));
        Session another = node.manager.create();
        another.set("large", "x".repeat(5_000));
        assertThrows(AttributeLimitException.class, () -> node.manager.commit(another));
    }

    @Test
    void a_session_as_large_as_it_may_be_is_not_longer_than_promised() {
        int fits = 0;
        String cookie = node.stored(session -> {});
        for (int size = 4_200; size < 4_600; size++) {
            int length = size;
            try {
                cookie = node.after(cookie, session -> session.set("v", "x".repeat(length)));
                fits = size;
            } catch (AttributeLimitException full) {
                break;
            }
        }
        assertTrue(cookie.length() <= 6_000 && cookie.length() > 5_990, cookie.length() + " characters");
        assertTrue(fits >= 4_250, fits + " bytes of attributes");
    }

    @Test
    void compression_makes_room() {
        Node compressing = new Node(clock, KeyRing.of(TestKeys.key(1)), builder -> builder.compressFrom(500));
        String cookie = compressing.stored(session -> session.set("v", "x".repeat(20_000)));
        assertTrue(cookie.length() < 600, cookie.length() + " characters");
        assertEquals(20_000, ((String) compressing.open(cookie).get("v").orElseThrow()).length());
    }

    /** W41, W44: two texts of one content share nothing but layout and key id. */
    @Test
    void equal_content_gives_different_texts() {
        String cookie = node.stored(session -> session.set("n", 1));
        byte[] one = bytes(node.after(cookie, session -> session.set("n", 2)));
        byte[] two = bytes(node.after(cookie, session -> session.set("n", 2)));
        assertEquals(one.length, two.length);
        int same = 0;
        for (int index = 9; index < one.length; index++) {
            same += one[index] == two[index] ? 1 : 0;
        }
        assertArrayEquals(
                List.of(one[0], one[8]).toArray(), List.of(two[0], two[8]).toArray());
        assertTrue(same < one.length / 16, same + " of " + one.length + " bytes are the same");
    }

    @Test
    void nothing_of_the_content_shows() {
        String cookie = node.stored(session -> {
            session.login("anna-canary");
            session.set("name-canary", "value-canary");
        });
        String bytes = new String(bytes(cookie), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains("canary"));
        assertFalse(bytes.contains(
                new String(node.manager.keyOf(node.open(cookie)).toBytes(), StandardCharsets.ISO_8859_1)));
    }

    /** Without anybody who remembers: what is said to be impossible is impossible. */
    @Test
    void without_revocation_a_copy_outlives_the_logout() {
        String cookie = node.stored(session -> session.login("anna"));
        CommitResult logout = node.request(cookie, Session::invalidate);
        assertTrue(logout.tokenMustGo());
        assertTrue(node.opens(cookie));
        assertThrows(UnsupportedOperationException.class, () -> node.store.endAll("anna"));
        assertThrows(UnsupportedOperationException.class, () -> node.manager.endAll("anna"));
        SessionKey key = node.manager.keyOf(node.open(cookie));
        assertThrows(UnsupportedOperationException.class, () -> node.store.end(key));
        assertThrows(UnsupportedOperationException.class, () -> node.manager.find(key));
        clock.advance(Node.IDLE);
        node.refuses(NoSessionReason.EXPIRED, cookie);
    }

    /** The response that reaches the browser last wins. */
    @Test
    void requests_at_the_same_time_do_not_merge() {
        String cookie = node.stored(session -> {});
        Session one = node.open(cookie);
        Session other = node.open(cookie);
        one.set("a", 1);
        other.set("b", 2);
        node.manager.commit(one);
        String last = Node.textOf(node.manager.commit(other));
        assertFalse(node.open(last).has("a"));
        assertEquals(Optional.of(2), node.open(last).get("b"));
    }

    /** A later commit of the same response hands out the latest text. */
    @Test
    void commits_of_one_response_end_with_the_last_text() {
        Session session = node.manager.create();
        session.set("n", 1);
        String first = Node.textOf(node.manager.commit(session));
        session.set("n", 2);
        CommitResult second = node.manager.commit(session);
        assertTrue(second.tokenChanged());
        assertNotEquals(first, Node.textOf(second));
        CommitResult third = node.manager.commit(session);
        assertFalse(third.tokenChanged());
        assertEquals(Node.textOf(second), Node.textOf(third));
        assertEquals(Optional.of(2), node.open(Node.textOf(third)).get("n"));
    }

    /** Cookie input 41: what can reach nobody any more is an error, and not lost in silence. */
    @Test
    void after_the_response_has_left_nothing_can_be_changed() {
        String cookie = node.stored(session -> session.set("list", new java.util.ArrayList<>(List.of(1))));
        Session session = node.open(cookie);
        node.manager.commit(session);
        node.manager.responseLeft(session);
        assertThrows(IllegalStateException.class, () -> session.set("n", 2));
        assertThrows(IllegalStateException.class, session::renew);
        assertThrows(IllegalStateException.class, session::invalidate);
        assertEquals(Outcome.UNCHANGED, node.manager.commit(session).outcome());
        @SuppressWarnings("unchecked")
        List<Integer> list = (List<Integer>) session.get("list").orElseThrow();
        list.add(2);
        assertThrows(IllegalStateException.class, () -> node.manager.commit(session));
    }

    /** Login gives the cookie another secret and the session another id; W5 for who keeps the old one. */
    @Test
    void login_renews() {
        String before = node.stored(session -> session.set("n", 1));
        String after = node.after(before, session -> session.login("anna"));
        assertNotEquals(node.open(before).id(), node.open(after).id());
        assertEquals(Optional.of("anna"), node.open(after).principal());
        assertEquals(Optional.empty(), node.open(before).principal());
    }

    @Test
    void the_timer_renews_too() {
        Node renewing = new Node(
                clock,
                RENEWING,
                SealedCookieStore.builder(KeyRing.of(TestKeys.key(1))).clock(clock));
        String first = renewing.stored(session -> session.set("n", 1));
        clock.advance(Duration.ofMinutes(10));
        CommitResult started = renewing.request(first, session -> {});
        assertEquals(Outcome.SAVED, started.outcome());
        CommitResult confirmed = renewing.request(Node.textOf(started), session -> {});
        assertEquals(Outcome.SAVED, confirmed.outcome());
        CommitResult quiet = renewing.request(Node.textOf(confirmed), session -> {});
        assertEquals(Outcome.UNCHANGED, quiet.outcome());
        assertEquals(Optional.of(1), renewing.open(Node.textOf(quiet)).get("n"));
        assertNotEquals(
                renewing.open(first).id(), renewing.open(Node.textOf(quiet)).id());
    }

    private static byte[] bytes(String cookie) {
        return Base64.getUrlDecoder().decode(cookie);
    }
}
