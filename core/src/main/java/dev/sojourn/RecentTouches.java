// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions this process touched last, so that parallel requests, which opened a session at the same moment and see the
 * same last access in it, write one touch and not one each.
 *
 * <p>A table of fixed size in which a newer session may take an older one's place: then there is one touch more than needed,
 * never one less. Thread-safe.
 */
final class RecentTouches {
    private static final int SLOTS = 4_096;

    private final AtomicReferenceArray<@Nullable Touch> slots = new AtomicReferenceArray<>(SLOTS);

    /**
     * Asks to touch a session now.
     *
     * @return when another request of this process did so, if that is less than {@code every} ago; empty: go on and touch
     */
    Optional<Instant> ask(SessionKey key, Instant now, Duration every) {
        int slot = slot(key);
        Touch wanted = new Touch(key, now);
        while (true) {
            Touch last = slots.get(slot);
            if (last != null && last.key.equals(key) && now.isBefore(last.at.plus(every))) {
                return Optional.of(last.at);
            }
            if (slots.compareAndSet(slot, last, wanted)) {
                return Optional.empty();
            }
        }
    }

    /** The touch did not succeed: the next request is to try again. */
    void failed(SessionKey key) {
        int slot = slot(key);
        Touch last = slots.get(slot);
        if (last != null && last.key.equals(key)) {
            slots.compareAndSet(slot, last, null);
        }
    }

    private static int slot(SessionKey key) {
        return key.hashCode() & (SLOTS - 1);
    }

    /** One touch. */
    private record Touch(SessionKey key, Instant at) {}
}
