// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.store.TokenSecrets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The wrappers that fail and count. */
class FaultyStoreTest {
    private final ManualClock clock = ManualClock.create();
    private final CountingStore counting = new CountingStore(new SerializingStore(clock));
    private final FaultyStore store = new FaultyStore(counting);
    private final SessionRecord record = SessionRecord.builder(
                    SessionKey.random(new Random(1)),
                    TokenSecrets.first(SecretHash.ofSecret(new byte[1])),
                    clock.instant())
            .principal(Optional.of("alice"))
            .build();

    @Test
    void a_failure_before_has_no_effect_and_happens_once() {
        store.failBefore(StoreVerb.CREATE);

        assertThrows(StoreUnavailableException.class, () -> store.create(record));

        assertEquals(0, counting.calls());
        assertTrue(store.create(record), "the next call works");
    }

    @Test
    void a_failure_after_has_taken_effect() {
        store.failAfter(StoreVerb.CREATE);

        assertThrows(StoreUnavailableException.class, () -> store.create(record));

        assertTrue(store.find(record.key()).isPresent());
    }

    @Test
    void faults_of_one_verb_happen_in_order_and_leave_the_others_alone() {
        store.failBefore(StoreVerb.TOUCH);
        store.failAfter(StoreVerb.TOUCH);
        assertTrue(store.create(record));

        assertThrows(StoreUnavailableException.class, () -> store.touch(record.key(), clock.instant()));
        assertEquals(0, counting.calls(StoreVerb.TOUCH));
        assertThrows(StoreUnavailableException.class, () -> store.touch(record.key(), clock.instant()));
        assertEquals(1, counting.calls(StoreVerb.TOUCH));
        assertTrue(store.touch(record.key(), clock.instant()));
    }

    @Test
    void a_store_that_is_down_refuses_everything_until_it_comes_back() {
        assertTrue(store.create(record));
        store.goDown();

        assertThrows(StoreUnavailableException.class, () -> store.find(record.key()));
        assertThrows(StoreUnavailableException.class, () -> store.findByPrincipal("alice"));
        assertThrows(StoreUnavailableException.class, store::clear);

        store.comeBack();
        assertTrue(store.find(record.key()).isPresent());
    }

    @Test
    void a_call_hangs_until_it_is_released() throws Exception {
        assertTrue(store.create(record));
        FaultyStore.Hang hang = store.hang(StoreVerb.DELETE);
        CompletableFuture<Boolean> deleted = CompletableFuture.supplyAsync(() -> store.delete(record.key()));
        hang.awaitCaller();

        assertFalse(deleted.isDone());
        assertTrue(store.find(record.key()).isPresent(), "other calls pass by");
        hang.release();

        assertTrue(deleted.get(60, TimeUnit.SECONDS));
    }

    @Test
    void an_answer_hangs_until_it_is_released() throws Exception {
        assertTrue(store.create(record));
        FaultyStore.Hang hang = store.hangAfter(StoreVerb.DELETE);
        CompletableFuture<Boolean> deleted = CompletableFuture.supplyAsync(() -> store.delete(record.key()));
        hang.awaitCaller();

        assertFalse(deleted.isDone());
        assertFalse(store.find(record.key()).isPresent(), "it has taken effect");
        hang.release();

        assertTrue(deleted.get(60, TimeUnit.SECONDS));
    }

    @Test
    void calls_are_counted_by_verb_and_in_all() {
        assertTrue(store.create(record));
        assertTrue(store.find(record.key()).isPresent());
        assertTrue(store.find(record.key()).isPresent());
        assertEquals(1, store.findByPrincipal("alice").size());

        assertEquals(2, counting.calls(StoreVerb.FIND));
        assertEquals(4, counting.calls());
        counting.reset();
        assertEquals(0, counting.calls());
    }

    @Test
    void all_capabilities_reach_the_store() {
        store.keepEnded();
        assertTrue(store.create(
                record.toBuilder().deadline(clock.instant().plusSeconds(1)).build()));
        assertEquals(1, store.count());
        assertEquals(1, store.browse(Optional.empty(), 10).sessions().size());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(1, store.claimEnded(10).size());
        store.clear();
        assertEquals(0, store.count());
        assertFalse(store.keepsReferences());
    }

    /** Two sources of one seed give the same tokens; another seed gives others. */
    @Test
    void a_seeded_random_repeats_itself() {
        SessionKey first = SessionKey.random(new SeededRandom(5));

        assertEquals(first, SessionKey.random(new SeededRandom(5)));
        assertFalse(first.equals(SessionKey.random(new SeededRandom(6))));
    }
}
