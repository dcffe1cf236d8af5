// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which changed clients of which sessions were reported already: a browser that differs does so in each of its requests.
 *
 * <p>Remembered in the heap of this server, since a note in the session would cost a write that a thief can cause. So each
 * server of several reports it once. The newest ten thousand are known, in two megabytes at most. Thread-safe.
 */
final class SeenBreaks {
    private static final int MOST = 10_000;

    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    /** Whether these marks came to that binding for the first time. */
    synchronized boolean isNew(String binding, String marks) {
        return seen.put(binding + marks, Boolean.TRUE) == null;
    }
}
