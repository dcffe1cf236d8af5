// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.requests;

import dev.sojourn.benchmarks.Distribution;
import dev.sojourn.benchmarks.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs all benchmarks, round after round, and keeps what each round found. */
final class RequestRounds {
    /** One, and as many as the smallest server has cores. */
    static final List<Integer> THREADS = List.of(1, 2);

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private record Subject(String benchmark, int threads) {}

    private final Map<Subject, List<Double>> nanoseconds = new HashMap<>();
    private final Map<Subject, List<Double>> bytes = new HashMap<>();

    private RequestRounds() {}

    static RequestRounds run(Plan plan) throws RunnerException {
        RequestRounds rounds = new RequestRounds();
        for (int round = 0; round < plan.rounds(); round++) {
            for (int threads : THREADS) {
                rounds.add(threads, new Runner(options(plan, threads)).run());
            }
        }
        return rounds;
    }

    Distribution nanoseconds(String benchmark, int threads) {
        return new Distribution(Objects.requireNonNull(nanoseconds.get(new Subject(benchmark, threads))));
    }

    Distribution bytes(String benchmark, int threads) {
        return new Distribution(Objects.requireNonNull(bytes.get(new Subject(benchmark, threads))));
    }

    private static Options options(Plan plan, int threads) {
        return new OptionsBuilder()
                .include(RequestBenchmark.class.getName())
                .threads(threads)
                .forks(1)
                .warmupIterations(plan.warmups())
                .warmupTime(TimeValue.milliseconds(plan.iterationMillis()))
                .measurementIterations(plan.iterations())
                .measurementTime(TimeValue.milliseconds(plan.iterationMillis()))
                .jvmArgs("-Xms1g", "-Xmx1g", "-XX:+UseG1GC")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build();
    }

    private void add(int threads, Collection<RunResult> results) {
        for (RunResult result : results) {
            Subject subject = new Subject(result.getPrimaryResult().getLabel(), threads);
            keep(nanoseconds, subject, result.getPrimaryResult().getScore());
            keep(
                    bytes,
                    subject,
                    Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
                            .getScore());
        }
    }

    private static void keep(Map<Subject, List<Double>> all, Subject subject, double score) {
        all.computeIfAbsent(subject, first -> new ArrayList<>()).add(score);
    }
}
