// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.SessionEvent.Resolution;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What requests do is counted where it is decided, though nobody listens. */
class SessionCountersTest {
    private final HeldRecords store = new HeldRecords();
    private final SessionManager manager =
            SessionManager.builder(store).withoutThreads().build();
    private final SessionCounters counters = manager.counters();

    @Test
    void a_new_manager_has_counted_nothing() {
        assertEquals(0, total());
    }

    @Test
    void an_opened_session_counts_for_the_policy_of_its_request() {
        String token = stored();
        open(token, ConflictPolicy.FAIL);
        open(token, ConflictPolicy.FAIL);
        assertTrue(manager.open(token).session().isPresent());
        assertEquals(2, counters.opened(ConflictPolicy.FAIL));
        assertEquals(1, counters.opened(ConflictPolicy.MERGE));
        assertEquals(0, counters.opened(ConflictPolicy.EXCLUSIVE));
    }

    @Test
    void a_created_session_counts_for_the_policy_of_the_manager() {
        SessionPolicy policy =
                SessionPolicy.builder().onConflict(ConflictPolicy.FAIL).build();
        SessionManager failing = SessionManager.builder(store).policy(policy).build();
        Session session = failing.create();
        assertEquals(ConflictPolicy.FAIL, session.conflictPolicy());
        assertEquals(1, failing.counters().created(ConflictPolicy.FAIL));
        assertEquals(0, counters.created(ConflictPolicy.FAIL));
    }

    @Test
    void a_change_outside_of_a_request_counts_by_itself() {
        String token = stored();
        SessionKey key = SessionToken.parse(token).orElseThrow().key();
        assertTrue(manager.update(key, ConflictPolicy.FAIL, session -> session.set("n", 2)));
        assertEquals(1, counters.updated(ConflictPolicy.FAIL));
        assertEquals(0, counters.opened(ConflictPolicy.FAIL));
        assertEquals(1, counters.commits(Outcome.SAVED));
    }

    @Test
    void a_refused_token_counts_once_for_its_reason() {
        String token = stored();
        store.records.clear();
        assertTrue(manager.open(token).session().isEmpty());
        assertTrue(manager.open("no token").session().isEmpty());
        assertEquals(1, counters.refused(NoSessionReason.UNKNOWN));
        assertEquals(1, counters.refused(NoSessionReason.MALFORMED));
        assertEquals(0, counters.refused(NoSessionReason.STALE));
        assertEquals(0, counters.opened(ConflictPolicy.MERGE));
    }

    @Test
    void a_superseded_token_counts_as_stale() {
        String token = stored();
        Session session = open(token, ConflictPolicy.MERGE);
        session.login("anna");
        manager.commit(session);
        assertTrue(manager.open(token).session().isEmpty());
        assertEquals(1, counters.refused(NoSessionReason.STALE));
    }

    @Test
    void each_commit_counts_for_its_outcome() {
        manager.commit(manager.create());
        String token = stored();
        Session session = open(token, ConflictPolicy.MERGE);
        session.set("n", 2);
        manager.commit(session);
        session.invalidate();
        manager.commit(session);
        assertEquals(1, counters.commits(Outcome.UNCHANGED));
        assertEquals(1, counters.commits(Outcome.CREATED));
        assertEquals(1, counters.commits(Outcome.SAVED));
        assertEquals(1, counters.commits(Outcome.ENDED));
        assertEquals(0, counters.commits(Outcome.GONE));
    }

    @Test
    void a_conflict_counts_for_its_policy_and_for_what_became_of_it() {
        String token = stored();
        Session merging = open(token, ConflictPolicy.MERGE);
        Session failing = open(token, ConflictPolicy.FAIL);
        Session first = open(token, ConflictPolicy.FAIL);
        first.set("first", 1);
        manager.commit(first);
        merging.set("second", 2);
        manager.commit(merging);
        failing.set("third", 3);
        assertThrows(SessionConflictException.class, () -> manager.commit(failing));
        assertEquals(1, counters.conflicts(ConflictPolicy.MERGE, Resolution.MERGED));
        assertEquals(1, counters.conflicts(ConflictPolicy.FAIL, Resolution.REFUSED));
        assertEquals(2, conflicts());
        assertEquals(2, counters.commits(Outcome.SAVED)); // what threw came to nothing
    }

    @Test
    void no_count_is_lost_between_threads() throws Exception {
        String token = stored();
        int threads = 4;
        int each = 500;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<Integer> work = () -> {
                for (int n = 0; n < each; n++) {
                    manager.commit(open(token, ConflictPolicy.FAIL));
                }
                return each;
            };
            List<Callable<Integer>> all = new ArrayList<>();
            for (int n = 0; n < threads; n++) {
                all.add(work);
            }
            for (Future<Integer> done : pool.invokeAll(all)) {
                assertEquals(each, done.get());
            }
        } finally {
            pool.shutdownNow();
        }
        assertEquals((long) threads * each, counters.opened(ConflictPolicy.FAIL));
        assertEquals((long) threads * each, counters.commits(Outcome.UNCHANGED) + counters.commits(Outcome.TOUCHED));
    }

    @Test
    void counting_allocates_nothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        SessionCounters fresh = new SessionCounters();
        int times = 10_000;
        countAll(fresh, times); // what is loaded and compiled at first is not counting
        long before = threads.getCurrentThreadAllocatedBytes();
        countAll(fresh, times);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < times, () -> "bytes allocated: " + allocated);
    }

    private static void countAll(SessionCounters counters, int times) {
        for (int n = 0; n < times; n++) {
            counters.countOpened(ConflictPolicy.MERGE);
            counters.countCommit(Outcome.SAVED);
            counters.countRefused(NoSessionReason.UNKNOWN);
            counters.countConflict(ConflictPolicy.MERGE, Resolution.MERGED);
        }
    }

    private String stored() {
        Session session = manager.create();
        session.set("n", 1);
        return manager.commit(session).token().orElseThrow().reveal();
    }

    private Session open(String token, ConflictPolicy policy) {
        return manager.open(token, policy).session().orElseThrow();
    }

    private long conflicts() {
        return Arrays.stream(ConflictPolicy.values())
                .mapToLong(policy -> Arrays.stream(Resolution.values())
                        .mapToLong(resolution -> counters.conflicts(policy, resolution))
                        .sum())
                .sum();
    }

    private long total() {
        long opens = Arrays.stream(ConflictPolicy.values())
                .mapToLong(policy -> counters.opened(policy) + counters.created(policy) + counters.updated(policy))
                .sum();
        long refusals = Arrays.stream(NoSessionReason.values())
                .mapToLong(counters::refused)
                .sum();
        long commits =
                Arrays.stream(Outcome.values()).mapToLong(counters::commits).sum();
        return opens + refusals + commits + conflicts();
    }

    /** A store of the least that a manager needs. */
    private static final class HeldRecords extends UntouchableStore {
        private final Map<SessionKey, SessionRecord> records = new HashMap<>();

        @Override
        public synchronized boolean create(SessionRecord record) {
            return records.putIfAbsent(record.key(), record) == null;
        }

        @Override
        public synchronized Optional<SessionRecord> find(SessionKey key) {
            return Optional.ofNullable(records.get(key));
        }

        @Override
        public synchronized SaveResult save(SessionRecord next, long expectedVersion) {
            SessionRecord present = records.get(next.key());
            if (present == null) {
                return new SaveResult.Gone();
            }
            if (present.version() != expectedVersion) {
                return new SaveResult.Conflict(present);
            }
            records.put(next.key(), next);
            return new SaveResult.Saved();
        }

        @Override
        public synchronized boolean touch(SessionKey key, Instant lastAccessed) {
            return records.containsKey(key);
        }

        @Override
        public synchronized boolean delete(SessionKey key) {
            return records.remove(key) != null;
        }
    }
}
