// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs all benchmarks of some classes, round after round, and keeps what each round found. */
public final class JmhRounds {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private record Subject(String benchmark, int threads) {}

    private final Map<Subject, List<Double>> nanoseconds = new HashMap<>();
    private final Map<Subject, List<Double>> bytes = new HashMap<>();

    private JmhRounds() {}

    /** Runs the benchmarks of these classes, each with these numbers of threads. */
    public static JmhRounds run(Plan plan, List<Integer> numbersOfThreads, Class<?>... benchmarks)
            throws RunnerException {
        JmhRounds rounds = new JmhRounds();
        for (int round = 0; round < plan.rounds(); round++) {
            for (int threads : numbersOfThreads) {
                rounds.add(threads, new Runner(options(plan, threads, benchmarks)).run());
            }
        }
        return rounds;
    }

    /**
     * How long one operation takes.
     *
     * @param benchmark the method's name; after it the values of its parameters in the order of their names, each after a space
     */
    public Distribution nanoseconds(String benchmark, int threads) {
        return new Distribution(Objects.requireNonNull(nanoseconds.get(new Subject(benchmark, threads)), benchmark));
    }

    /** How much garbage one operation makes. */
    public Distribution bytes(String benchmark, int threads) {
        return new Distribution(Objects.requireNonNull(bytes.get(new Subject(benchmark, threads)), benchmark));
    }

    private static Options options(Plan plan, int threads, Class<?>... benchmarks) {
        ChainedOptionsBuilder builder = new OptionsBuilder();
        for (Class<?> benchmark : benchmarks) {
            builder.include(benchmark.getName() + "\\.");
        }
        return builder.threads(threads)
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
            Subject subject = new Subject(name(result), threads);
            keep(nanoseconds, subject, result.getPrimaryResult().getScore());
            keep(
                    bytes,
                    subject,
                    Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
                            .getScore());
        }
    }

    private static String name(RunResult result) {
        BenchmarkParams parameters = result.getParams();
        StringBuilder name = new StringBuilder(result.getPrimaryResult().getLabel());
        for (String key : new TreeSet<>(parameters.getParamsKeys())) {
            name.append(' ').append(parameters.getParam(key));
        }
        return name.toString();
    }

    private static void keep(Map<Subject, List<Double>> all, Subject subject, double score) {
        all.computeIfAbsent(subject, first -> new ArrayList<>()).add(score);
    }
}
