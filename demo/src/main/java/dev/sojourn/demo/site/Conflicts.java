// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.SessionEvent;
import dev.sojourn.SessionListener;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts how often requests to this server found that another one had saved their session first, by what came of it. Thread-safe. */
final class Conflicts implements SessionListener {
    private final Map<SessionEvent.Resolution, Long> counts = new ConcurrentHashMap<>();

    @Override
    public void onEvent(SessionEvent event) {
        if (event instanceof SessionEvent.Conflict conflict) {
            counts.merge(conflict.resolution(), 1L, Long::sum);
        }
    }

    /** By the name of the resolution. */
    Map<String, Long> counts() {
        Map<String, Long> named = new TreeMap<>();
        for (SessionEvent.Resolution resolution : SessionEvent.Resolution.values()) {
            named.put(resolution.name().toLowerCase(Locale.ROOT), counts.getOrDefault(resolution, 0L));
        }
        return named;
    }
}
