// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.Caching;
import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A store that asks another one, and may do something on the way: the base of stores that count, fail or wait in tests.
 *
 * <p>Extend it and implement {@link #ask}. It offers the capabilities of the store asked: those that are interfaces of this class
 * through {@link #ask}, others as they are.
 */
public abstract class ForwardingStore
        implements SessionStore, PrincipalIndex, Browsable, Expiring, ConfirmedEnds, Caching {
    private final SessionStore target;

    /** Asks this store. */
    protected ForwardingStore(SessionStore target) {
        this.target = target;
    }

    /**
     * Every question to the store goes through here, on the caller's thread.
     *
     * @param verb what is asked
     * @param question asks it; may be called once, never or, where repeating is harmless, again
     * @return what the caller is told
     */
    protected abstract <T> T ask(StoreVerb verb, Supplier<T> question);

    @Override
    public boolean create(SessionRecord record) {
        return ask(StoreVerb.CREATE, () -> target.create(record));
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        return ask(StoreVerb.FIND, () -> target.find(key));
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        return ask(StoreVerb.SAVE, () -> target.save(next, expectedVersion));
    }

    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        return ask(StoreVerb.TOUCH, () -> target.touch(key, lastAccessed));
    }

    @Override
    public boolean delete(SessionKey key) {
        return ask(StoreVerb.DELETE, () -> target.delete(key));
    }

    @Override
    public boolean keepsReferences() {
        return target.keepsReferences();
    }

    @Override
    public List<SessionRecord> findByPrincipal(String principal) {
        return ask(
                StoreVerb.FIND_BY_PRINCIPAL, () -> targets(PrincipalIndex.class).findByPrincipal(principal));
    }

    @Override
    public List<SessionRecord> deleteByPrincipal(String principal, Optional<SessionKey> spared) {
        return ask(StoreVerb.DELETE_BY_PRINCIPAL, () -> targets(PrincipalIndex.class)
                .deleteByPrincipal(principal, spared));
    }

    @Override
    public long count() {
        return ask(StoreVerb.COUNT, () -> targets(Browsable.class).count());
    }

    @Override
    public Page browse(Optional<String> cursor, int limit) {
        return ask(StoreVerb.BROWSE, () -> targets(Browsable.class).browse(cursor, limit));
    }

    @Override
    public void clear() {
        boolean unused = ask(StoreVerb.CLEAR, () -> {
            targets(Browsable.class).clear();
            return true;
        });
    }

    @Override
    public void keepEnded() {
        targets(Expiring.class).keepEnded();
    }

    @Override
    public List<EndedSession> claimEnded(int limit) {
        return ask(StoreVerb.CLAIM_ENDED, () -> targets(Expiring.class).claimEnded(limit));
    }

    /** Counts as a look-up, whether a copy answers it or not. */
    @Override
    public Optional<SessionRecord> find(SessionKey key, Predicate<SessionRecord> usable) {
        return ask(StoreVerb.FIND, () -> targets(Caching.class).find(key, usable));
    }

    @Override
    public boolean needsSweep() {
        return targets(Expiring.class).needsSweep();
    }

    @Override
    public int removeEnded(int limit) {
        return ask(StoreVerb.REMOVE_ENDED, () -> targets(Expiring.class).removeEnded(limit));
    }

    @Override
    public List<EndedSession> handOutEnded(int limit) {
        return ask(StoreVerb.HAND_OUT_ENDED, () -> targets(ConfirmedEnds.class).handOutEnded(limit));
    }

    @Override
    public List<EndedSession> confirmEnded(List<EndedSession> told) {
        return ask(StoreVerb.CONFIRM_ENDED, () -> targets(ConfirmedEnds.class).confirmEnded(told));
    }

    @Override
    public void close() {
        target.close();
    }

    /** This store where it stands before a capability of the target's, and what else the target can do as it is. */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return type.isInstance(this)
                ? target.capability(type).map(present -> type.cast(this))
                : target.capability(type);
    }

    private <T> T targets(Class<T> type) {
        return target.capability(type)
                .orElseThrow(() -> new UnsupportedOperationException(
                        target.getClass().getName() + " is no " + type.getSimpleName()));
    }
}
