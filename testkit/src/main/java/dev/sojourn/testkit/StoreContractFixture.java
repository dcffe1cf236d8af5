// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeValue.Plain;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.TokenSecrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What a store has to offer to be tested, and what the rules are written with. */
abstract class StoreContractFixture {
    static final Duration IDLE = Duration.ofMinutes(30);
    private static final int PATIENCE_SECONDS = 120;
    private static final int BATCH = 1_000;

    /** The clock that the store was made with. */
    final ManualClock clock = ManualClock.create();

    final SeededRandom random = new SeededRandom(20_26);

    private final List<SessionStore> opened = new ArrayList<>();
    private SessionStore store = new SerializingStore(clock);

    /** A new store without sessions, on this clock. It is closed after the test. */
    protected abstract SessionStore newStore(InstantSource clock);

    /** Another node's view of the same sessions; by default the store itself. It is closed after the test. */
    protected SessionStore otherView(SessionStore first) {
        return first;
    }

    /** How to look past the store; by default not at all, and the rules that need it are skipped. */
    protected Optional<StoreProbe> probe(SessionStore first) {
        return Optional.empty();
    }

    /** Lets time pass for the store; by default by moving the manual clock. A store on a clock of its own must wait. */
    protected void pass(Duration time) {
        clock.advance(time);
    }

    /** Whether the store ends sessions to the millisecond of the clock given; true by default. */
    protected boolean isExact() {
        return true;
    }

    /** How long after its end a session can be claimed at the latest; 2 seconds by default. */
    protected Duration claimDelay() {
        return Duration.ofSeconds(2);
    }

    @BeforeEach
    final void openStore() {
        store = newStore(clock);
        opened.add(store);
    }

    @AfterEach
    final void closeStores() {
        opened.forEach(SessionStore::close);
    }

    final SessionStore store() {
        return store;
    }

    final SessionStore otherView() {
        SessionStore other = otherView(store);
        opened.add(other);
        return other;
    }

    final <T> T capability(Class<T> type) {
        Optional<T> present = store.capability(type);
        assumeTrue(present.isPresent(), () -> "the store has no " + type.getSimpleName());
        return present.orElseThrow();
    }

    final StoreProbe probe() {
        Optional<StoreProbe> probe = probe(store);
        assumeTrue(probe.isPresent(), "the store cannot be looked past");
        return probe.orElseThrow();
    }

    /** A session that does not end by time. */
    final SessionRecord.Builder eternal() {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        TokenSecrets secrets = TokenSecrets.first(SecretHash.ofSecret(secret));
        return SessionRecord.builder(SessionKey.random(random), secrets, clock.instant());
    }

    /** A session with an idle timeout of {@link #IDLE}. */
    final SessionRecord.Builder idling() {
        return eternal().idleTimeout(Optional.of(IDLE));
    }

    final SessionRecord created(SessionRecord.Builder builder) {
        SessionRecord record = builder.build();
        assertTrue(store.create(record), "a new key is free");
        return record;
    }

    final SessionRecord createdFor(String principal) {
        return created(idling().principal(Optional.of(principal)));
    }

    /** Saves the change of what is stored, and gives back what was saved. */
    final SessionRecord saved(SessionRecord from, SessionRecord.Builder change) {
        SessionRecord next = change.version(from.version() + 1).build();
        assertSame(SaveResult.SAVED, store.save(next, from.version()));
        return next;
    }

    final SessionRecord find(SessionKey key) {
        return store.find(key).orElseThrow(() -> new AssertionError("the session " + key + " should be there"));
    }

    final void assertGone(SessionKey key) {
        assertEquals(Optional.empty(), store.find(key), "the session should be gone");
    }

    static SessionRecord next(SessionRecord from) {
        return from.toBuilder().version(from.version() + 1).build();
    }

    static Attributes counter(long value) {
        return Attributes.of(Map.of("counter", new Plain(value)));
    }

    static long counterOf(SessionRecord record) {
        return (Long) AttributeCodecs.standard()
                .decode(record.attributes().get("counter").orElseThrow());
    }

    /** Equal in all fields, and in all attributes as an application sees them: a store may turn values into bytes. */
    static void assertSameSession(SessionRecord expected, SessionRecord actual) {
        assertEquals(bare(expected), bare(actual));
        assertEquals(expected.attributes().names(), actual.attributes().names());
        assertEquals(decoded(expected), decoded(actual));
    }

    private static SessionRecord bare(SessionRecord record) {
        return record.toBuilder().attributes(Attributes.NONE).build();
    }

    private static List<Object> decoded(SessionRecord record) {
        List<Object> values = new ArrayList<>();
        record.attributes()
                .forEach((name, value) -> values.add(
                        AttributeCodecs.standard().canRead(value)
                                ? AttributeCodecs.standard().decode(value)
                                : value));
        return values;
    }

    /** Lets all start at once, and gives what each returned. */
    static <T> List<T> race(List<Callable<T>> runners) {
        CyclicBarrier start = new CyclicBarrier(runners.size());
        ExecutorService threads = Executors.newFixedThreadPool(runners.size());
        try {
            List<Future<T>> results = new ArrayList<>();
            for (Callable<T> runner : runners) {
                results.add(threads.submit(() -> {
                    start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return runner.call();
                }));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> result : results) {
                answers.add(result.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return answers;
        } catch (Exception failure) {
            throw new AssertionError("a racing call failed", failure);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The same call from many threads at once. */
    static <T> List<T> race(int runners, Callable<T> call) {
        return race(Collections.nCopies(runners, call));
    }

    /** All that ended so far. */
    final List<EndedSession> claimAll(Expiring view) {
        List<EndedSession> all = new ArrayList<>();
        List<EndedSession> batch;
        do {
            batch = view.claimEnded(BATCH);
            all.addAll(batch);
        } while (!batch.isEmpty());
        return all;
    }

    final Instant now() {
        return clock.instant();
    }
}
