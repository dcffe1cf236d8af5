// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.SessionEvent;
import dev.sojourn.SessionListener;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts how often requests to this server found that another one had saved their session first, by what came of it, and how often one
 * took over the turn of another that was lost. Thread-safe.
 */
final class Conflicts implements SessionListener {
    private static final String TAKEN_OVER = "turn_taken_over";

    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    @Override
    public void onEvent(SessionEvent event) {
        if (event instanceof SessionEvent.Conflict conflict) {
            count(name(conflict.resolution()));
        }
        if (event instanceof SessionEvent.TurnTaken turn && turn.takenOver()) {
            count(TAKEN_OVER);
        }
    }

    /** By the name of the resolution, or of what else happened; zero for what never did. */
    Map<String, Long> counts() {
        Map<String, Long> named = new TreeMap<>(Map.of(TAKEN_OVER, 0L));
        for (SessionEvent.Resolution resolution : SessionEvent.Resolution.values()) {
            named.put(name(resolution), 0L);
        }
        named.putAll(counts);
        return named;
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    private static String name(SessionEvent.Resolution resolution) {
        return resolution.name().toLowerCase(Locale.ROOT);
    }
}
