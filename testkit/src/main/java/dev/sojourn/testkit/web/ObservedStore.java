// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.store.UnreadableRecordException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Another store, counted, and failing, waiting or damaged where a test says so. Thread-safe. */
final class ObservedStore implements SessionStore, PrincipalIndex, Browsable {

    /** What a store is asked to do. */
    enum Verb {
        CREATE,
        FIND,
        SAVE,
        TOUCH,
        DELETE
    }

    private final SessionStore store;
    private final Map<Verb, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<Verb, Runnable> before = new ConcurrentHashMap<>();
    private final Map<Verb, Runnable> after = new ConcurrentHashMap<>();
    private final Set<SessionKey> damaged = ConcurrentHashMap.newKeySet();

    ObservedStore(SessionStore store) {
        this.store = store;
    }

    /** How often these verbs were asked for, all of them if none is named. */
    int calls(Verb... verbs) {
        Verb[] wanted = verbs.length == 0 ? Verb.values() : verbs;
        return Arrays.stream(wanted)
                .mapToInt(verb -> Optional.ofNullable(counts.get(verb))
                        .map(AtomicInteger::get)
                        .orElse(0))
                .sum();
    }

    /** How often something was written or removed. */
    int writes() {
        return calls(Verb.CREATE, Verb.SAVE, Verb.TOUCH, Verb.DELETE);
    }

    void forgetCounts() {
        counts.clear();
    }

    /** Runs this at each such call, before the store does anything. */
    void before(Verb verb, Runnable action) {
        before.put(verb, action);
    }

    /** Runs this at each such call, after the store has done it and before the caller knows. */
    void after(Verb verb, Runnable action) {
        after.put(verb, action);
    }

    /** Fails at these verbs, and does nothing. */
    void fail(Verb... verbs) {
        Arrays.stream(verbs).forEach(verb -> before(verb, () -> unavailable(verb)));
    }

    /** Fails at this verb, though it did what it was asked to. */
    void failAfter(Verb verb) {
        after(verb, () -> unavailable(verb));
    }

    /** Is an ordinary store again. */
    void heal() {
        before.clear();
        after.clear();
    }

    /** The stored bytes of this session become unreadable. */
    void damage(SessionKey key) {
        damaged.add(key);
    }

    @Override
    public boolean create(SessionRecord record) {
        return observed(Verb.CREATE, () -> store.create(record));
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        return observed(Verb.FIND, () -> {
            if (damaged.contains(key)) {
                throw new UnreadableRecordException(key, false, "a test damaged it");
            }
            return store.find(key);
        });
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        return observed(Verb.SAVE, () -> store.save(next, expectedVersion));
    }

    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        return observed(Verb.TOUCH, () -> store.touch(key, lastAccessed));
    }

    @Override
    public boolean delete(SessionKey key) {
        return observed(Verb.DELETE, () -> {
            damaged.remove(key);
            return store.delete(key);
        });
    }

    @Override
    public boolean keepsReferences() {
        return store.keepsReferences();
    }

    @Override
    public List<SessionRecord> findByPrincipal(String principal) {
        return readable(targets(PrincipalIndex.class).findByPrincipal(principal));
    }

    @Override
    public long count() {
        return targets(Browsable.class).count();
    }

    @Override
    public Page browse(Optional<String> cursor, int limit) {
        Page page = targets(Browsable.class).browse(cursor, limit);
        return new Page(readable(page.sessions()), page.next());
    }

    @Override
    public void clear() {
        targets(Browsable.class).clear();
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return type.isInstance(this) ? store.capability(type).map(present -> type.cast(this)) : Optional.empty();
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> T observed(Verb verb, Supplier<T> work) {
        counts.computeIfAbsent(verb, unused -> new AtomicInteger()).incrementAndGet();
        before.getOrDefault(verb, () -> {}).run();
        T result = work.get();
        after.getOrDefault(verb, () -> {}).run();
        return result;
    }

    private List<SessionRecord> readable(List<SessionRecord> records) {
        return records.stream()
                .filter(record -> !damaged.contains(record.key()))
                .toList();
    }

    private <T> T targets(Class<T> type) {
        return store.capability(type).orElseThrow();
    }

    private static void unavailable(Verb verb) {
        throw new StoreUnavailableException("the store of this test does not answer to " + verb);
    }
}
