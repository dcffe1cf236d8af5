// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.infra.Blackhole;

/** The session's part of one request with its cookie and headers, without a server and without a network. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GuardBenchmark {

    /** A request that reads one attribute, as the guard in front of it wants it. */
    @Benchmark
    public void request(GuardedSite site, Visitor visitor, Blackhole hole) {
        site.serve(visitor.next(), hole);
    }
}
