// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Rules S161 to S178: who has which sessions, and which sessions there are. */
abstract class StoreListingRules extends StoreRaceRules {

    /** Rule: a session that is created with a principal is listed under it, with its whole record. */
    @Test
    public void S161_a_session_is_listed_from_its_creation_on() {
        PrincipalIndex index = capability(PrincipalIndex.class);
        SessionRecord mine = created(idling().principal(Optional.of("alice")).attributes(counter(1)));
        createdFor("bob");
        created(idling());

        List<SessionRecord> found = index.findByPrincipal("alice");

        assertEquals(1, found.size());
        assertSameSession(mine, found.get(0));
    }

    /** Rule: a save that binds, rebinds or unbinds moves the session in the index. */
    @Test
    public void S162_the_index_follows_the_principal() {
        PrincipalIndex index = capability(PrincipalIndex.class);
        SessionRecord anonymous = created(idling());

        SessionRecord alice = saved(anonymous, anonymous.toBuilder().principal(Optional.of("alice")));
        assertEquals(List.of(alice.key()), keys(index.findByPrincipal("alice")));

        SessionRecord bob = saved(alice, alice.toBuilder().principal(Optional.of("bob")));
        assertEquals(List.of(), index.findByPrincipal("alice"));
        assertEquals(List.of(bob.key()), keys(index.findByPrincipal("bob")));

        SessionRecord nobody = saved(bob, bob.toBuilder().principal(Optional.empty()));
        assertEquals(List.of(), index.findByPrincipal("bob"));
        assertEquals(Optional.empty(), find(nobody.key()).principal());
    }

    /** Rule: the list shows the latest state of each session, also after saves and touches that bind nobody. */
    @Test
    public void S163_the_list_shows_the_latest_state() {
        PrincipalIndex index = capability(PrincipalIndex.class);
        SessionRecord first = createdFor("alice");
        SessionRecord second = saved(first, first.toBuilder().attributes(counter(2)));
        assertTrue(store().touch(first.key(), now().plusSeconds(1)));

        SessionRecord listed = index.findByPrincipal("alice").get(0);

        assertSameSession(second.toBuilder().lastAccessed(now().plusSeconds(1)).build(), listed);
    }

    /** Rule: sessions that were ended, or whose time is over, are not listed. Covers T30. */
    @Test
    public void S164_ended_sessions_are_not_listed() {
        PrincipalIndex index = capability(PrincipalIndex.class);
        SessionRecord deleted = createdFor("alice");
        createdFor("alice");
        SessionRecord eternal = created(eternal().principal(Optional.of("alice")));
        store().delete(deleted.key());
        assertEquals(2, index.findByPrincipal("alice").size());

        pass(IDLE);

        assertEquals(List.of(eternal.key()), keys(index.findByPrincipal("alice")));
    }

    /** Rule: the oldest session comes first, so that a limit per principal ends the right one. */
    @Test
    public void S165_the_oldest_session_comes_first() {
        PrincipalIndex index = capability(PrincipalIndex.class);
        List<SessionKey> inOrder = new ArrayList<>();
        for (int session = 0; session < 10; session++) {
            inOrder.add(createdFor("alice").key());
            pass(Duration.ofSeconds(1));
        }
        assertTrue(store().touch(inOrder.get(0), now()));

        assertEquals(inOrder, keys(index.findByPrincipal("alice")));
    }

    /** Rule: names are compared exactly: no folding of case, no trimming, no wildcard. Covers fault 21, W30, T25. */
    @Test
    public void S166_principals_are_compared_exactly() {
        PrincipalIndex index = capability(PrincipalIndex.class);
        createdFor("alice");

        for (String other :
                List.of("Alice", "alice ", " alice", "alic", "alicé", "*", "%", "a_ice", "", "al*", "alice\u0000")) {
            assertEquals(List.of(), index.findByPrincipal(other), other);
            SessionRecord odd = createdFor(other);
            assertEquals(List.of(odd.key()), keys(index.findByPrincipal(other)), other);
        }
        assertEquals(1, index.findByPrincipal("alice").size());
    }

    /** Rule: a principal may have many sessions. */
    @Test
    public void S167_a_principal_may_have_many_sessions() {
        PrincipalIndex index = capability(PrincipalIndex.class);
        Set<SessionKey> expected = new HashSet<>();
        for (int session = 0; session < 1_500; session++) {
            expected.add(createdFor("robot").key());
        }

        List<SessionKey> found = keys(index.findByPrincipal("robot"));

        assertEquals(expected.size(), found.size());
        assertEquals(expected, new HashSet<>(found));
    }

    /** Rule: a record that cannot be read is left out of lists and breaks none; to look it up says so. Covers T22, fault 23. */
    @Test
    public void S168_an_unreadable_record_breaks_no_list() {
        PrincipalIndex index = capability(PrincipalIndex.class);
        StoreProbe probe = probe();
        SessionRecord damaged = createdFor("alice");
        SessionRecord sound = createdFor("alice");
        assumeTrue(probe.damage(damaged.key()), "the store cannot hold an unreadable record");

        assertEquals(List.of(sound.key()), keys(index.findByPrincipal("alice")));
        if (store().capability(Browsable.class).isPresent()) {
            assertEquals(Set.of(sound.key()), walk(10));
        }
        assertThrows(UnreadableRecordException.class, () -> store().find(damaged.key()));
        assertTrue(store().delete(damaged.key()), "it can be deleted");
        assertGone(damaged.key());
    }

    /** Rule: all sessions of a principal end in one call, or all but one, with their last states. Covers T34, T35, D8, W18. */
    @Test
    public void S169_the_sessions_of_a_principal_end_together() {
        PrincipalIndex index = capability(PrincipalIndex.class);
        SessionRecord first = createdFor("alice");
        SessionRecord second = saved(first, first.toBuilder().attributes(counter(2)));
        pass(Duration.ofSeconds(1));
        SessionRecord spared = createdFor("alice");
        pass(Duration.ofSeconds(1));
        SessionRecord third = createdFor("alice");
        SessionRecord other = createdFor("Alice");
        assertSameSession(second, find(first.key()));
        assertSameSession(third, find(third.key()));

        List<SessionRecord> ended = index.deleteByPrincipal("alice", Optional.of(spared.key()));

        assertEquals(List.of(first.key(), third.key()), keys(ended));
        assertSameSession(second, ended.get(0));
        assertGone(first.key());
        assertGone(third.key());
        assertEquals(List.of(spared.key()), keys(index.findByPrincipal("alice")));
        assertEquals(List.of(spared.key()), keys(index.deleteByPrincipal("alice", Optional.empty())));
        assertEquals(List.of(), index.deleteByPrincipal("alice", Optional.empty()));
        assertEquals(other.key(), find(other.key()).key());
    }

    /** Rule: of racing callers each session is given to one, and none that is over by time to any. Covers fault 29, W68. */
    @Test
    public void S170_racing_ends_of_a_principal_give_each_session_once() {
        PrincipalIndex index = capability(PrincipalIndex.class);
        PrincipalIndex other = otherView().capability(PrincipalIndex.class).orElseThrow();
        createdFor("alice");
        pass(IDLE);
        Set<SessionKey> expected = new HashSet<>();
        for (int session = 0; session < 40; session++) {
            expected.add(createdFor("alice").key());
        }

        List<SessionKey> ended = new ArrayList<>();
        race(List.<Callable<List<SessionRecord>>>of(
                        () -> index.deleteByPrincipal("alice", Optional.empty()),
                        () -> other.deleteByPrincipal("alice", Optional.empty()),
                        () -> index.deleteByPrincipal("alice", Optional.empty()),
                        () -> other.deleteByPrincipal("alice", Optional.empty())))
                .forEach(batch -> ended.addAll(keys(batch)));

        assertEquals(expected.size(), ended.size(), "none twice, none lost");
        assertEquals(expected, new HashSet<>(ended));
    }

    /** Rule: a walk sees every session once, page by page. Covers T21, T22, T30. */
    @Test
    public void S171_a_walk_sees_every_session() {
        Browsable browsable = capability(Browsable.class);
        Set<SessionKey> expected = new HashSet<>();
        for (int session = 0; session < 137; session++) {
            expected.add(created(idling()).key());
        }

        assertEquals(expected, walk(10));
        assertEquals(expected, walk(1_000));
        assertEquals(expected, walk(137));
        assertEquals(137, browsable.count());
    }

    /** Rule: a page shows whole records. */
    @Test
    public void S172_a_page_shows_whole_records() {
        Browsable browsable = capability(Browsable.class);
        SessionRecord record = created(idling().attributes(counter(7)).principal(Optional.of("a")));

        assertSameSession(
                record, browsable.browse(Optional.empty(), 1).sessions().get(0));
    }

    /** Rule: without sessions there is one empty page. Covers S3. */
    @Test
    public void S173_without_sessions_a_walk_ends_at_once() {
        Browsable browsable = capability(Browsable.class);

        Browsable.Page page = browsable.browse(Optional.empty(), 10);

        assertEquals(List.of(), page.sessions());
        assertEquals(Optional.empty(), page.next());
        assertEquals(0, browsable.count());
    }

    /** Rule: a limit is 1 to 1,000. */
    @Test
    public void S174_a_limit_out_of_range_is_refused() {
        Browsable browsable = capability(Browsable.class);

        for (int limit : new int[] {Integer.MIN_VALUE, -1, 0, 1_001, Integer.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> browsable.browse(Optional.empty(), limit));
        }
    }

    /** Rule: a cursor that the store did not hand out is refused, and its text is not in the message. */
    @Test
    public void S175_a_foreign_cursor_is_refused() {
        Browsable browsable = capability(Browsable.class);

        for (String cursor : List.of("", "no-cursor-at-all", "'; DROP TABLE", "\u0000", "x".repeat(10_000))) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> browsable.browse(Optional.of(cursor), 10), cursor);
            assertTrue(cursor.isEmpty() || !String.valueOf(refused.getMessage()).contains(cursor));
        }
    }

    /** Rule: who lives through the whole walk is seen, whoever comes and goes meanwhile. */
    @Test
    public void S176_a_walk_sees_who_lives_through_it() {
        Browsable browsable = capability(Browsable.class);
        Set<SessionKey> staying = new HashSet<>();
        List<SessionKey> leaving = new ArrayList<>();
        for (int session = 0; session < 60; session++) {
            staying.add(created(idling()).key());
            leaving.add(created(idling()).key());
        }
        Set<SessionKey> seen = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        do {
            Browsable.Page page = browsable.browse(cursor, 7);
            seen.addAll(keys(page.sessions()));
            cursor = page.next();
            created(idling());
            if (!leaving.isEmpty()) {
                store().delete(leaving.remove(0));
            }
        } while (cursor.isPresent());

        assertTrue(seen.containsAll(staying));
    }

    /** Rule: sessions whose time is over are neither counted nor shown. Covers T30. */
    @Test
    public void S177_ended_sessions_are_neither_counted_nor_shown() {
        Browsable browsable = capability(Browsable.class);
        created(idling());
        created(idling());
        SessionRecord eternal = created(eternal());
        store().delete(created(eternal()).key());

        pass(IDLE);

        assertEquals(1, browsable.count());
        assertEquals(Set.of(eternal.key()), walk(10));
    }

    /** Rule: clear ends all sessions, of all principals. Covers W24. */
    @Test
    public void S178_clear_ends_all() {
        Browsable browsable = capability(Browsable.class);
        SessionRecord record = createdFor("alice");
        created(eternal());

        browsable.clear();

        assertEquals(0, browsable.count());
        assertEquals(Set.of(), walk(10));
        assertGone(record.key());
        assertFalse(store().touch(record.key(), now()));
        if (store().capability(PrincipalIndex.class).isPresent()) {
            assertEquals(List.of(), capability(PrincipalIndex.class).findByPrincipal("alice"));
        }
    }

    private Set<SessionKey> walk(int limit) {
        Browsable browsable = capability(Browsable.class);
        Set<SessionKey> seen = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        do {
            Browsable.Page page = browsable.browse(cursor, limit);
            seen.addAll(keys(page.sessions()));
            cursor = page.next();
        } while (cursor.isPresent());
        return seen;
    }

    private static List<SessionKey> keys(List<SessionRecord> records) {
        return records.stream().map(SessionRecord::key).toList();
    }
}
