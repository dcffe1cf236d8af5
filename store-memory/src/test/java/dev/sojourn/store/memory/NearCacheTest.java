// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.Caching;
import dev.sojourn.store.ChangeFeed;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.StoreVerb;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** D7: what a near cache answers by itself, and for how long. */
class NearCacheTest {
    private static final Duration STALE = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofMillis(1);

    private final ManualClock clock = ManualClock.create();
    private final Sessions sessions = new Sessions(clock);
    private final SharedStore shared = new SharedStore(clock);
    private final CachedNode here = new CachedNode(shared, clock, builder -> builder);
    private final SharedStore.Node elsewhere = shared.node();

    @Test
    void what_was_looked_up_is_not_looked_up_again() {
        SessionRecord record = created();
        assertEquals(Optional.of(record), here.find(record.key()));
        assertEquals(Optional.of(record), here.find(record.key()));
        assertEquals(1, here.finds());
        assertEquals(
                new NearCache.Statistics(1, 1, 0, 0, 1, 0, 1, true),
                here.cache().statistics());
    }

    /** D7: whatever another node does to a session, this one looks again. */
    @Test
    void a_change_on_another_node_drops_the_copy() {
        SessionRecord record = created();
        here.warm(record.key());
        assertEquals(SaveResult.SAVED, elsewhere.save(next(record), 1));
        assertEquals(2, here.find(record.key()).orElseThrow().version());
        assertTrue(elsewhere.touch(record.key(), clock.instant().plusSeconds(1)));
        assertEquals(
                clock.instant().plusSeconds(1),
                here.find(record.key()).orElseThrow().lastAccessed());
        assertTrue(elsewhere.delete(record.key()));
        assertEquals(Optional.empty(), here.find(record.key()));
        assertEquals(3, here.finds());
    }

    /** D7: own writes are seen at once, whether or not the feed has told of them. */
    @Test
    void an_own_change_drops_the_copy_without_the_feed() {
        SessionRecord record = created();
        here.feed().goDeaf();
        here.warm(record.key());
        assertEquals(SaveResult.SAVED, here.cache().save(next(record), 1));
        assertEquals(2, here.find(record.key()).orElseThrow().version());
        assertTrue(here.cache().touch(record.key(), clock.instant().plusSeconds(1)));
        assertEquals(
                clock.instant().plusSeconds(1),
                here.find(record.key()).orElseThrow().lastAccessed());
        assertTrue(here.cache().delete(record.key()));
        assertEquals(Optional.empty(), here.find(record.key()));
    }

    /** Fault 3, fault 4: nobody knows what became of a write that failed, so the store is asked. */
    @Test
    void a_write_of_unknown_outcome_drops_the_copy() {
        SessionRecord record = created();
        here.feed().goDeaf();
        here.warm(record.key());
        here.faults().failAfter(StoreVerb.SAVE);
        assertThrows(StoreUnavailableException.class, () -> here.cache().save(next(record), 1));
        assertEquals(2, here.find(record.key()).orElseThrow().version());
        here.faults().failAfter(StoreVerb.DELETE);
        assertThrows(StoreUnavailableException.class, () -> here.cache().delete(record.key()));
        assertEquals(Optional.empty(), here.find(record.key()));
        here.faults().failAfter(StoreVerb.CREATE);
        assertThrows(StoreUnavailableException.class, () -> here.cache().create(record));
        assertEquals(Optional.of(record), here.find(record.key()));
    }

    /** D7: a session that ended elsewhere ends here after this time at the latest, should the feed fail unnoticed. */
    @Test
    void a_copy_is_not_used_beyond_its_age() {
        SessionRecord record = created();
        here.feed().goDeaf();
        here.warm(record.key());
        assertTrue(elsewhere.delete(record.key()));
        clock.advance(STALE.minus(TICK));
        assertEquals(Optional.of(record), here.find(record.key()));
        clock.advance(TICK);
        assertEquals(Optional.empty(), here.find(record.key()));
    }

    /** Fault 13: nobody knows how old a copy is that was made before the clock was set back. */
    @Test
    void a_copy_from_the_future_is_not_used() {
        SessionRecord record = created();
        here.warm(record.key());
        clock.advance(TICK.negated());
        assertEquals(Optional.of(record), here.find(record.key()));
        assertEquals(1, here.finds());
        assertEquals(Optional.of(record), here.find(record.key()));
        assertEquals(1, here.finds(), "the copy made after that is");
    }

    /** A session ends to the millisecond, copy or not. */
    @Test
    void a_copy_does_not_outlive_its_session() {
        CachedNode patient = new CachedNode(shared, clock, builder -> builder.staleAfter(Duration.ofDays(1)));
        SessionRecord record = created();
        patient.warm(record.key());
        clock.advance(Sessions.IDLE.minus(TICK));
        patient.find(record.key()).orElseThrow().key();
        assertEquals(0, patient.finds());
        clock.advance(TICK);
        assertEquals(Optional.empty(), patient.find(record.key()));
    }

    /** The store has the last word: another node may have kept the session alive unheard. */
    @Test
    void a_session_that_the_copy_calls_expired_is_looked_up() {
        CachedNode patient = new CachedNode(shared, clock, builder -> builder.staleAfter(Duration.ofDays(1)));
        patient.feed().goDeaf();
        SessionRecord record = created();
        patient.warm(record.key());
        clock.advance(Sessions.IDLE.minus(TICK));
        assertTrue(elsewhere.touch(record.key(), clock.instant()));
        clock.advance(TICK);
        assertTrue(patient.find(record.key()).isPresent());
    }

    /** Fault 35: guesses leave nothing behind, and a session created later is found. */
    @Test
    void that_there_is_no_session_is_not_kept() {
        SessionRecord record = sessions.next();
        assertEquals(Optional.empty(), here.find(record.key()));
        assertEquals(Optional.empty(), here.find(record.key()));
        assertEquals(2, here.finds());
        here.feed().goDeaf();
        assertTrue(elsewhere.create(record));
        assertEquals(Optional.of(record), here.find(record.key()));
        assertEquals(1, here.cache().statistics().copies());
    }

    /** Fault 48: a flood of sessions does not fill the heap. */
    @Test
    void there_are_no_more_copies_than_allowed() {
        CachedNode small = new CachedNode(shared, clock, builder -> builder.maximumSessions(10));
        for (int session = 0; session < 1_000; session++) {
            assertTrue(small.find(created().key()).isPresent());
        }
        assertTrue(small.cache().statistics().copies() <= 10);
    }

    /** Without another clock it goes by the store's, as the session manager does. */
    @Test
    void the_clock_is_the_stores_own() {
        NearCache cache = NearCache.builder(elsewhere).build();
        SessionRecord record = created();
        assertEquals(Optional.of(record), cache.find(record.key()));
        assertEquals(Optional.of(record), cache.find(record.key()));
        clock.advance(STALE);
        assertEquals(Optional.of(record), cache.find(record.key()));
        assertEquals(2, cache.statistics().misses());
        assertEquals(Optional.of(shared.clock()), cache.capability(InstantSource.class));
    }

    // ---- a copy only if it will do

    /** D7, fault 43: a copy that will not do is not the last word. */
    @Test
    void a_copy_that_will_not_do_is_replaced_by_what_the_store_has() {
        SessionRecord record = created();
        here.feed().goDeaf();
        here.warm(record.key());
        assertEquals(SaveResult.SAVED, elsewhere.save(next(record), 1));
        assertEquals(1, here.find(record.key()).orElseThrow().version());
        assertEquals(
                2, caching().find(record.key(), copy -> false).orElseThrow().version());
        assertEquals(2, here.find(record.key()).orElseThrow().version());
        assertEquals(1, here.finds());
    }

    @Test
    void a_copy_that_will_do_asks_nothing() {
        SessionRecord record = created();
        here.warm(record.key());
        assertEquals(Optional.of(record), caching().find(record.key(), record::equals));
        assertEquals(0, here.finds());
    }

    @Test
    void what_the_store_answers_itself_is_answered_whether_it_will_do_or_not() {
        SessionRecord record = created();
        assertEquals(Optional.of(record), caching().find(record.key(), copy -> false));
        assertEquals(1, here.finds());
    }

    // ---- the feed

    /** D7: while changes are missed there are no copies, and nobody is served one. */
    @Test
    void while_the_feed_is_interrupted_every_look_up_asks_the_store() {
        SessionRecord record = created();
        here.warm(record.key());
        here.feed().interrupt();
        assertEquals(0, here.cache().statistics().copies());
        here.find(record.key()).orElseThrow().key();
        here.find(record.key()).orElseThrow().key();
        assertEquals(2, here.finds());
        assertEquals(0, here.cache().statistics().copies());
        assertEquals(1, here.cache().statistics().interruptions());
        assertFalse(here.cache().statistics().flowing());
    }

    @Test
    void when_the_feed_flows_again_copies_are_made_again() {
        SessionRecord record = created();
        here.warm(record.key());
        here.feed().interrupt();
        assertTrue(elsewhere.delete(record.key()));
        here.feed().resume();
        assertEquals(Optional.empty(), here.find(record.key()));
        SessionRecord other = created();
        here.warm(other.key());
        here.find(other.key()).orElseThrow().key();
        assertEquals(0, here.finds());
        assertTrue(here.cache().statistics().flowing());
    }

    /** A feed that says twice that it flows may have missed something in between. */
    @Test
    void each_time_the_feed_begins_to_flow_copies_begin_anew() {
        SessionRecord record = created();
        here.warm(record.key());
        here.feed().resume();
        here.find(record.key()).orElseThrow().key();
        assertEquals(1, here.finds());
    }

    // ---- what else a store is

    @Test
    void it_can_do_what_the_store_behind_it_can() {
        assertEquals(Optional.of(here.cache()), here.cache().capability(Caching.class));
        assertTrue(here.cache().capability(PrincipalIndex.class).isPresent());
        assertTrue(here.cache().capability(Expiring.class).isPresent());
        assertTrue(here.cache().capability(ChangeFeed.class).isPresent());
        assertTrue(here.cache().capability(Browsable.class).isPresent());
        assertEquals(Optional.empty(), here.cache().capability(Runnable.class));
        assertFalse(here.cache().keepsReferences());
    }

    /** "Everybody out, now" counts here at once. */
    @Test
    void nobody_is_left_after_a_clear() {
        SessionRecord record = created();
        here.feed().goDeaf();
        here.warm(record.key());
        here.cache().capability(Browsable.class).orElseThrow().clear();
        assertEquals(Optional.empty(), here.find(record.key()));
    }

    /** "Sign out everywhere" counts here at once, and if its outcome is unknown, no copy is used. */
    @Test
    void no_copy_is_left_after_all_sessions_of_a_user_ended() {
        PrincipalIndex index = here.cache().capability(PrincipalIndex.class).orElseThrow();
        SessionRecord first = sessions.nextOf("anna");
        SessionRecord second = sessions.nextOf("bert");
        assertTrue(elsewhere.create(first) && elsewhere.create(second));
        here.feed().goDeaf();
        here.warm(first.key());
        here.warm(second.key());
        assertEquals(List.of(first), index.deleteByPrincipal("anna", Optional.empty()));
        assertEquals(Optional.empty(), here.find(first.key()));
        here.faults().failAfter(StoreVerb.DELETE_BY_PRINCIPAL);
        assertThrows(StoreUnavailableException.class, () -> index.deleteByPrincipal("bert", Optional.empty()));
        assertEquals(Optional.empty(), here.find(second.key()));
    }

    /** W24: and after one on another node as soon as the feed has told. */
    @Test
    void nobody_is_left_after_a_clear_elsewhere() {
        SessionRecord record = created();
        here.warm(record.key());
        elsewhere.clear();
        assertEquals(Optional.empty(), here.find(record.key()));
    }

    @Test
    void it_is_not_built_before_a_store_that_does_not_tell_changes() {
        try (MemoryStore silent = MemoryStore.create()) {
            NearCache.Builder builder = NearCache.builder(silent);
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, builder::build);
            assertTrue(String.valueOf(refused.getMessage()).contains("MemoryStore is no ChangeFeed"));
        }
    }

    @Test
    void settings_out_of_range_are_refused() {
        NearCache.Builder builder = NearCache.builder(elsewhere);
        assertThrows(IllegalArgumentException.class, () -> builder.maximumSessions(0));
        assertThrows(IllegalArgumentException.class, () -> builder.staleAfter(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.staleAfter(Duration.ofNanos(999_999)));
        assertThrows(IllegalArgumentException.class, () -> builder.continueWithoutStore(Duration.ofMillis(-1)));
    }

    /** Fault 49: nothing is answered after the end, and what the feed still tells changes nothing. */
    @Test
    void after_close_there_are_no_copies() {
        CachedNode continuing = new CachedNode(shared, clock, builder -> builder.continueWithoutStore(STALE));
        SessionRecord record = created();
        continuing.warm(record.key());
        continuing.cache().close();
        continuing.feed().resume();
        assertThrows(StoreUnavailableException.class, () -> continuing.find(record.key()));
        assertEquals(0, continuing.cache().statistics().copies());
        assertFalse(continuing.cache().statistics().flowing());
    }

    /** W51. */
    @Test
    void it_prints_only_how_it_stands() {
        assertEquals(
                "NearCache[about 0 copies, flowing, before CountingStore]",
                here.cache().toString());
        here.feed().interrupt();
        assertEquals(
                "NearCache[about 0 copies, interrupted, before CountingStore]",
                here.cache().toString());
    }

    private SessionRecord created() {
        SessionRecord record = sessions.next();
        assertTrue(elsewhere.create(record));
        return record;
    }

    private Caching caching() {
        return assertInstanceOf(Caching.class, here.cache());
    }

    private static SessionRecord next(SessionRecord record) {
        return record.toBuilder().version(record.version() + 1).build();
    }
}
