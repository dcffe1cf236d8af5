// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.requests;

import dev.sojourn.CommitResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.benchmarks.SampleAttributes;
import dev.sojourn.store.memory.MemoryStore;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Sojourn as it comes: the manager with its defaults on a memory store with its defaults. */
@State(Scope.Benchmark)
public class SojournSessions {
    final SessionManager manager;
    final String[] tokens = new String[Visitors.SESSIONS];

    /** Creates the sessions. */
    public SojournSessions() {
        this(SessionPolicy.defaults());
    }

    SojournSessions(SessionPolicy policy) {
        this.manager = SessionManager.builder(
                        MemoryStore.builder().maximumSessions(2_000_000).build())
                .policy(policy)
                .build();
        for (int number = 0; number < tokens.length; number++) {
            Session session = manager.create();
            SampleAttributes.forEach(number, session::set);
            CommitResult created = manager.commit(session);
            tokens[number] = created.token().orElseThrow().reveal();
        }
    }

    /** The session that this visitor's token opens. */
    Session open(int visitor) {
        return manager.open(tokens[visitor]).session().orElseThrow();
    }

    /** Forgets the sessions. */
    @TearDown
    public void close() {
        manager.close();
    }
}
