// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * D7, fault 26: however reads, writes, ends and interruptions race on two nodes, a look-up that begins after a write was acknowledged does
 * not see the state before it, provided that the feed tells before the write returns, as this test's does.
 *
 * <p>What each thread does follows from the seed; how the threads interleave does not.
 */
class NearCacheStressTest {
    private static final int SESSIONS = 3;
    private static final int STEPS = 20_000;
    private static final int READERS = 2;
    private static final long ENDED = Long.MAX_VALUE;

    private final ManualClock clock = ManualClock.create();
    private final SharedStore shared = new SharedStore(clock);
    private final List<CachedNode> nodes = List.of(
            new CachedNode(shared, clock, builder -> builder), new CachedNode(shared, clock, builder -> builder));
    private final List<SessionRecord> records = new ArrayList<>();

    /** The version that was acknowledged last, for each session. */
    private final AtomicLongArray acknowledged = new AtomicLongArray(SESSIONS);

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4_000})
    void nothing_is_read_that_was_known_to_be_outdated(long seed) {
        Sessions sessions = new Sessions(clock);
        for (int session = 0; session < SESSIONS; session++) {
            SessionRecord record = sessions.next();
            records.add(record);
            assertTrue(shared.node().create(record));
            acknowledged.set(session, 1);
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<Running<Boolean>> threads = new ArrayList<>();
        for (CachedNode node : nodes) {
            for (int reader = 0; reader < READERS; reader++) {
                SplittableRandom own = random.split();
                threads.add(Running.start(() -> read(node, own)));
            }
        }
        for (int session = 0; session < SESSIONS; session++) {
            int own = session;
            SplittableRandom choice = random.split();
            threads.add(Running.start(() -> write(own, choice)));
        }
        threads.forEach(thread -> assertTrue(thread.result()));
        for (CachedNode node : nodes) {
            assertTrue(node.cache().statistics().hits() > 0, "copies were used");
            for (SessionRecord record : records) {
                assertEquals(Optional.empty(), node.find(record.key()), "every session ended in the end");
            }
        }
    }

    private boolean read(CachedNode node, SplittableRandom random) {
        for (int step = 0; step < STEPS; step++) {
            int session = random.nextInt(SESSIONS);
            long atLeast = acknowledged.get(session);
            Optional<SessionRecord> found = node.find(records.get(session).key());
            long version = found.map(SessionRecord::version).orElse(ENDED);
            assertTrue(version >= atLeast, () -> "acknowledged was " + atLeast + ", read was " + version);
        }
        return true;
    }

    /** The only writer of this session, now through the one node and now through the other. */
    private boolean write(int session, SplittableRandom random) {
        SessionRecord record = records.get(session);
        SessionKey key = record.key();
        for (int step = 0; step < STEPS / 10; step++) {
            CachedNode node = nodes.get(random.nextInt(nodes.size()));
            if (random.nextInt(50) == 0) {
                node.feed().hiccup();
            }
            SessionRecord next =
                    record.toBuilder().version(record.version() + 1).build();
            assertEquals(SaveResult.SAVED, node.cache().save(next, record.version()));
            acknowledged.set(session, next.version());
            record = next;
            for (int pause = random.nextInt(200); pause > 0; pause--) {
                Thread.onSpinWait();
            }
        }
        assertTrue(nodes.get(0).cache().delete(key));
        acknowledged.set(session, ENDED);
        return true;
    }
}
