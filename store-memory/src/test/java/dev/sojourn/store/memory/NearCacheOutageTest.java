// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.StoreVerb;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a near cache does while the store behind it does not answer. */
class NearCacheOutageTest {
    private static final Duration CONTINUE = Duration.ofMinutes(2);
    private static final Duration TICK = Duration.ofMillis(1);

    private final CapturedLog log = new CapturedLog();
    private final ManualClock clock = ManualClock.create();
    private final Sessions sessions = new Sessions(clock);
    private final SharedStore shared = new SharedStore(clock);
    private final CachedNode continuing =
            new CachedNode(shared, clock, builder -> builder.continueWithoutStore(CONTINUE));
    private final CachedNode closing = new CachedNode(shared, clock, builder -> builder);
    private final SharedStore.Node elsewhere = shared.node();
    private final SessionRecord record = sessions.next();
    private final SessionKey key = record.key();

    NearCacheOutageTest() {
        assertTrue(elsewhere.create(record));
        continuing.warm(key);
        closing.warm(key);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    /** Fault 2, ASVS 16.5.3: fails closed unless the application wants it otherwise. */
    @Test
    void by_default_nothing_is_continued() {
        goDown(closing);
        assertThrows(StoreUnavailableException.class, () -> closing.find(key));
        closing.faults().comeBack();
        assertEquals(Optional.of(record), closing.find(key));
    }

    /** Even while the feed still flows: a copy in its time needs no store. */
    @Test
    void a_fresh_copy_needs_no_store() {
        closing.faults().goDown();
        assertEquals(Optional.of(record), closing.find(key));
        clock.advance(NearCache.Builder.DEFAULT_STALE_AFTER);
        assertThrows(StoreUnavailableException.class, () -> closing.find(key));
    }

    /** Fault 2: reading goes on for as long as was allowed, counted from when the store was last asked. */
    @Test
    void a_copy_stands_in_for_the_store_for_the_time_allowed() {
        goDown(continuing);
        clock.advance(CONTINUE.minus(TICK));
        assertEquals(Optional.of(record), continuing.find(key));
        clock.advance(TICK);
        assertThrows(StoreUnavailableException.class, () -> continuing.find(key));
        assertEquals(1, continuing.cache().statistics().continued());
    }

    /** Says so, and not once for each request. */
    @Test
    void going_on_without_the_store_is_logged_once_a_minute() {
        goDown(continuing);
        assertEquals(Optional.of(record), continuing.find(key));
        assertEquals(Optional.of(record), continuing.find(key));
        assertEquals(1, log.warnings().size(), log.warnings()::toString);
        assertTrue(log.warnings().get(0).contains("the session store does not answer"));
    }

    /** A session without a copy is an error and not "no session". */
    @Test
    void without_a_copy_there_is_no_answer() {
        goDown(continuing);
        assertThrows(
                StoreUnavailableException.class,
                () -> continuing.find(sessions.next().key()));
    }

    /** Whom the copy would refuse gets an error, since the store may know better. */
    @Test
    void a_copy_that_will_not_do_refuses_nobody() {
        goDown(continuing);
        assertThrows(StoreUnavailableException.class, () -> continuing.cache().find(key, copy -> false));
        assertEquals(Optional.of(record), continuing.find(key), "and the copy is still there for others");
    }

    /** What is over is over, store or not. */
    @Test
    void an_expired_copy_does_not_stand_in() {
        CachedNode patient = new CachedNode(shared, clock, builder -> builder.continueWithoutStore(Duration.ofDays(1)));
        patient.warm(key);
        goDown(patient);
        clock.advance(Sessions.IDLE);
        assertThrows(StoreUnavailableException.class, () -> patient.find(key));
    }

    /** Writes fail as ever, and what failed leaves no copy behind: nobody knows what became of it. */
    @Test
    void a_write_fails_and_takes_the_copy_with_it() {
        goDown(continuing);
        assertThrows(StoreUnavailableException.class, () -> continuing.cache().save(record, 1));
        assertThrows(StoreUnavailableException.class, () -> continuing.find(key));
    }

    /** I1 of the store's faults: who tried to log out is not let in by a copy. */
    @Test
    void a_logout_that_failed_takes_the_copy_with_it() {
        goDown(continuing);
        assertThrows(StoreUnavailableException.class, () -> continuing.cache().delete(key));
        assertThrows(StoreUnavailableException.class, () -> continuing.find(key));
    }

    /** Each request that reads tries to write its use; that it cannot ends nothing. */
    @Test
    void a_touch_that_failed_leaves_the_copy() {
        goDown(continuing);
        assertThrows(
                StoreUnavailableException.class,
                () -> continuing.cache().touch(key, clock.instant().plusSeconds(1)));
        assertEquals(Optional.of(record), continuing.find(key));
    }

    /** A session that ended while the store could still be asked is not continued when it cannot. */
    @Test
    void what_was_found_ended_while_the_feed_was_interrupted_is_not_continued() {
        continuing.feed().interrupt();
        assertTrue(elsewhere.delete(key));
        assertEquals(Optional.empty(), continuing.find(key));
        continuing.faults().goDown();
        assertThrows(StoreUnavailableException.class, () -> continuing.find(key));
    }

    /** What was read while the feed was interrupted serves nothing but an outage. */
    @Test
    void what_was_read_while_the_feed_was_interrupted_is_continued() {
        continuing.feed().interrupt();
        assertEquals(
                SaveResult.SAVED, elsewhere.save(record.toBuilder().version(2).build(), 1));
        assertEquals(2, continuing.find(key).orElseThrow().version());
        assertEquals(2, continuing.find(key).orElseThrow().version());
        assertEquals(2, continuing.finds());
        continuing.faults().goDown();
        assertEquals(2, continuing.find(key).orElseThrow().version());
    }

    /** After the outage the store is asked, whatever copies there are. */
    @Test
    void after_the_outage_the_store_has_the_word() {
        goDown(continuing);
        assertEquals(Optional.of(record), continuing.find(key));
        assertTrue(elsewhere.delete(key));
        continuing.faults().comeBack();
        assertEquals(Optional.empty(), continuing.find(key));
        continuing.feed().resume();
        assertEquals(Optional.empty(), continuing.find(key));
    }

    @Test
    void nothing_is_continued_that_was_cleared() {
        continuing.cache().capability(Browsable.class).orElseThrow().clear();
        goDown(continuing);
        assertThrows(StoreUnavailableException.class, () -> continuing.find(key));
    }

    /** A look-up that failed once is no reason to distrust the copy of another session. */
    @Test
    void one_failing_look_up_is_continued_too() {
        clock.advance(NearCache.Builder.DEFAULT_STALE_AFTER);
        continuing.faults().failBefore(StoreVerb.FIND);
        assertEquals(Optional.of(record), continuing.find(key));
        assertEquals(Optional.of(record), continuing.find(key));
        assertEquals(2, continuing.finds());
    }

    /** When a store goes down, its feed goes with it. */
    private static void goDown(CachedNode node) {
        node.faults().goDown();
        node.feed().interrupt();
    }
}
