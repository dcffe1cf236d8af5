// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.requests;

import dev.sojourn.CommitResult;
import dev.sojourn.Session;
import dev.sojourn.benchmarks.SampleAttributes;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.infra.Blackhole;
import org.springframework.session.MapSession;

/** The session's part of one request, without HTTP: open, read or write one attribute, commit. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestBenchmark {

    /** Looks a map up and reads one value. */
    @Benchmark
    public void mapRead(PlainMaps maps, Visitors visitors, Blackhole hole) {
        hole.consume(maps.open(visitors.next()).get(SampleAttributes.NAME));
    }

    /** Looks a map up and writes one value. */
    @Benchmark
    public void mapWrite(PlainMaps maps, Visitors visitors, Blackhole hole) {
        Map<String, Object> attributes = maps.open(visitors.next());
        hole.consume(attributes.put(SampleAttributes.VISITS, visitors.value()));
    }

    /** Finds a session, sets its last access, reads one attribute, saves. */
    @Benchmark
    public void springRead(SpringSessions spring, Visitors visitors, Blackhole hole) {
        MapSession session = spring.open(visitors.next());
        Object name = session.getAttribute(SampleAttributes.NAME);
        hole.consume(name);
        spring.commit(session);
    }

    /** Finds a session, sets its last access, writes one attribute, saves. */
    @Benchmark
    public void springWrite(SpringSessions spring, Visitors visitors, Blackhole hole) {
        MapSession session = spring.open(visitors.next());
        session.setAttribute(SampleAttributes.VISITS, visitors.value());
        spring.commit(session);
        hole.consume(session);
    }

    /** Opens a session by its token, reads one attribute, commits: a touch. */
    @Benchmark
    public CommitResult sojournRead(SojournSessions sojourn, Visitors visitors, Blackhole hole) {
        Session session = sojourn.open(visitors.next());
        hole.consume(session.get(SampleAttributes.NAME));
        return sojourn.manager.commit(session);
    }

    /** Opens a session by its token, reads one attribute, commits: once a minute a touch, else nothing. */
    @Benchmark
    public CommitResult sojournReadTouchedEachMinute(
            SojournSessionsTouchedEachMinute sojourn, Visitors visitors, Blackhole hole) {
        return sojournRead(sojourn, visitors, hole);
    }

    /** Opens a session by its token, writes one attribute, commits: a conditional save. */
    @Benchmark
    public CommitResult sojournWrite(SojournSessions sojourn, Visitors visitors) {
        Session session = sojourn.open(visitors.next());
        session.set(SampleAttributes.VISITS, visitors.value());
        return sojourn.manager.commit(session);
    }
}
