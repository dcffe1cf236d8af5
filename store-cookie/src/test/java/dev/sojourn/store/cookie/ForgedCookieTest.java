// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.seal.KeyRing;
import dev.sojourn.seal.Sealer;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cookie input 36, W34, W36, W39, W40, W43: whatever is not exactly what we sealed opens nothing, and nothing tells why. */
class ForgedCookieTest {
    private static final String ALPHABET = "-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final ManualClock clock = ManualClock.create();
    private final Node node = Node.plain(clock);
    private final String cookie = node.stored(session -> session.set("n", 1));

    private void refused(String text) {
        node.refuses(NoSessionReason.UNKNOWN, text);
    }

    /** Layout, key id, salt, ciphertext and tag: 8 × all bytes. */
    @Test
    void every_flipped_bit_is_noticed() {
        byte[] sealed = Base64.getUrlDecoder().decode(cookie);
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            refused(Base64.getUrlEncoder().withoutPadding().encodeToString(flipped));
        }
        assertTrue(node.opens(cookie));
    }

    @Test
    void every_other_length_is_noticed() {
        for (int length = 0; length < cookie.length(); length++) {
            refused(cookie.substring(0, length));
            refused(cookie.substring(length + 1));
        }
        refused(cookie + "A");
        refused(cookie + cookie);
        refused(cookie + "A".repeat(20_000));
    }

    /** Each text means other bytes: what base64 allows beside the one form is none. */
    @Test
    void no_second_text_means_the_same() {
        String spare = cookie;
        while (spare.length() % 4 == 0) {
            String name = "n".repeat(spare.length() - cookie.length() + 2);
            spare = node.stored(session -> session.set(name, 1));
        }
        String head = spare.substring(0, spare.length() - 1);
        int opened = 0;
        for (int last = 0; last < ALPHABET.length(); last++) {
            opened += node.opens(head + ALPHABET.charAt(last)) ? 1 : 0;
        }
        assertEquals(1, opened);
        refused(cookie + "=");
        refused(cookie + "==");
        refused(cookie.replace('-', '+').replace('_', '/') + "\n");
        refused(" " + cookie);
    }

    @Test
    void random_texts_open_nothing() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int count = 0; count < 2_000; count++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && count % 2 == 0) {
                bytes[0] = 1;
            }
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertFalse(node.opens(text), () -> "seed " + seed);
        }
        refused("");
        refused("1000000000.AAAA");
        refused("\u0000\u00e4;,\" \\");
    }

    /** R5, W43: another key, application, tenant or purpose; also if the parts of the names are shifted. */
    @Test
    void what_was_sealed_for_another_is_foreign() {
        KeyRing ring = KeyRing.of(TestKeys.key(1));
        refused(new Node(clock, KeyRing.of(TestKeys.key(2)), builder -> builder).stored(session -> {}));
        refused(new Node(clock, ring, builder -> builder.application("shop")).stored(session -> {}));
        refused(new Node(clock, ring, builder -> builder.tenant("north")).stored(session -> {}));
        Node one = new Node(clock, ring, builder -> builder.application("ab").tenant("c"));
        Node other = new Node(clock, ring, builder -> builder.application("a").tenant("bc"));
        other.refuses(NoSessionReason.UNKNOWN, one.stored(session -> {}));
        SessionRecord record = SessionRecord.builder(
                        node.manager.keyOf(node.open(cookie)),
                        dev.sojourn.store.TokenSecrets.first(dev.sojourn.store.SecretHash.ofSecret(new byte[32])),
                        clock.instant())
                .build();
        byte[] content = new CookieContent(clock.instant(), new byte[32], record).toBytes(RecordEncoding.PLAIN);
        assertTrue(node.opens(CookieText.of(sealed(ring, SealedCookieStore.PURPOSE, content))));
        refused(CookieText.of(sealed(ring, "session record", content)));
        refused(CookieText.of(sealed(ring, "csrf", content)));
    }

    private byte[] sealed(KeyRing ring, String purpose, byte[] content) {
        return Sealer.builder(ring, purpose).clock(clock).build().seal(content);
    }

    /** What our key sealed and this version cannot read is no session either. */
    @Test
    void sealed_by_us_and_not_readable_opens_nothing() {
        KeyRing ring = KeyRing.of(TestKeys.key(1));
        refused(CookieText.of(sealed(ring, SealedCookieStore.PURPOSE, new byte[0])));
        refused(CookieText.of(sealed(ring, SealedCookieStore.PURPOSE, new byte[200])));
        byte[] layout = new byte[200];
        layout[0] = 1;
        refused(CookieText.of(sealed(ring, SealedCookieStore.PURPOSE, layout)));
    }

    /** ASVS 9.2.1: sealed in the future, as far as clocks may differ, and sealed too long ago. */
    @Test
    void the_time_of_sealing_counts() {
        ManualClock ahead = ManualClock.startingAt(clock.instant().plus(Duration.ofMinutes(5)));
        Node fast = Node.plain(ahead);
        assertTrue(node.opens(fast.stored(session -> {})));
        ahead.advance(Duration.ofMillis(1));
        refused(fast.stored(session -> {}));
        String lasting = node.stored(Session::withoutIdleTimeout);
        Node patient = new Node(
                clock,
                Node.POLICY.toBuilder().withoutAbsoluteTimeout().build(),
                SealedCookieStore.builder(KeyRing.of(TestKeys.key(1))).clock(clock));
        String endless = patient.stored(Session::withoutIdleTimeout);
        clock.advance(Duration.ofDays(30).minusMillis(1));
        assertTrue(patient.opens(endless));
        assertFalse(node.opens(lasting));
        clock.advance(Duration.ofMillis(1));
        patient.refuses(NoSessionReason.UNKNOWN, endless);
    }

    /**
     * R5, G21-158, fault 25, ASVS 11.2.2: keys change without a logout; what the old key sealed is sealed anew at first sight;
     * a retired key and a revoked one open nothing.
     */
    @Test
    void keys_change_without_a_logout() {
        ChangingRing ring = new ChangingRing(KeyRing.of(TestKeys.key(1)));
        Node changing = new Node(clock, ring, builder -> builder);
        String old = changing.stored(session -> session.set("n", 1));
        ring.become(KeyRing.builder()
                .sealing(TestKeys.key(2))
                .opening(TestKeys.key(1))
                .build());
        CommitResult seen = changing.request(old, session -> {});
        assertTrue(seen.tokenChanged());
        String renewed = Node.textOf(seen);
        CommitResult again = changing.request(renewed, session -> {});
        assertFalse(again.tokenChanged());
        assertEquals(renewed, Node.textOf(again));
        ring.become(KeyRing.of(TestKeys.key(2)));
        changing.refuses(NoSessionReason.UNKNOWN, old);
        assertEquals(Optional.of(1), changing.open(renewed).get("n"));
        ring.become(KeyRing.builder()
                .sealing(TestKeys.key(3))
                .revoked(TestKeys.key(2))
                .build());
        changing.refuses(NoSessionReason.UNKNOWN, renewed);
    }

    /** No keys at present is trouble, and not a logout. */
    @Test
    void without_a_ring_nothing_is_said() {
        ChangingRing ring = new ChangingRing(KeyRing.of(TestKeys.key(1)));
        Node keyless = new Node(clock, ring, builder -> builder);
        Session open = keyless.open(cookie);
        ring.vanish();
        assertThrows(StoreUnavailableException.class, () -> keyless.manager.open(cookie));
        open.set("n", 2);
        assertThrows(StoreUnavailableException.class, () -> keyless.manager.commit(open));
    }

    /** As of every ring: without a key that seals, sessions are read and not written. */
    @Test
    void without_a_key_that_seals_sessions_are_read() {
        Node ending = new Node(
                clock,
                KeyRing.builder()
                        .sealing(
                                TestKeys.key(1),
                                clock.instant(),
                                clock.instant().plusSeconds(10))
                        .build(),
                builder -> builder);
        String held = ending.stored(session -> session.set("n", 1));
        clock.advance(Duration.ofSeconds(10));
        CommitResult read = ending.request(held, session -> session.get("n"));
        assertEquals(held, Node.textOf(read));
        Session session = ending.open(held);
        session.set("n", 2);
        assertThrows(StoreUnavailableException.class, () -> ending.manager.commit(session));
    }
}
