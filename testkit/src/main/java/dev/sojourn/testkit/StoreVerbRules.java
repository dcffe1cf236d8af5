// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeValue;
import dev.sojourn.codec.AttributeValue.EncodedValue;
import dev.sojourn.codec.AttributeValue.Plain;
import dev.sojourn.codec.AttributeValue.Reference;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.Caching;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.TokenSecrets;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules S101 to S149: what each of the five verbs does, one caller at a time. */
abstract class StoreVerbRules extends StoreContractFixture {

    /** Rule: create stores the record, and another node finds it. Covers T2. */
    @Test
    public void S101_create_stores_a_record_for_every_node() {
        SessionRecord record = created(idling().attributes(counter(1)));

        assertSameSession(record, find(record.key()));
        assertSameSession(record, otherView().find(record.key()).orElseThrow());
    }

    /** Rule: create never overwrites. Covers E9, T54, D2: insert if absent. */
    @Test
    public void S102_create_on_a_taken_key_changes_nothing() {
        SessionRecord first = created(idling().principal(Optional.of("first")));
        SessionRecord second =
                first.toBuilder().principal(Optional.of("second")).version(9).build();

        assertFalse(store().create(second));

        assertSameSession(first, find(first.key()));
    }

    /** Rule: an unknown key is an empty answer and not an error. Covers S3. */
    @Test
    public void S103_find_of_an_unknown_key_is_empty() {
        assertGone(eternal().build().key());
    }

    /** Rule: every field of a record comes back as it was. Covers E29. */
    @Test
    public void S104_every_field_survives() {
        byte[] salt = new byte[TokenSecrets.SALT_BYTES];
        random.nextBytes(salt);
        TokenSecrets secrets = TokenSecrets.of(
                hash(1),
                Optional.of(salt),
                Optional.of(hash(2)),
                List.of(
                        new TokenSecrets.Superseded(hash(3), now().plusSeconds(5)),
                        new TokenSecrets.Superseded(hash(4), now().minusSeconds(5))));
        SessionRecord record = created(idling().secrets(secrets)
                .version(41)
                .renewals(7)
                .lastAccessed(now().plusMillis(1))
                .authenticated(now().plusMillis(2))
                .renewed(now().plusMillis(3))
                .deadline(now().plus(Duration.ofHours(12)).plusMillis(4))
                .principal(Optional.of("Zoë \uD83D\uDE00 \"';--\n")));

        assertSameSession(record, find(record.key()));
    }

    /** Rule: plain values, encoded values and values of unknown codecs come back equal, under any name. Covers E39. */
    @Test
    public void S105_every_form_of_attribute_survives() {
        AttributeCodecs codecs = AttributeCodecs.standard();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put("text", new Plain("Zoë \uD83D\uDE00\u0000"));
        values.put("number", new Plain(42));
        values.put("decimal", new Plain(new BigDecimal("1.50")));
        values.put("uuid", new Plain(new UUID(1, 2)));
        values.put("moment", new Plain(Instant.parse("2026-05-05T05:05:05.123456789Z")));
        values.put("list", codecs.encode(new ArrayList<>(List.of("a", 1L, true)), false));
        values.put("other codec", EncodedValue.of("unknown-1", new byte[] {0, 1, (byte) 255}));
        values.put("empty", EncodedValue.of("unknown-1", new byte[0]));
        values.put("__proto__ ..'\"%\u0000 ключ \uD83D\uDE00", new Plain("odd name"));
        values.put("", new Plain("empty name"));
        SessionRecord record = created(idling().attributes(Attributes.of(values)));

        assertSameSession(record, find(record.key()));
    }

    /** Rule: a live object comes back as itself where the store says so, and is refused elsewhere. */
    @Test
    public void S106_live_objects_are_kept_or_refused() {
        Object live = new Object();
        SessionRecord record = idling().attributes(Attributes.of(Map.of("live", new Reference(live))))
                .build();
        if (store().keepsReferences()) {
            assertTrue(store().create(record));
            Reference found = assertInstanceOf(
                    Reference.class, find(record.key()).attributes().get("live").orElseThrow());
            assertSame(live, found.value());
        } else {
            assertThrows(IllegalArgumentException.class, () -> store().create(record));
            assertGone(record.key());
        }
    }

    /** Rule: what was found does not change under the reader's hands. Covers T29. */
    @Test
    public void S107_a_found_record_is_a_value_of_its_own() {
        SessionRecord record = created(idling().attributes(counter(1)));
        SessionRecord found = find(record.key());

        saved(record, record.toBuilder().attributes(counter(2)));

        assertEquals(1, counterOf(found));
        assertEquals(2, counterOf(find(record.key())));
    }

    /** Rule: a session of the largest size that the default limits allow survives. */
    @Test
    public void S108_a_megabyte_survives() {
        Map<String, AttributeValue> values = new HashMap<>();
        for (int part = 0; part < 4; part++) {
            byte[] large = new byte[250_000];
            random.nextBytes(large);
            values.put("part" + part, EncodedValue.of("bytes", large));
        }
        SessionRecord record = created(idling().attributes(Attributes.of(values)));

        assertSameSession(record, find(record.key()));
    }

    /** Rule: a store that does not keep references hands out no object that it keeps. Covers T29. */
    @Test
    public void S109_a_store_of_bytes_shares_no_object_with_its_users() {
        assumeFalse(store().keepsReferences(), "the store shares on purpose");
        SessionRecord record = created(idling().attributes(Attributes.of(Map.of("text", new Plain("shared")))));

        SessionRecord found = find(record.key());

        assertNotSame(record, found);
        assumeTrue(store().capability(Caching.class).isEmpty(), "copies are immutable, and may be handed out twice");
        assertNotSame(found, find(record.key()), "each look-up reads anew");
    }

    /**
     * Rule: keys are compared byte by byte: no byte is trimmed, folded or cut off. Covers W30, fault 21.
     */
    @Test
    public void S110_keys_are_compared_exactly() {
        List<SessionRecord> records = new ArrayList<>();
        for (int last : new int[] {' ', 0, 'a', 'A', '\n', 0x80, 0xFF, '%', '*'}) {
            byte[] bytes = new byte[SessionKey.BYTES];
            Arrays.fill(bytes, (byte) 'A');
            bytes[SessionKey.BYTES - 2] = ' ';
            bytes[SessionKey.BYTES - 1] = (byte) last;
            records.add(created(SessionRecord.builder(SessionKey.of(bytes), TokenSecrets.first(hash(last)), now())
                    .idleTimeout(Optional.of(Duration.ofMinutes(30)))));
        }

        for (SessionRecord record : records) {
            assertSameSession(record, find(record.key()));
        }
        assertTrue(store().delete(records.get(0).key()));
        records.stream().skip(1).forEach(record -> assertSameSession(record, find(record.key())));
    }

    /** Rule: a save at the expected version replaces the record. */
    @Test
    public void S111_a_save_replaces_the_record() {
        SessionRecord first = created(idling().attributes(counter(1)).principal(Optional.of("a")));

        SessionRecord second = saved(
                first,
                first.toBuilder()
                        .secrets(TokenSecrets.first(hash(9)))
                        .renewals(1)
                        .principal(Optional.empty())
                        .attributes(Attributes.of(Map.of("other", new Plain("value")))));

        assertEquals(first.version() + 1, second.version());
        assertSameSession(second, find(first.key()));
        assertSameSession(second, otherView().find(first.key()).orElseThrow());
    }

    /** Rule: a save at another version writes nothing and hands out what is stored. Covers T43, fault 30. */
    @Test
    public void S112_a_save_at_another_version_is_a_conflict_and_writes_nothing() {
        SessionRecord first = created(idling().attributes(counter(1)));
        SessionRecord second = saved(first, first.toBuilder().attributes(counter(2)));
        SessionRecord late =
                first.toBuilder().attributes(counter(99)).version(2).build();

        SaveResult.Conflict conflict = assertInstanceOf(SaveResult.Conflict.class, store().save(late, first.version()));

        assertSameSession(second, conflict.newer());
        assertSameSession(second, find(first.key()));
        assertInstanceOf(SaveResult.Conflict.class, store().save(late, second.version() + 1));
    }

    /** Rule: a save never creates. Covers T44, R6, W7. */
    @Test
    public void S113_a_save_of_an_unknown_session_is_gone() {
        SessionRecord unknown = idling().build();

        assertSame(SaveResult.GONE, store().save(next(unknown), unknown.version()));

        assertGone(unknown.key());
    }

    /** Rule: a session that was ended stays ended, whoever still writes. Covers T36, T44, W9, fault 26, D2. */
    @Test
    public void S114_a_save_after_the_end_is_gone() {
        SessionRecord record = created(idling());
        assertTrue(otherView().delete(record.key()));

        assertSame(SaveResult.GONE, store().save(next(record), record.version()));

        assertGone(record.key());
    }

    /** Rule: the last access never moves back, also not by a save that was prepared before a touch. */
    @Test
    public void S115_a_save_keeps_the_later_last_access() {
        SessionRecord record = created(idling());
        Instant touched = now().plusSeconds(60);
        assertTrue(store().touch(record.key(), touched));

        saved(record, record.toBuilder().attributes(counter(2)));

        SessionRecord found = find(record.key());
        assertEquals(touched, found.lastAccessed());
        assertEquals(2, counterOf(found));
    }

    /** Rule: the entry lives until the end that the saved record names. Covers T17. */
    @Test
    public void S116_a_save_moves_the_end() {
        SessionRecord longer = created(idling());
        SessionRecord shorter = created(idling());
        saved(longer, longer.toBuilder().idleTimeout(Optional.of(IDLE.multipliedBy(3))));
        saved(shorter, shorter.toBuilder().deadline(now().plusSeconds(60)));

        pass(IDLE.minusSeconds(60));

        assertGone(shorter.key());
        pass(IDLE);
        assertSame(SaveResult.GONE, store().save(next(next(shorter)), 2));
        assertEquals(longer.key(), find(longer.key()).key());
    }

    /** Rule: a limit of time can be taken away. */
    @Test
    public void S117_a_save_can_make_a_session_eternal() {
        SessionRecord record = created(idling());
        saved(record, record.toBuilder().idleTimeout(Optional.empty()));

        pass(IDLE.multipliedBy(2));

        assertEquals(record.key(), find(record.key()).key());
    }

    /** Rule: a touch moves the last access, and the end by the session's own idle timeout. Covers T15, T16, T17, T18. */
    @Test
    public void S121_a_touch_prolongs_by_the_idle_timeout_of_the_session() {
        SessionRecord small = created(
                eternal().idleTimeout(Optional.of(Duration.ofSeconds(10))).attributes(counter(5)));
        SessionRecord usual = created(idling());
        pass(Duration.ofSeconds(8));

        assertTrue(store().touch(small.key(), now()));
        assertTrue(store().touch(usual.key(), now()));

        assertEquals(now(), find(small.key()).lastAccessed());
        assertEquals(5, counterOf(find(small.key())));
        pass(Duration.ofSeconds(8));
        assertEquals(small.key(), find(small.key()).key());
        pass(Duration.ofSeconds(4));
        assertGone(small.key());
        assertEquals(usual.key(), find(usual.key()).key());
    }

    /** Rule: an earlier moment changes nothing. */
    @Test
    public void S122_a_touch_never_moves_back() {
        SessionRecord record = created(idling());
        Instant late = now().plusSeconds(30);
        assertTrue(store().touch(record.key(), late));

        assertTrue(store().touch(record.key(), late.minusSeconds(20)));

        assertEquals(late, find(record.key()).lastAccessed());
    }

    /** Rule: a touch changes nothing but the last access; a save that was prepared before it succeeds. Covers T32. */
    @Test
    public void S123_a_touch_leaves_the_version_and_all_else() {
        SessionRecord record = created(
                idling().attributes(counter(3)).principal(Optional.of("a")).version(4));
        Instant moment = now().plusSeconds(1);

        assertTrue(store().touch(record.key(), moment));

        assertSameSession(record.toBuilder().lastAccessed(moment).build(), find(record.key()));
        saved(record, record.toBuilder().attributes(counter(4)));
    }

    /** Rule: a touch never creates and never revives. Covers T32, W9. */
    @Test
    public void S124_a_touch_of_no_session_is_refused() {
        SessionRecord unknown = idling().build();
        SessionRecord ended = created(idling());
        store().delete(ended.key());

        assertFalse(store().touch(unknown.key(), now()));
        assertFalse(store().touch(ended.key(), now()));

        assertGone(unknown.key());
        assertGone(ended.key());
    }

    /** Rule: no touch prolongs beyond the deadline. Covers T58, W16, S2. */
    @Test
    public void S125_a_touch_does_not_move_the_deadline() {
        SessionRecord record = created(idling().deadline(now().plus(IDLE).plusSeconds(60)));
        pass(IDLE.minusSeconds(60));

        assertTrue(store().touch(record.key(), now()));

        pass(Duration.ofMinutes(3));
        assertGone(record.key());
    }

    /** Rule: a touch of a session without an idle timeout is recorded and ends nothing. */
    @Test
    public void S126_an_eternal_session_can_be_touched() {
        SessionRecord record = created(eternal());
        Instant moment = now().plusSeconds(5);

        assertTrue(store().touch(record.key(), moment));

        assertEquals(moment, find(record.key()).lastAccessed());
        assertEquals(SessionRecord.NEVER, find(record.key()).expiresAt());
    }

    /** Rule: a delete ends the session for all nodes and says so once. Covers E41. */
    @Test
    public void S131_a_delete_ends_the_session_once() {
        SessionRecord record = created(idling());

        assertTrue(store().delete(record.key()));

        assertFalse(store().delete(record.key()));
        assertFalse(otherView().delete(record.key()));
        assertGone(record.key());
        assertEquals(Optional.empty(), otherView().find(record.key()));
    }

    /** Rule: to delete what is not there is no error. Covers S3. */
    @Test
    public void S132_a_delete_of_an_unknown_session_is_false() {
        assertFalse(store().delete(idling().build().key()));
    }

    /** Rule: nothing of an ended session is left to read. Covers W26. */
    @Test
    public void S133_a_deleted_record_is_physically_gone() {
        StoreProbe probe = probe();
        SessionRecord record = created(idling().principal(Optional.of("canary-principal"))
                .attributes(Attributes.of(Map.of("canary", new Plain("canary-value")))));
        store().delete(record.key());

        for (byte[] stored : probe.dump()) {
            String text = new String(stored, StandardCharsets.ISO_8859_1);
            assertFalse(text.contains("canary-value"), "an attribute is left");
        }
    }

    /** Rule: the store holds hashes, and no secret that opens a session. Covers T53, W25, W26. */
    @Test
    public void S134_no_secret_is_stored() {
        StoreProbe probe = probe();
        byte[] secret = "a-secret-of-exactly-32-bytes-long".substring(0, 32).getBytes(StandardCharsets.US_ASCII);
        SessionRecord record = created(idling().secrets(TokenSecrets.first(SecretHash.ofSecret(secret))));
        saved(record, record.toBuilder().attributes(counter(1)));

        List<byte[]> dump = probe.dump();

        assertFalse(dump.isEmpty(), "the probe sees what is stored");
        for (byte[] stored : dump) {
            assertFalse(
                    new String(stored, StandardCharsets.ISO_8859_1).contains("a-secret-of"), "the secret is stored");
        }
        assertArrayEquals(
                SecretHash.ofSecret(secret).toBytes(),
                find(record.key()).secrets().current().toBytes());
    }

    /** Rule: a record is never found to the millisecond of its end, and always before. Covers T20, T30. */
    @Test
    public void S141_a_session_is_found_until_one_millisecond_before_its_end() {
        assumeTrue(isExact(), "the store decides by a clock of its own");
        SessionRecord record = created(idling());
        pass(IDLE.minusMillis(1));

        assertEquals(record.key(), find(record.key()).key());
        pass(Duration.ofMillis(1));

        assertGone(record.key());
    }

    /** Rule: the end is the same for a save. Covers W9, T44. */
    @Test
    public void S142_a_save_is_gone_from_exactly_the_end_on() {
        assumeTrue(isExact(), "the store decides by a clock of its own");
        SessionRecord record = created(idling());
        pass(IDLE.minusMillis(1));
        SessionRecord second = saved(record, record.toBuilder().attributes(counter(1)));
        pass(Duration.ofMillis(1));

        SessionRecord revived = next(second).toBuilder().lastAccessed(now()).build();
        assertSame(SaveResult.GONE, store().save(revived, second.version()));

        assertGone(record.key());
    }

    /** Rule: the end is the same for a touch, which revives nothing. Covers T15, T17. */
    @Test
    public void S143_a_touch_is_refused_from_exactly_the_end_on() {
        assumeTrue(isExact(), "the store decides by a clock of its own");
        SessionRecord inTime = created(idling());
        SessionRecord late = created(idling());
        pass(IDLE.minusMillis(1));
        assertTrue(store().touch(inTime.key(), now()));
        pass(Duration.ofMillis(1));

        assertFalse(store().touch(late.key(), now()));

        assertGone(late.key());
        assertEquals(inTime.key(), find(inTime.key()).key());
    }

    /** Rule: a session whose time is over has ended already, so no delete ends it. */
    @Test
    public void S144_a_delete_is_false_from_exactly_the_end_on() {
        assumeTrue(isExact(), "the store decides by a clock of its own");
        SessionRecord inTime = created(idling());
        SessionRecord late = created(idling());
        pass(IDLE.minusMillis(1));
        assertTrue(store().delete(inTime.key()));
        pass(Duration.ofMillis(1));

        assertFalse(store().delete(late.key()));
    }

    /** Rule: the key of a session whose time is over is free. */
    @Test
    public void S145_a_key_is_free_after_the_end() {
        SessionRecord old = created(idling().attributes(counter(1)));
        pass(IDLE);

        SessionRecord anew = created(SessionRecord.builder(old.key(), old.secrets(), now()));

        assertSameSession(anew, find(old.key()));
    }

    /** Rule: the absolute end holds without an idle timeout too. Covers T58, S2. */
    @Test
    public void S146_a_deadline_ends_a_session_in_use() {
        SessionRecord record = created(eternal().deadline(now().plusSeconds(10)));
        pass(Duration.ofSeconds(8));
        assertTrue(store().touch(record.key(), now()));
        pass(Duration.ofSeconds(2));

        assertGone(record.key());
    }

    /** Rule: sessions without a limit of time stay. */
    @Test
    public void S147_an_eternal_session_outlives_a_century() {
        assumeTrue(isExact(), "time cannot be made to pass");
        SessionRecord record = created(eternal());

        pass(Duration.ofDays(36_525));

        assertEquals(record.key(), find(record.key()).key());
        assertTrue(store().delete(record.key()));
    }

    /** Rule: idle timeouts below a second hold, and are not rounded to nothing or to a second. Covers T19. */
    @Test
    public void S148_a_lifetime_below_a_second_holds() {
        SessionRecord record = created(eternal().idleTimeout(Optional.of(Duration.ofMillis(500))));

        assertEquals(record.key(), find(record.key()).key());
        pass(Duration.ofMillis(500));

        assertGone(record.key());
    }

    /** Rule: a record whose time is over before it is stored is never found. Covers T18. */
    @Test
    public void S149_a_record_without_time_left_is_never_found() {
        SessionRecord record = idling().deadline(now().minusSeconds(1)).build();

        boolean unused = store().create(record);

        assertGone(record.key());
        assertFalse(store().touch(record.key(), now()));
        assertFalse(store().delete(record.key()));
    }

    private static SecretHash hash(int fill) {
        return SecretHash.ofSecret(new byte[] {(byte) fill});
    }
}
