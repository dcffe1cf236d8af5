// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rules S151 to S157: what holds when many call at once, through more than one node. */
abstract class StoreRaceRules extends StoreVerbRules {
    private static final int ROUNDS = 20;
    private static final int SAVERS = 10;
    private static final int SAVES_EACH = 100;

    /** Rule: of many creates of one key exactly one stores. Covers T54, W68. */
    @Test
    public void S151_of_64_racing_creates_exactly_one_wins() {
        SessionStore other = otherView();
        SessionRecord.Builder builder = idling();
        AtomicInteger number = new AtomicInteger();
        List<Boolean> answers = race(64, () -> {
            int mine = number.incrementAndGet();
            return (mine % 2 == 0 ? store() : other)
                    .create(builder.build().toBuilder()
                            .attributes(counter(mine))
                            .build());
        });

        assertEquals(1, Collections.frequency(answers, true));
        assertEquals(1, find(builder.build().key()).version());
    }

    /** Rule: of many deletes of one session exactly one ended it. Covers W68. */
    @Test
    public void S152_of_16_racing_deletes_exactly_one_wins() {
        SessionStore other = otherView();
        for (int round = 0; round < ROUNDS; round++) {
            SessionKey key = created(idling()).key();
            AtomicInteger number = new AtomicInteger();

            List<Boolean> answers = race(16, () -> (number.incrementAndGet() % 2 == 0 ? store() : other).delete(key));

            assertEquals(1, Collections.frequency(answers, true));
            assertGone(key);
        }
    }

    /** Rule: no acknowledged save is overwritten by one that did not know of it. Covers T43, T49, fault 30, fault 31. */
    @Test
    public void S153_a_thousand_racing_increments_lose_nothing() {
        SessionStore other = otherView();
        SessionKey key = created(idling().attributes(counter(0))).key();
        List<Callable<Boolean>> savers = new ArrayList<>();
        for (int saver = 0; saver < SAVERS; saver++) {
            SessionStore mine = saver % 2 == 0 ? store() : other;
            savers.add(() -> {
                for (int save = 0; save < SAVES_EACH; save++) {
                    increment(mine, key);
                }
                return true;
            });
        }

        race(savers);

        SessionRecord found = find(key);
        assertEquals(SAVERS * SAVES_EACH, counterOf(found));
        assertEquals(1 + SAVERS * SAVES_EACH, found.version());
    }

    /** Rule: whatever races with a delete, the session is dead once the delete has answered. Covers T36, T44, W9, fault 26. */
    @Test
    public void S154_a_delete_wins_over_racing_saves_and_touches() {
        for (int round = 0; round < ROUNDS; round++) {
            SessionRecord record = created(idling().attributes(counter(0)));
            Instant moment = now().plusSeconds(round);
            race(List.<Callable<Object>>of(
                    () -> store().save(next(record), record.version()),
                    () -> store().touch(record.key(), moment),
                    () -> store().delete(record.key()),
                    () -> store().save(next(record), record.version()),
                    () -> store().touch(record.key(), moment.plusSeconds(1))));

            assertGone(record.key());
            assertFalse(store().delete(record.key()));
        }
    }

    /** Rule: touches and saves at once lose neither: the latest access and every save are there. Covers T43. */
    @Test
    public void S155_touches_do_not_undo_racing_saves() {
        SessionKey key = created(idling().attributes(counter(0))).key();
        Instant latest = now().plusSeconds(SAVES_EACH);
        race(List.<Callable<Boolean>>of(
                () -> {
                    for (int save = 0; save < SAVES_EACH; save++) {
                        increment(store(), key);
                    }
                    return true;
                },
                () -> {
                    for (int second = 1; second <= SAVES_EACH; second++) {
                        assertTrue(store().touch(key, latest.minusSeconds(SAVES_EACH - second)));
                    }
                    return true;
                }));

        assertEquals(SAVES_EACH, counterOf(find(key)));
        assertEquals(latest, find(key).lastAccessed());
    }

    /** Rule: of many saves at one version exactly one is stored. Covers fault 31. */
    @Test
    public void S156_of_many_saves_at_one_version_exactly_one_wins() {
        for (int round = 0; round < ROUNDS; round++) {
            SessionRecord record = created(idling().attributes(counter(0)));
            AtomicInteger number = new AtomicInteger();

            List<SaveResult> answers = race(8, () -> store().save(
                            next(record).toBuilder()
                                    .attributes(counter(number.incrementAndGet()))
                                    .build(),
                            record.version()));

            assertEquals(1, Collections.frequency(answers, SaveResult.SAVED));
            assertEquals(2, find(record.key()).version());
        }
    }

    /** Rule: the sessions of one principal stay exact while it is bound, unbound and ended at once. */
    @Test
    public void S157_the_index_follows_racing_changes() {
        PrincipalIndex index = capability(PrincipalIndex.class);
        List<Callable<Boolean>> runners = new ArrayList<>();
        for (int runner = 0; runner < 8; runner++) {
            int mine = runner;
            runners.add(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    bindMoveAndSometimesEnd(index, "p" + (mine + round) % 3, "p" + (mine + round + 1) % 3, round % 3);
                }
                return true;
            });
        }

        race(runners);

        for (int principal = 0; principal < 3; principal++) {
            for (SessionRecord listed : index.findByPrincipal("p" + principal)) {
                assertSameSession(find(listed.key()), listed);
                assertEquals(Optional.of("p" + principal), listed.principal());
            }
        }
        assertEquals(
                8 * ROUNDS - 8 * ((ROUNDS + 2) / 3),
                index.findByPrincipal("p0").size()
                        + index.findByPrincipal("p1").size()
                        + index.findByPrincipal("p2").size());
    }

    private void bindMoveAndSometimesEnd(PrincipalIndex index, String from, String to, int endWhenZero) {
        SessionRecord.Builder builder;
        synchronized (random) {
            builder = idling();
        }
        SessionRecord first = created(builder.principal(Optional.of(from)));
        assertTrue(lists(index, from, first.key()), "bound by create, and not listed");
        saved(first, first.toBuilder().principal(Optional.of(to)));
        assertTrue(lists(index, to, first.key()), "bound by save, and not listed");
        assertFalse(lists(index, from, first.key()), "bound to somebody else, and listed");
        if (endWhenZero == 0) {
            assertTrue(store().delete(first.key()));
            assertFalse(lists(index, to, first.key()), "ended, and listed");
        }
    }

    static boolean lists(PrincipalIndex index, String principal, SessionKey key) {
        return index.findByPrincipal(principal).stream()
                .anyMatch(record -> record.key().equals(key));
    }

    /** As the session manager does it: again, on the newer record that the store hands out. */
    private static void increment(SessionStore store, SessionKey key) {
        SessionRecord present = store.find(key).orElseThrow();
        while (true) {
            SessionRecord changed = next(present).toBuilder()
                    .attributes(counter(counterOf(present) + 1))
                    .build();
            SaveResult result = store.save(changed, present.version());
            assertNotSame(SaveResult.GONE, result);
            if (!(result instanceof SaveResult.Conflict conflict)) {
                return;
            }
            present = conflict.newer();
        }
    }
}
