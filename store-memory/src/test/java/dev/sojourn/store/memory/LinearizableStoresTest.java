// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.TokenSecrets;
import dev.sojourn.store.memory.Linearizable.Call;
import dev.sojourn.testkit.ForwardingStore;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.SeededRandom;
import dev.sojourn.testkit.SerializingStore;
import dev.sojourn.testkit.StoreVerb;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** D7, S1: whatever threads do at once, each verb happens at one moment; {@code -Dinterleavings=100000} tries more. */
class LinearizableStoresTest {
    private static final int ROUNDS = Integer.getInteger("interleavings", 1_500);
    private static final long SEED = Long.getLong("interleavings.seed", 20_261_125);

    private final ManualClock clock = ManualClock.create();
    private final SeededRandom random = new SeededRandom(1);
    private final SessionRecord first = SessionRecord.builder(
                    SessionKey.random(random), TokenSecrets.first(hash()), clock.instant())
            .idleTimeout(Optional.of(Duration.ofMinutes(30)))
            .build();

    private final List<Call> calls = List.of(
            this::find,
            store -> String.valueOf(store.create(first)),
            store -> save(store, 1),
            store -> save(store, 2),
            store -> save(store, 3),
            store -> String.valueOf(store.touch(first.key(), clock.instant().plusSeconds(60))),
            store -> String.valueOf(store.delete(first.key())));

    @Test
    void the_memory_store_does_each_verb_at_one_moment() throws Exception {
        check(() -> begun(MemoryStore.builder().clock(clock).build()));
    }

    /** A look-up that a copy answers is one as well, while others change and end the session, and copies are dropped. */
    @Test
    void a_near_cache_answers_each_look_up_as_of_one_moment() throws Exception {
        check(() -> begun(new Evicting(new SharedStore(clock))));
    }

    /** And this finds a store that looks first and writes then. */
    @Test
    void a_store_that_looks_first_and_writes_then_is_found() {
        assertThrows(AssertionError.class, () -> check(() -> begun(new Racing(new SerializingStore(clock)))));
    }

    private void check(Supplier<SessionStore> tested) throws Exception {
        new Linearizable(calls, tested, () -> begun(new SerializingStore(clock))).check(ROUNDS, SEED);
    }

    private SessionStore begun(SessionStore store) {
        if (!store.create(first) || store.find(first.key()).isEmpty()) {
            throw new IllegalStateException("the session did not begin");
        }
        return store;
    }

    private String find(SessionStore store) {
        return store.find(first.key()).map(LinearizableStoresTest::text).orElse("none");
    }

    private String save(SessionStore store, long expectedVersion) {
        SaveResult result = store.save(
                first.toBuilder().version(expectedVersion + 1).renewals(7).build(), expectedVersion);
        return result instanceof SaveResult.Conflict conflict
                ? text(conflict.newer())
                : result.getClass().getSimpleName();
    }

    private static String text(SessionRecord record) {
        return record.version() + " " + record.renewals() + " "
                + record.lastAccessed().toEpochMilli();
    }

    private SecretHash hash() {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return SecretHash.of(secret);
    }

    /** A near cache; every third look-up finds that the feed has just broken and is there again. */
    private static final class Evicting extends ForwardingStore {
        private final SharedStore.Node node;
        private final AtomicInteger lookUps = new AtomicInteger();

        Evicting(SharedStore shared) {
            this(shared.node());
        }

        private Evicting(SharedStore.Node node) {
            super(NearCache.builder(node).build());
            this.node = node;
        }

        @Override
        protected <T> T ask(StoreVerb verb, Supplier<T> question) {
            if (verb == StoreVerb.FIND && lookUps.incrementAndGet() % 3 == 0) {
                node.feed().hiccup();
            }
            return question.get();
        }
    }

    /** Not atomic: what it found may have changed when it writes. */
    private static final class Racing extends ForwardingStore {
        private static final long GAP_NANOS = 100_000;

        private final SessionStore target;

        Racing(SessionStore target) {
            super(target);
            this.target = target;
        }

        @Override
        protected <T> T ask(StoreVerb verb, Supplier<T> question) {
            return question.get();
        }

        @Override
        public SaveResult save(SessionRecord next, long expectedVersion) {
            Optional<SessionRecord> present = target.find(next.key());
            if (present.isEmpty() || present.get().version() != expectedVersion) {
                return target.save(next, expectedVersion);
            }
            long wide = System.nanoTime() + GAP_NANOS;
            while (System.nanoTime() < wide) {
                Thread.onSpinWait();
            }
            SaveResult unused = target.save(next, expectedVersion);
            return SaveResult.SAVED;
        }
    }
}
