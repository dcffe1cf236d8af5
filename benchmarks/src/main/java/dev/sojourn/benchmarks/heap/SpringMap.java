// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.heap;

import dev.sojourn.benchmarks.SampleAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.Session;

/** Spring Session's repository on a ConcurrentHashMap, with its defaults. */
final class SpringMap implements Sessions {
    private final Map<String, Session> map = new ConcurrentHashMap<>();
    private final MapSessionRepository repository = new MapSessionRepository(map);

    @Override
    public void add(int number) {
        MapSession session = repository.createSession();
        SampleAttributes.forEach(number, session::setAttribute);
        repository.save(session);
    }

    @Override
    public long count() {
        return map.size();
    }

    @Override
    public Object root() {
        return map;
    }
}
