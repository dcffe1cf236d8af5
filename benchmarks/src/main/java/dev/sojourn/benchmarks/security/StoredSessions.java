// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import dev.sojourn.Session;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Sessions whose records are kept in one of the ways that are compared. */
@State(Scope.Benchmark)
@NullUnmarked
public class StoredSessions {
    /** How their records are kept. */
    @Param
    public RecordKind records;

    /** How many bytes of attributes each has. */
    @Param({"1000", "10000"})
    public int size;

    ByteSessions sessions;

    /** Creates them. */
    @Setup
    public void create() {
        sessions = new ByteSessions(records, size);
    }

    /** Forgets them. */
    @TearDown
    public void close() {
        sessions.close();
    }

    Session open(int visitor) {
        return sessions.manager.open(sessions.token(visitor)).session().orElseThrow();
    }
}
