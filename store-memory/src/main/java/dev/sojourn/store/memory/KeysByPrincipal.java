// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionKey;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which sessions each user has. Changed only while the session's own entry is locked, so the two agree. */
final class KeysByPrincipal {
    private final ConcurrentHashMap<String, Set<SessionKey>> keys = new ConcurrentHashMap<>();

    void add(String principal, SessionKey key) {
        keys.compute(principal, (name, present) -> {
            Set<SessionKey> set = present == null ? ConcurrentHashMap.newKeySet(2) : present;
            set.add(key);
            return set;
        });
    }

    void remove(String principal, SessionKey key) {
        keys.computeIfPresent(principal, (name, present) -> {
            present.remove(key);
            return present.isEmpty() ? null : present;
        });
    }

    void move(SessionKey key, Optional<String> from, Optional<String> to) {
        if (!from.equals(to)) {
            from.ifPresent(principal -> remove(principal, key));
            to.ifPresent(principal -> add(principal, key));
        }
    }

    /** A copy. */
    Set<SessionKey> of(String principal) {
        return Set.copyOf(keys.getOrDefault(principal, Set.of()));
    }

    void clear() {
        keys.clear();
    }
}
