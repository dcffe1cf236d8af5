// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.AskedStore.AllVerbs;
import dev.sojourn.testkit.ForwardingStore;
import dev.sojourn.testkit.SerializingStore;
import dev.sojourn.testkit.StoreVerb;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * D7, S1: whatever threads do at once, each verb happens at one moment. Lincheck invents the questions, and looks for an
 * order of them, one after the other, in which a simple store gives the same answers.
 *
 * <p>It also decides which thread goes on after each access to shared memory, so a run comes out the same each time, on a
 * busy machine too. {@code -Dlincheck.scenarios=20 -Dlincheck.schedules=500} tries more; {@code -Dlincheck.freely=true}
 * also lets threads run as they like, and so with what Caffeine does inside. One race in a fixed order is
 * {@link NearCacheRaceTest}'s matter; many thousand calls at once, from two nodes, are {@link NearCacheStressTest}'s.
 */
class LinearizableStoresTest {
    private static final int SCENARIOS = Integer.getInteger("lincheck.scenarios", 3);
    private static final int SCHEDULES = Integer.getInteger("lincheck.schedules", 25);
    private static final int THREADS = Integer.getInteger("lincheck.threads", 2);
    private static final boolean FREELY = Boolean.getBoolean("lincheck.freely");
    private static final int MOST_FOR_SEEDED_BUGS = 10;

    @Test
    void the_memory_store_does_each_verb_at_one_moment() {
        check(InMemory.class);
    }

    /** A look-up that a copy answers is one as well, while others change and end the session, and the feed breaks. */
    @Test
    void a_near_cache_answers_each_look_up_as_of_one_moment() {
        check(Cached.class);
    }

    /** And this finds a store that looks first and writes then. */
    @Test
    void a_store_that_looks_first_and_writes_then_is_found() {
        assertFound(Racing.class, "save(1): Saved | save(1): Saved");
    }

    /** And a cache that keeps what it was told before a write. */
    @Test
    void a_cache_that_keeps_an_answer_from_before_a_write_is_found() {
        assertFound(Keeping.class, "find(): version 1");
    }

    private static void check(Class<? extends AskedStore> tested) {
        scheduled(SCENARIOS).check(tested);
        if (FREELY) {
            shaped(new StressOptions(), SCENARIOS).check(tested);
        }
    }

    private static void assertFound(Class<? extends AskedStore> broken, String proof) {
        LincheckAssertionError found = assertThrows(LincheckAssertionError.class, () -> scheduled(MOST_FOR_SEEDED_BUGS)
                .check(broken));
        String report = String.valueOf(found.getMessage());
        assertTrue(report.contains(proof), report);
    }

    /**
     * No thread is stopped within Caffeine, which is tested with Lincheck itself, nor within the simple store, which has
     * one lock, nor in what is immutable.
     */
    private static ModelCheckingOptions scheduled(int scenarios) {
        return shaped(new ModelCheckingOptions(), scenarios)
                .addGuarantee(calls("com.github.benmanes.caffeine.").treatAsAtomic())
                .addGuarantee(calls("dev.sojourn.testkit.SerializingStore").treatAsAtomic())
                .addGuarantee(calls("dev.sojourn.store.SessionRecord").ignore())
                .addGuarantee(calls("java.time.").ignore());
    }

    private static <O extends Options<O, ?>> O shaped(O options, int scenarios) {
        return options.iterations(scenarios)
                .invocationsPerIteration(SCHEDULES)
                .threads(THREADS)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(1)
                .sequentialSpecification(Simple.class);
    }

    private static ManagedStrategyGuarantee.GuaranteeBuilder calls(String prefix) {
        return ManagedStrategyGuaranteeKt.forClasses((String name) -> name.startsWith(prefix))
                .allMethods();
    }

    /** What all are compared with: one lock, one map, and never asked by two threads at once. */
    public static final class Simple extends AllVerbs {
        public Simple() {
            super(new SerializingStore(CLOCK));
        }

        /** Nothing that who asks could notice. */
        public void hiccup() {}
    }

    public static final class InMemory extends AllVerbs {
        public InMemory() {
            super(MemoryStore.builder().clock(CLOCK).build());
        }
    }

    /** A near cache whose feed can break, and be there again. */
    public static final class Cached extends AllVerbs {
        private final SharedStore.Node node;

        public Cached() {
            this(new SharedStore(CLOCK).node());
        }

        private Cached(SharedStore.Node node) {
            super(NearCache.builder(node).build());
            this.node = node;
        }

        @Operation
        public void hiccup() {
            node.feed().hiccup();
        }
    }

    public static final class Racing extends AskedStore {
        public Racing() {
            super(new LookingFirst(new SerializingStore(CLOCK)));
        }
    }

    public static final class Keeping extends AskedStore {
        public Keeping() {
            super(new KeepingAnswers(new SerializingStore(CLOCK)));
        }
    }

    /** Not atomic: what it found may have changed when it writes. */
    private static final class LookingFirst extends Unchanged {
        LookingFirst(SessionStore target) {
            super(target);
        }

        @Override
        public SaveResult save(SessionRecord next, long expectedVersion) {
            Optional<SessionRecord> present = find(next.key());
            SaveResult result = super.save(next, expectedVersion);
            return present.isPresent() && present.get().version() == expectedVersion ? SaveResult.SAVED : result;
        }
    }

    /** A cache that drops a copy after a write, and puts an answer there that was on its way. */
    private static final class KeepingAnswers extends Unchanged {
        private final ConcurrentMap<SessionKey, SessionRecord> copies = new ConcurrentHashMap<>();

        KeepingAnswers(SessionStore target) {
            super(target);
        }

        @Override
        public Optional<SessionRecord> find(SessionKey key) {
            Optional<SessionRecord> copy = Optional.ofNullable(copies.get(key));
            return copy.isPresent()
                    ? copy
                    : super.find(key).map(found -> {
                        SessionRecord unused = copies.put(key, found);
                        return found;
                    });
        }

        @Override
        public SaveResult save(SessionRecord next, long expectedVersion) {
            SaveResult result = super.save(next, expectedVersion);
            SessionRecord unused = copies.remove(next.key());
            return result;
        }
    }

    /** Passes everything on. */
    private abstract static class Unchanged extends ForwardingStore {
        Unchanged(SessionStore target) {
            super(target);
        }

        @Override
        protected final <T> T ask(StoreVerb verb, Supplier<T> question) {
            return question.get();
        }
    }
}
