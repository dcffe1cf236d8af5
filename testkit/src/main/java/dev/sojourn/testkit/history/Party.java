// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Clients that share one session after another, as the tabs of a browser do. Thread-safe. */
final class Party {
    private static final int ENDED_REMEMBERED = 8;

    private final String name;
    private final Deque<Stay> ended = new ArrayDeque<>();
    private @Nullable Stay current;
    private int begun;

    Party(String name) {
        this.name = name;
    }

    /** The present session, or the one that is begun now under this label; others wait meanwhile. Empty if that fails. */
    synchronized Optional<Stay> stay(Function<String, Optional<Stay>> beginning) {
        if (current == null) {
            current = beginning.apply(name + "-" + begun++).orElse(null);
        }
        return Optional.ofNullable(current);
    }

    /** The present session, if there is one. */
    synchronized Optional<Stay> present() {
        return Optional.ofNullable(current);
    }

    /** Uses this session no more. */
    synchronized void leave(Stay stay) {
        if (stay.equals(current)) {
            current = null;
        }
    }

    /** This session was logged out, and must never be seen again. */
    synchronized void remember(Stay stay) {
        ended.addLast(stay);
        if (ended.size() > ENDED_REMEMBERED) {
            ended.removeFirst();
        }
    }

    /** Sessions that were logged out lately. */
    synchronized List<Stay> ended() {
        return List.copyOf(ended);
    }
}
