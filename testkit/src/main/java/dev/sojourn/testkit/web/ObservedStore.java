// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.store.UnreadableRecordException;
import dev.sojourn.testkit.ForwardingStore;
import dev.sojourn.testkit.StoreVerb;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Another store, counted, and failing, waiting or damaged where a test says so. Thread-safe. */
final class ObservedStore extends ForwardingStore {
    private static final Set<StoreVerb> WRITES =
            EnumSet.of(StoreVerb.CREATE, StoreVerb.SAVE, StoreVerb.TOUCH, StoreVerb.DELETE);

    private final Map<StoreVerb, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<StoreVerb, Runnable> before = new ConcurrentHashMap<>();
    private final Map<StoreVerb, Runnable> after = new ConcurrentHashMap<>();
    private final Set<SessionKey> damaged = ConcurrentHashMap.newKeySet();
    private final Predicate<SessionKey> damaging;

    /** With a way to make stored bytes unreadable, which answers whether it could. */
    ObservedStore(SessionStore store, Predicate<SessionKey> damaging) {
        super(store);
        this.damaging = damaging;
    }

    /** How often a request could have asked these, all of them if none is named. */
    int calls(StoreVerb... verbs) {
        return verbs.length == 0
                ? calls(StoreVerb.FIND) + writes()
                : Arrays.stream(verbs).mapToInt(this::count).sum();
    }

    /** How often something was written or removed. */
    int writes() {
        return WRITES.stream().mapToInt(this::count).sum();
    }

    void forgetCounts() {
        counts.clear();
    }

    /** Runs this at each such call, before the store does anything. */
    void before(StoreVerb verb, Runnable action) {
        before.put(verb, action);
    }

    /** Runs this at each such call, after the store has done it and before the caller knows. */
    void after(StoreVerb verb, Runnable action) {
        after.put(verb, action);
    }

    /** Fails at these verbs, and does nothing. */
    void fail(StoreVerb... verbs) {
        Arrays.stream(verbs).forEach(verb -> before(verb, () -> unavailable(verb)));
    }

    /** Fails at this verb, though it did what it was asked to. */
    void failAfter(StoreVerb verb) {
        after(verb, () -> unavailable(verb));
    }

    /** Is an ordinary store again. */
    void heal() {
        before.clear();
        after.clear();
    }

    /** The stored bytes of this session become unreadable, or are said to be. */
    void damage(SessionKey key) {
        if (!damaging.test(key)) {
            damaged.add(key);
        }
    }

    @Override
    protected <T> T ask(StoreVerb verb, Supplier<T> question) {
        counts.computeIfAbsent(verb, unused -> new AtomicInteger()).incrementAndGet();
        before.getOrDefault(verb, () -> {}).run();
        T result = question.get();
        after.getOrDefault(verb, () -> {}).run();
        return result;
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        Optional<SessionRecord> found = super.find(key);
        checkReadable(key);
        return found;
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key, Predicate<SessionRecord> usable) {
        Optional<SessionRecord> found = super.find(key, usable);
        checkReadable(key);
        return found;
    }

    @Override
    public boolean delete(SessionKey key) {
        boolean deleted = super.delete(key);
        damaged.remove(key);
        return deleted;
    }

    @Override
    public List<SessionRecord> findByPrincipal(String principal) {
        return readable(super.findByPrincipal(principal));
    }

    @Override
    public List<SessionRecord> deleteByPrincipal(String principal, Optional<SessionKey> spared) {
        return readable(super.deleteByPrincipal(principal, spared));
    }

    @Override
    public Page browse(Optional<String> cursor, int limit) {
        Page page = super.browse(cursor, limit);
        return new Page(readable(page.sessions()), page.next());
    }

    private int count(StoreVerb verb) {
        AtomicInteger count = counts.get(verb);
        return count == null ? 0 : count.get();
    }

    private void checkReadable(SessionKey key) {
        if (damaged.contains(key)) {
            throw new UnreadableRecordException(key, false, "a test damaged it");
        }
    }

    private List<SessionRecord> readable(List<SessionRecord> records) {
        return records.stream()
                .filter(record -> !damaged.contains(record.key()))
                .toList();
    }

    private static void unavailable(StoreVerb verb) {
        throw new StoreUnavailableException("the store of this test does not answer to " + verb);
    }
}
