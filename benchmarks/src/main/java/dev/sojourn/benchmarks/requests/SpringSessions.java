// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.requests;

import dev.sojourn.benchmarks.SampleAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;

/** Spring Session's repository on a ConcurrentHashMap, called in the order in which Spring's own filter calls it. */
@State(Scope.Benchmark)
public class SpringSessions {
    private final MapSessionRepository repository = new MapSessionRepository(new ConcurrentHashMap<>());
    private final String[] ids = new String[Visitors.SESSIONS];

    /** Creates the sessions. */
    public SpringSessions() {
        for (int number = 0; number < ids.length; number++) {
            MapSession session = repository.createSession();
            SampleAttributes.forEach(number, session::setAttribute);
            repository.save(session);
            ids[number] = session.getId();
        }
    }

    /** The session of this visitor, marked as used. */
    MapSession open(int visitor) {
        MapSession session = Objects.requireNonNull(repository.findById(ids[visitor]));
        session.setLastAccessedTime(Instant.now());
        return session;
    }

    void commit(MapSession session) {
        repository.save(session);
    }
}
