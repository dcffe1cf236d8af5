// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import dev.sojourn.CommitResult;
import dev.sojourn.Session;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.infra.Blackhole;

/** The session's part of one request, without HTTP and without a network, on a store that keeps bytes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordBenchmark {

    /** Opens a session, reads one attribute, commits: nothing to save. */
    @Benchmark
    public CommitResult read(StoredSessions stored, Visitor visitor, Blackhole hole) {
        Session session = stored.open(visitor.next());
        hole.consume(session.get(ByteSessions.READ));
        return stored.sessions.manager.commit(session);
    }

    /** Opens a session, writes one attribute, commits: a conditional save of the whole record. */
    @Benchmark
    public CommitResult write(StoredSessions stored, Visitor visitor) {
        Session session = stored.open(visitor.next());
        session.set(ByteSessions.WRITTEN, visitor.value());
        return stored.sessions.manager.commit(session);
    }
}
