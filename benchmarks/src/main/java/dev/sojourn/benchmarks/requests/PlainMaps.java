// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.requests;

import dev.sojourn.benchmarks.SampleAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The floor: a map of maps, with no expiry, no bound, no last access and no secret. Nothing can be cheaper. */
@State(Scope.Benchmark)
public class PlainMaps {
    private final Map<String, Map<String, Object>> sessions = new ConcurrentHashMap<>();
    private final String[] ids = new String[Visitors.SESSIONS];

    /** Creates the maps. */
    public PlainMaps() {
        for (int number = 0; number < ids.length; number++) {
            Map<String, Object> attributes = new ConcurrentHashMap<>();
            SampleAttributes.forEach(number, attributes::put);
            ids[number] = UUID.randomUUID().toString();
            sessions.put(ids[number], attributes);
        }
    }

    Map<String, Object> open(int visitor) {
        return Objects.requireNonNull(sessions.get(ids[visitor]));
    }
}
