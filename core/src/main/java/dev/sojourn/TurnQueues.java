// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SessionKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who waits on this node for a turn, for each session in the order of arrival. Thread-safe.
 *
 * <p>Only the first of a session asks the store, so that a node costs it the same however many of its threads wait, and stands in
 * the store's queue once.
 */
final class TurnQueues {
    /** How many may wait for one session: each keeps a thread of the server, and a session must not keep all of them. */
    static final int LONGEST = 100;

    private final Map<SessionKey, List<TurnWaiter>> queues = new ConcurrentHashMap<>();

    /** Whether there was room. */
    boolean enter(SessionKey key, TurnWaiter waiter) {
        List<TurnWaiter> queue = queues.compute(key, (same, present) -> {
            if (present == null) {
                return List.of(waiter);
            }
            return present.size() >= LONGEST
                    ? present
                    : Stream.concat(present.stream(), Stream.of(waiter)).toList();
        });
        if (queue.get(0) == waiter) {
            waiter.first();
        }
        return queue.contains(waiter);
    }

    /** Has its turn, or has given up: the next one is the first. */
    void leave(SessionKey key, TurnWaiter waiter) {
        @Nullable
        List<TurnWaiter> queue = queues.computeIfPresent(key, (same, present) -> {
            List<TurnWaiter> rest =
                    present.stream().filter(other -> other != waiter).toList();
            return rest.isEmpty() ? null : rest;
        });
        if (queue != null) {
            queue.get(0).first();
        }
    }

    /** Calls the one with this name, if it waits here. */
    void call(SessionKey key, String owner) {
        queues.getOrDefault(key, List.of()).stream()
                .filter(waiter -> waiter.owner().equals(owner))
                .forEach(TurnWaiter::call);
    }

    /** Calls the first of this session. */
    void callFirst(SessionKey key) {
        queues.getOrDefault(key, List.of()).stream().findFirst().ifPresent(TurnWaiter::call);
    }

    /** Calls the first of each session. */
    void callAll() {
        queues.keySet().forEach(this::callFirst);
    }

    /** How many wait for this session. */
    int length(SessionKey key) {
        return queues.getOrDefault(key, List.of()).size();
    }
}
