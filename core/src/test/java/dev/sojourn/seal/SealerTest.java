// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.seal.Opening.NotOpened;
import dev.sojourn.seal.Opening.Opened;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What opens, and everything that does not. */
class SealerTest {
    private static final byte[] CONTENT = utf8("a shopping cart with some lines");
    private static final byte[] SESSION = utf8("session one");
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Sealer sealer = sealer(KeyRing.of(TestKeys.key(1)));

    @Test
    void what_was_sealed_opens_in_its_context_alone() {
        byte[] sealed = sealer.seal(CONTENT, SESSION);

        assertOpens(sealer, sealed, SESSION);
        assertSame(NotOpened.REFUSED, sealer.open(sealed, utf8("session two")));
        assertSame(NotOpened.REFUSED, sealer.open(sealed));
        assertSame(NotOpened.REFUSED, sealer.open(sealed, SESSION, new byte[0]));
    }

    /** Covers W40, W39: header, salt, ciphertext and tag, each bit; and there is one answer. */
    @Test
    void every_flipped_bit_is_refused() {
        byte[] sealed = sealer.seal(CONTENT, SESSION);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            boolean inKeyId = bit / 8 >= MessageCipher.ID_OFFSET && bit / 8 < MessageCipher.SALT_OFFSET;
            assertSame(
                    inKeyId ? NotOpened.UNKNOWN_KEY : NotOpened.REFUSED, sealer.open(flipped, SESSION), "bit " + bit);
        }
    }

    /** Covers W40. */
    @Test
    void every_flipped_bit_of_the_context_is_refused() {
        byte[] sealed = sealer.seal(CONTENT, SESSION);
        for (int bit = 0; bit < SESSION.length * 8; bit++) {
            byte[] flipped = SESSION.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertSame(NotOpened.REFUSED, sealer.open(sealed, flipped), "bit " + bit);
        }
    }

    /** Covers W40. */
    @Test
    void every_truncation_and_every_extension_is_refused() {
        byte[] sealed = sealer.seal(CONTENT, SESSION);
        for (int length = 0; length < sealed.length; length++) {
            assertSame(NotOpened.REFUSED, sealer.open(Arrays.copyOf(sealed, length), SESSION), "length " + length);
        }
        assertSame(NotOpened.REFUSED, sealer.open(Arrays.copyOf(sealed, sealed.length + 1), SESSION));
    }

    @Test
    void random_bytes_never_open() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] sealed = sealer.seal(CONTENT, SESSION);
        for (int round = 0; round < 2_000; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertInstanceOf(NotOpened.class, sealer.open(noise, SESSION), "seed " + seed);
            System.arraycopy(sealed, 0, noise, 0, Math.min(noise.length, MessageCipher.HEADER_BYTES));
            assertSame(NotOpened.REFUSED, sealer.open(noise, SESSION), "seed " + seed);
        }
    }

    /** Covers W43: fields do not run into each other, wherever the boundary is moved. */
    @Test
    void parts_of_the_context_and_of_the_scope_cannot_be_shifted() {
        byte[] sealed = sealer.seal(CONTENT, utf8("ab"), utf8("c"));

        assertSame(NotOpened.REFUSED, sealer.open(sealed, utf8("a"), utf8("bc")));
        assertSame(NotOpened.REFUSED, sealer.open(sealed, utf8("abc"), utf8("")));
        assertSame(NotOpened.REFUSED, sealer.open(sealed, utf8("abc")));

        Set<String> ids = new HashSet<>();
        for (String[] scope : new String[][] {{"p", "ab", "c"}, {"p", "a", "bc"}, {"pa", "b", "c"}, {"p", "abc", ""}}) {
            Sealer scoped = Sealer.builder(KeyRing.of(TestKeys.key(1)), scope[0])
                    .application(scope[1])
                    .tenant(scope[2])
                    .build();
            ids.add(HexFormat.of().formatHex(scoped.seal(CONTENT), 1, 9));
            ids.add(HexFormat.of().formatHex(scoped.tag(CONTENT)));
        }
        assertEquals(8, ids.size());
    }

    /** Covers W43, ASVS 9.2.2, 9.2.3: what was sealed for one is none of the other's business. */
    @Test
    void another_purpose_application_or_tenant_knows_no_such_key() {
        Sealer mine = scoped("session record", "shop", "north");
        byte[] sealed = mine.seal(CONTENT);

        assertOpens(mine, sealed);
        assertSame(
                NotOpened.UNKNOWN_KEY, scoped("session cookie", "shop", "north").open(sealed));
        assertSame(
                NotOpened.UNKNOWN_KEY,
                scoped("session record", "forum", "north").open(sealed));
        assertSame(
                NotOpened.UNKNOWN_KEY, scoped("session record", "shop", "south").open(sealed));
    }

    /** Whoever writes another scope's key id over it gets no further: the scope is authenticated. */
    @Test
    void the_key_id_of_another_scope_does_not_help() {
        Sealer mine = scoped("session record", "shop", "north");
        Sealer other = scoped("session record", "shop", "south");
        byte[] sealed = mine.seal(CONTENT);
        System.arraycopy(other.seal(CONTENT), 0, sealed, 0, MessageCipher.SALT_OFFSET);

        assertSame(NotOpened.REFUSED, other.open(sealed));
    }

    /** Covers W41: nothing but the length shows. */
    @Test
    void equal_contents_give_bytes_that_differ_everywhere() {
        byte[] zeros = new byte[4_096];
        byte[] first = sealer.seal(zeros, SESSION);
        byte[] second = sealer.seal(zeros, SESSION);

        assertEquals(first.length, second.length);
        int equal = 0;
        for (int index = MessageCipher.SALT_OFFSET; index < first.length; index++) {
            equal += first[index] == second[index] ? 1 : 0;
        }
        assertTrue(equal < 80, equal + " of 4136 bytes are equal, about 16 should be");
        Set<String> blocks = new HashSet<>();
        for (int from = MessageCipher.HEADER_BYTES; from + 16 <= first.length; from += 16) {
            assertTrue(blocks.add(HexFormat.of().formatHex(first, from, from + 16)), "a block is there twice");
        }
    }

    /** Covers W44: each message has a key of its own, so the limit of nonces for one key is never near. */
    @Test
    void no_two_messages_have_the_same_salt_and_no_salt_gives_two_messages_one_key() {
        Set<String> salts = new HashSet<>();
        for (int message = 0; message < 10_000; message++) {
            byte[] sealed = sealer.seal(new byte[0], SESSION);
            assertTrue(
                    salts.add(HexFormat.of().formatHex(sealed, MessageCipher.SALT_OFFSET, MessageCipher.HEADER_BYTES)));
        }
        Sealer stuck = Sealer.builder(KeyRing.of(TestKeys.key(1)), "purpose")
                .random(() -> 42)
                .build();
        byte[] one = stuck.seal(new byte[64], utf8("session one"));
        byte[] two = stuck.seal(new byte[64], utf8("session two"));

        assertArrayEquals(
                Arrays.copyOf(one, MessageCipher.HEADER_BYTES), Arrays.copyOf(two, MessageCipher.HEADER_BYTES));
        assertFalse(Arrays.equals(one, MessageCipher.HEADER_BYTES, 97, two, MessageCipher.HEADER_BYTES, 97));
    }

    /** Covers W38: the drill. What the old key sealed opens until the key is taken away or revoked. */
    @Test
    void a_key_is_changed_without_a_gap() {
        byte[] old = sealer.seal(CONTENT);
        Sealer both = sealer(KeyRing.builder()
                .sealing(TestKeys.key(1))
                .sealing(TestKeys.key(2), NOON.plusSeconds(60))
                .build());
        byte[] before = both.seal(CONTENT);
        now.set(NOON.plusSeconds(60));
        byte[] after = both.seal(CONTENT);

        assertOpens(sealer, before);
        assertSame(NotOpened.UNKNOWN_KEY, sealer.open(after));
        for (byte[] sealed : List.of(old, before, after)) {
            assertOpens(both, sealed);
            assertOpens(
                    sealer(KeyRing.builder()
                            .sealing(TestKeys.key(2))
                            .opening(TestKeys.key(1))
                            .build()),
                    sealed);
        }
        Sealer revoking = sealer(KeyRing.builder()
                .sealing(TestKeys.key(2))
                .revoked(TestKeys.key(1))
                .build());
        assertSame(NotOpened.REFUSED, revoking.open(old));
        assertOpens(revoking, after);
        assertSame(NotOpened.UNKNOWN_KEY, sealer(KeyRing.of(TestKeys.key(2))).open(old));
    }

    /** A node whose clock is behind opens what another one sealed with the next key already. */
    @Test
    void times_decide_what_seals_and_never_what_opens() {
        KeyRing ring = KeyRing.builder()
                .sealing(TestKeys.key(1), Instant.MIN, NOON)
                .sealing(TestKeys.key(2), NOON, NOON.plusSeconds(60))
                .build();
        Sealer timed = sealer(ring);
        byte[] second = timed.seal(CONTENT);
        now.set(NOON.minusSeconds(1));
        byte[] first = timed.seal(CONTENT);

        assertOpens(timed, second);
        now.set(NOON.plusSeconds(61));
        assertOpens(timed, first);
        assertOpens(timed, second);
        String message = String.valueOf(assertThrows(KeysUnavailableException.class, () -> timed.seal(CONTENT))
                .getMessage());
        assertTrue(message.contains("notAfter"), message);
        assertThrows(KeysUnavailableException.class, () -> timed.tag(CONTENT));
    }

    @Test
    void a_ring_that_changes_is_noticed_at_once() {
        ChangingRing ring = new ChangingRing(KeyRing.of(TestKeys.key(1)));
        Sealer following = Sealer.builder(ring, "purpose").build();
        byte[] old = following.seal(CONTENT);
        ring.set(KeyRing.of(TestKeys.key(2)));

        assertSame(NotOpened.UNKNOWN_KEY, following.open(old));
        ring.set(KeyRing.builder()
                .sealing(TestKeys.key(2))
                .opening(TestKeys.key(1))
                .build());
        assertOpens(following, old);
    }

    /** Covers W37, ASVS 16.5.3: no keys is no reason to go on without. */
    @Test
    void a_source_without_keys_lets_nothing_be_sealed_or_opened() {
        ChangingRing ring = new ChangingRing(KeyRing.of(TestKeys.key(1)));
        Sealer failing = Sealer.builder(ring, "purpose").build();
        byte[] sealed = failing.seal(CONTENT);
        ring.goAway();

        assertThrows(KeysUnavailableException.class, () -> failing.seal(CONTENT));
        assertThrows(KeysUnavailableException.class, () -> failing.open(sealed));
        assertThrows(KeysUnavailableException.class, () -> Sealer.builder(ring, "purpose")
                .build());
    }

    @Test
    void tags_are_equal_for_equal_values_and_of_each_key_that_opens() {
        Sealer three = sealer(KeyRing.builder()
                .opening(TestKeys.key(1))
                .sealing(TestKeys.key(2))
                .revoked(TestKeys.key(3))
                .build());

        List<byte[]> tags = three.tags(CONTENT);

        assertEquals(2, tags.size());
        assertArrayEquals(three.tag(CONTENT), tags.get(0));
        assertArrayEquals(sealer.tag(CONTENT), tags.get(1));
        assertFalse(Arrays.equals(sealer.tag(CONTENT), sealer.tag(SESSION)));
    }

    @Test
    void a_name_that_is_not_unicode_is_refused() {
        Sealer.Builder half = Sealer.builder(KeyRing.of(TestKeys.key(1)), "p").application("\uD800");

        assertThrows(IllegalArgumentException.class, half::build);
    }

    @Test
    void nothing_prints_what_it_holds() {
        assertEquals("Sealer", sealer.toString());
        assertEquals("Opened", sealer.open(sealer.seal(CONTENT)).toString());
    }

    private Sealer sealer(KeyRing ring) {
        return Sealer.builder(ring, "purpose").clock(now::get).build();
    }

    private static Sealer scoped(String purpose, String application, String tenant) {
        return Sealer.builder(KeyRing.of(TestKeys.key(1)), purpose)
                .application(application)
                .tenant(tenant)
                .build();
    }

    private static void assertOpens(Sealer with, byte[] sealed, byte[]... context) {
        assertArrayEquals(
                CONTENT,
                assertInstanceOf(Opened.class, with.open(sealed, context)).content());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
