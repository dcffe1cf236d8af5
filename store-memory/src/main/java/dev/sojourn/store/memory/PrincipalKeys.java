// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions belong to whom. Thread-safe.
 *
 * <p>Changed only within the lock of the session's entry, so that it follows the records step by step. Locks are always taken
 * in the order entry, then principal: nothing here looks at an entry while it holds a principal.
 *
 * <p>Most users have one session, which is held as its key alone; a set comes with the second. The keys are those of the
 * records, so one session costs one entry of a hash map.
 */
final class PrincipalKeys {
    /** Values are a {@link SessionKey}, or a {@link Keys} of two or more. */
    private final ConcurrentHashMap<String, Object> keys = new ConcurrentHashMap<>();

    void moved(SessionKey key, Optional<String> from, Optional<String> to) {
        if (from.equals(to)) {
            return;
        }
        from.ifPresent(principal -> keys.computeIfPresent(principal, (same, held) -> without(held, key)));
        to.ifPresent(principal -> keys.compute(principal, (same, held) -> with(held, key)));
    }

    /** A copy. */
    List<SessionKey> of(String principal) {
        Object[] copy = new Object[] {List.of()};
        keys.computeIfPresent(principal, (same, held) -> {
            copy[0] = held instanceof Keys several ? List.copyOf(several.set) : List.of((SessionKey) held);
            return held;
        });
        @SuppressWarnings("unchecked")
        List<SessionKey> found = (List<SessionKey>) copy[0];
        return found;
    }

    int count() {
        return keys.size();
    }

    void clear() {
        keys.clear();
    }

    private static Object with(@Nullable Object held, SessionKey key) {
        if (held == null || held.equals(key)) {
            return key;
        }
        Keys several = held instanceof Keys already ? already : new Keys((SessionKey) held);
        several.set.add(key);
        return several;
    }

    private static @Nullable Object without(Object held, SessionKey key) {
        if (held instanceof Keys several) {
            several.set.remove(key);
            return several.set.size() == 1 ? several.set.iterator().next() : several;
        }
        return held.equals(key) ? null : held;
    }

    /** Guarded by the lock of its principal. */
    private static final class Keys {
        private final Set<SessionKey> set = new HashSet<>();

        Keys(SessionKey first) {
            set.add(first);
        }
    }
}
