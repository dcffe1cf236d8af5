// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.FaultyStore;
import dev.sojourn.testkit.FaultyStore.Hang;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.StoreVerb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a near cache does when something happens while a look-up is under way; each race in a fixed order. */
class NearCacheRaceTest {
    private final ManualClock clock = ManualClock.create();
    private final Sessions sessions = new Sessions(clock);
    private final SharedStore shared = new SharedStore(clock);
    private final CachedNode here = new CachedNode(shared, clock, builder -> builder);
    private final SharedStore.Node elsewhere = shared.node();
    private final SessionRecord record = sessions.next();
    private final SessionKey key = record.key();

    NearCacheRaceTest() {
        assertTrue(elsewhere.create(record));
    }

    // ---- the answer is older than what is known when it arrives

    /** D7: the store has answered, the session changes, the change is told, the answer arrives. */
    @Test
    void an_answer_from_before_a_change_is_not_kept() {
        Late late = lookWhoseAnswerIsLate();
        assertSame(SaveResult.SAVED, elsewhere.save(next(record), 1));
        assertEquals(1, late.answer().orElseThrow().version(), "the request began before the change");
        assertEquals(2, here.find(key).orElseThrow().version());
    }

    /** Fault 26: nor one from before an end. */
    @Test
    void an_answer_from_before_an_end_is_not_kept() {
        Late late = lookWhoseAnswerIsLate();
        assertTrue(elsewhere.delete(key));
        assertEquals(Optional.of(record), late.answer());
        assertEquals(Optional.empty(), here.find(key));
    }

    /** D7: own writes count without the feed. */
    @Test
    void an_answer_from_before_an_own_change_is_not_kept() {
        here.feed().goDeaf();
        Late late = lookWhoseAnswerIsLate();
        assertSame(SaveResult.SAVED, here.cache().save(next(record), 1));
        assertEquals(1, late.answer().orElseThrow().version());
        assertEquals(2, here.find(key).orElseThrow().version());
    }

    @Test
    void an_answer_from_before_an_own_touch_is_not_kept() {
        here.feed().goDeaf();
        Late late = lookWhoseAnswerIsLate();
        assertTrue(here.cache().touch(key, clock.instant().plusSeconds(1)));
        assertEquals(Optional.of(record), late.answer());
        assertEquals(
                clock.instant().plusSeconds(1), here.find(key).orElseThrow().lastAccessed());
    }

    /** An own write whose answer is late: what is read while it is under way does not stay either. */
    @Test
    void an_answer_from_during_an_own_change_is_not_kept() {
        here.feed().goDeaf();
        Hang hang = here.faults().hang(StoreVerb.SAVE);
        Running<SaveResult> saving = Running.start(() -> here.cache().save(next(record), 1));
        hang.awaitCaller();
        assertEquals(1, here.find(key).orElseThrow().version());
        hang.release();
        assertSame(SaveResult.SAVED, saving.result());
        assertEquals(2, here.find(key).orElseThrow().version());
    }

    /** D7: who has seen in the store what an own write did, before it returned, is not shown what was read before it. */
    @Test
    void no_thread_sees_an_own_change_and_then_the_state_before_it() {
        FaultyStore outside = new FaultyStore(here.faults());
        NearCache cache = NearCache.builder(outside).clock(clock).build();
        here.feed().goDeaf();
        Hang asking = outside.hang(StoreVerb.FIND);
        Running<Optional<SessionRecord>> early = Running.start(() -> cache.find(key));
        asking.awaitCaller();
        Hang notWritten = here.faults().hang(StoreVerb.SAVE);
        Hang written = outside.hangAfter(StoreVerb.SAVE);
        Running<SaveResult> saving = Running.start(() -> cache.save(next(record), 1));
        notWritten.awaitCaller();
        assertEquals(1, cache.find(key).orElseThrow().version());
        notWritten.release();
        written.awaitCaller();
        asking.release();
        assertEquals(2, early.result().orElseThrow().version());
        assertEquals(2, cache.find(key).orElseThrow().version());
        written.release();
        assertSame(SaveResult.SAVED, saving.result());
    }

    /** I1 of the store's faults: from the moment that somebody asks for the end, no copy lets anybody in. */
    @Test
    void while_an_end_is_under_way_the_store_is_asked() {
        here.warm(key);
        Hang hang = here.faults().hang(StoreVerb.DELETE);
        Running<Boolean> ending = Running.start(() -> here.cache().delete(key));
        hang.awaitCaller();
        assertEquals(Optional.of(record), here.find(key), "the store does not know yet");
        assertEquals(1, here.finds());
        hang.release();
        assertTrue(ending.result());
        assertEquals(Optional.empty(), here.find(key));
    }

    @Test
    void an_answer_from_before_an_interruption_is_not_kept() {
        Late late = lookWhoseAnswerIsLate();
        here.feed().interrupt();
        here.feed().resume();
        assertEquals(Optional.of(record), late.answer());
        assertEquals(0, here.cache().statistics().copies());
    }

    /** What was read before the feed flows may be of before a change that nobody told. */
    @Test
    void an_answer_from_before_the_feed_flows_is_not_kept() {
        here.feed().interrupt();
        Late late = lookWhoseAnswerIsLate();
        assertTrue(elsewhere.delete(key));
        here.feed().resume();
        assertEquals(Optional.of(record), late.answer());
        assertEquals(Optional.empty(), here.find(key));
    }

    @Test
    void an_answer_from_before_a_clear_is_not_kept() {
        here.feed().goDeaf();
        Late late = lookWhoseAnswerIsLate();
        here.cache().capability(Browsable.class).orElseThrow().clear();
        assertEquals(Optional.of(record), late.answer());
        assertEquals(Optional.empty(), here.find(key));
    }

    /** Of two look-ups between which nothing was told, the one that asked first may end last. */
    @Test
    void an_older_answer_does_not_replace_a_newer_one() {
        Crossing crossing = crossingLooks();
        assertSame(SaveResult.SAVED, elsewhere.save(next(record), 1));
        crossing.newerFirst();
        assertEquals(2, here.find(key).orElseThrow().version());
        assertEquals(3, here.finds());
    }

    @Test
    void an_older_answer_does_not_replace_the_news_that_the_session_ended() {
        Crossing crossing = crossingLooks();
        assertTrue(elsewhere.delete(key));
        crossing.newerFirst();
        assertEquals(Optional.empty(), here.find(key));
    }

    // ---- one look-up for many threads

    /** Fault 32: however many wait, the store is asked once. */
    @Test
    void many_threads_that_look_for_one_session_ask_the_store_once() {
        Hang hang = here.faults().hang(StoreVerb.FIND);
        List<Running<Optional<SessionRecord>>> looks = manyLooks(hang, 20);
        hang.release();
        for (Running<Optional<SessionRecord>> look : looks) {
            assertEquals(Optional.of(record), look.result());
        }
        assertEquals(1, here.finds());
        assertEquals(19, here.cache().statistics().shared());
    }

    /** Fault 32, fault 35: nor if there is no such session. */
    @Test
    void many_threads_that_look_for_no_session_ask_the_store_once() {
        assertTrue(elsewhere.delete(key));
        Hang hang = here.faults().hang(StoreVerb.FIND);
        List<Running<Optional<SessionRecord>>> looks = manyLooks(hang, 20);
        hang.release();
        for (Running<Optional<SessionRecord>> look : looks) {
            assertEquals(Optional.empty(), look.result());
        }
        assertEquals(1, here.finds());
    }

    /** Fault 2, fault 32: a store that fails fails all who wait, and is asked again by the next. */
    @Test
    void a_failure_is_everybodys_who_waits() {
        Hang hang = here.faults().hang(StoreVerb.FIND);
        List<Running<Optional<SessionRecord>>> looks = manyLooks(hang, 5);
        here.node().close();
        hang.release();
        looks.forEach(look -> assertInstanceOf(StoreUnavailableException.class, look.failure()));
        assertEquals(1, here.finds());
        assertThrows(StoreUnavailableException.class, () -> here.find(key));
        assertEquals(2, here.finds());
    }

    /** Fault 26: who comes after a change was told does not wait for an answer from before it. */
    @Test
    void a_look_up_from_before_a_change_is_not_joined() {
        Late late = lookWhoseAnswerIsLate();
        assertTrue(elsewhere.delete(key));
        assertEquals(Optional.empty(), here.find(key));
        assertEquals(Optional.of(record), late.answer());
    }

    /** While the feed is interrupted nobody is given what another thread began to read before they asked. */
    @Test
    void no_look_up_is_joined_while_the_feed_is_interrupted() {
        here.feed().interrupt();
        Late late = lookWhoseAnswerIsLate();
        assertTrue(elsewhere.delete(key));
        assertEquals(Optional.empty(), here.find(key));
        assertEquals(Optional.of(record), late.answer());
    }

    /** Fault 43: another thread's look-up is no better than a copy to somebody whom it does not let in. */
    @Test
    void an_answer_to_another_thread_that_will_not_do_is_asked_anew() {
        here.feed().hold();
        Late late = lookWhoseAnswerIsLate();
        assertSame(SaveResult.SAVED, elsewhere.save(next(record), 1));
        Running<Optional<SessionRecord>> strict =
                Running.start(() -> here.cache().find(key, found -> found.version() > 1));
        strict.awaitWaiting();
        assertEquals(1, late.answer().orElseThrow().version());
        assertEquals(2, strict.result().orElseThrow().version());
        assertEquals(2, here.find(key).orElseThrow().version());
        assertEquals(2, here.finds());
    }

    /** Fault 32: who finds nothing to use, and comes to ask when another thread has just done so, does not ask again. */
    @Test
    void a_copy_that_was_made_in_the_last_moment_will_do() {
        here.feed().hold();
        here.warm(key);
        assertSame(SaveResult.SAVED, elsewhere.save(next(record), 1));
        AtomicInteger asked = new AtomicInteger();
        Optional<SessionRecord> found = here.cache().find(key, copy -> {
            if (asked.incrementAndGet() == 1) {
                assertEquals(
                        2, here.cache().find(key, none -> false).orElseThrow().version());
            }
            return copy.version() == 2;
        });
        assertEquals(2, found.orElseThrow().version());
        assertEquals(1, here.finds());
    }

    @Test
    void a_thread_that_is_interrupted_while_it_waits_fails_alone() {
        Hang hang = here.faults().hang(StoreVerb.FIND);
        List<Running<Optional<SessionRecord>>> looks = manyLooks(hang, 3);
        looks.get(2).interrupt();
        assertInstanceOf(StoreUnavailableException.class, looks.get(2).failure());
        hang.release();
        assertEquals(Optional.of(record), looks.get(0).result());
        assertEquals(Optional.of(record), looks.get(1).result());
        assertEquals(1, here.finds());
    }

    /** Who was interrupted while it asked for the others does not fail them: another one asks. */
    @Test
    void a_thread_that_is_interrupted_while_it_asks_fails_alone() {
        Hang hang = here.faults().hang(StoreVerb.FIND);
        List<Running<Optional<SessionRecord>>> looks = manyLooks(hang, 3);
        looks.get(0).interrupt();
        assertInstanceOf(StoreUnavailableException.class, looks.get(0).failure());
        assertEquals(Optional.of(record), looks.get(1).result());
        assertEquals(Optional.of(record), looks.get(2).result());
        assertEquals(2, here.finds());
    }

    /** A look-up that the store has answered, and whose answer is on its way. */
    private Late lookWhoseAnswerIsLate() {
        Hang hang = here.faults().hangAfter(StoreVerb.FIND);
        Running<Optional<SessionRecord>> look = Running.start(() -> here.find(key));
        hang.awaitCaller();
        return new Late(look, hang);
    }

    /** One thread that asks the store, which hangs, and others that wait for it. */
    private List<Running<Optional<SessionRecord>>> manyLooks(Hang hang, int threads) {
        List<Running<Optional<SessionRecord>>> looks = new ArrayList<>();
        looks.add(Running.start(() -> here.find(key)));
        hang.awaitCaller();
        for (int thread = 1; thread < threads; thread++) {
            looks.add(Running.start(() -> here.find(key)));
        }
        looks.subList(1, threads).forEach(Running::awaitWaiting);
        return looks;
    }

    /** Two look-ups of which the store has answered one, and not yet read for the other; changes are not told. */
    private Crossing crossingLooks() {
        here.feed().hold();
        Late joined = lookWhoseAnswerIsLate();
        Running<Optional<SessionRecord>> one = Running.start(() -> here.cache().find(key, copy -> false));
        Running<Optional<SessionRecord>> other =
                Running.start(() -> here.cache().find(key, copy -> false));
        one.awaitWaiting();
        other.awaitWaiting();
        Hang older = here.faults().hangAfter(StoreVerb.FIND);
        Hang newer = here.faults().hang(StoreVerb.FIND);
        assertEquals(Optional.of(record), joined.answer());
        older.awaitCaller();
        newer.awaitCaller();
        return new Crossing(one, other, older, newer);
    }

    private static SessionRecord next(SessionRecord from) {
        return from.toBuilder().version(from.version() + 1).build();
    }

    /** An answer that arrives when the test asks for it. */
    private record Late(Running<Optional<SessionRecord>> look, Hang hang) {
        Optional<SessionRecord> answer() {
            hang.release();
            return look.result();
        }
    }

    /** Two answers, of which the older arrives last. */
    private record Crossing(
            Running<Optional<SessionRecord>> one, Running<Optional<SessionRecord>> other, Hang older, Hang newer) {
        void newerFirst() {
            newer.release();
            Running.awaitAny(one, other);
            older.release();
            assertNotEquals(one.result(), other.result());
        }
    }
}
