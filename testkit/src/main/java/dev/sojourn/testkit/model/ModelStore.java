// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.StoreVerb;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The five verbs of a store, in the model: a map, a clock, and at most one call that fails. One thread at a time. */
final class ModelStore {
    private final Map<Integer, ModelRecord> records = new HashMap<>();
    private final Set<Integer> stillborn = new HashSet<>();
    private Optional<Failure> failure = Optional.empty();
    long now;

    /** A call that fails: before it took effect, or after. */
    record Failure(StoreVerb verb, boolean after) {

        @Override
        public String toString() {
            return verb + (after ? " is done and its answer lost" : " fails before it is done");
        }
    }

    /** What a save led to: whether it was done, and what was there before; nothing if the session is gone. */
    record Saving(boolean saved, Optional<ModelRecord> present) {}

    /** From now on, the next call of this verb fails, or none. */
    void fail(Optional<Failure> next) {
        failure = next;
    }

    /** A session that lives. */
    Optional<ModelRecord> find(int session) {
        return Optional.ofNullable(records.get(session)).filter(record -> !record.isExpiredAt(now));
    }

    /** A session that nobody has ended, be its time over. */
    Optional<ModelRecord> last(int session) {
        return Optional.ofNullable(records.get(session));
    }

    /** Whether its time was over when it was stored: a store need not keep it, and then its end is not told. */
    boolean isStillborn(int session) {
        return stillborn.contains(session);
    }

    /** The sessions of a user that live. */
    Set<Integer> sessionsOf(String user) {
        return records.keySet().stream()
                .filter(session ->
                        find(session).filter(record -> record.user.equals(user)).isPresent())
                .collect(Collectors.toSet());
    }

    /** Always under a number that was never used. */
    void create(int session, ModelRecord record) {
        boolean unused = ask(StoreVerb.CREATE, () -> {
            if (record.isExpiredAt(now)) {
                stillborn.add(session);
            }
            return records.put(session, record) == null;
        });
    }

    Saving save(int session, ModelRecord next, int expectedVersion) {
        return ask(StoreVerb.SAVE, () -> {
            Optional<ModelRecord> present = find(session);
            boolean saved = present.isPresent() && present.get().version == expectedVersion;
            if (saved) {
                records.put(session, next.usedAt(present.get().lastAccessed));
            }
            return new Saving(saved, present);
        });
    }

    boolean touch(int session, long moment) {
        return ask(StoreVerb.TOUCH, () -> {
            Optional<ModelRecord> present = find(session);
            present.ifPresent(record -> records.put(session, record.usedAt(moment)));
            return present.isPresent();
        });
    }

    boolean delete(int session) {
        return ask(StoreVerb.DELETE, () -> find(session).isPresent() && records.remove(session) != null);
    }

    private <T> T ask(StoreVerb verb, Supplier<T> question) {
        if (failure.isEmpty() || failure.get().verb() != verb) {
            return question.get();
        }
        boolean after = failure.get().after();
        failure = Optional.empty();
        if (after) {
            T unused = question.get();
        }
        throw new StoreUnavailableException("as the program asked");
    }
}
