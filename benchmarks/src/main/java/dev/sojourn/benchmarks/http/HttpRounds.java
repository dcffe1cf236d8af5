// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import dev.sojourn.benchmarks.Distribution;
import dev.sojourn.benchmarks.Plan;
import dev.sojourn.servers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Puts the same load on all subjects, one after the other, round after round, so that what disturbs the machine for a while
 * disturbs all of them alike.
 */
final class HttpRounds {
    /** What one run of one subject showed, each figure one for each round. */
    private record Run(Subject subject, String path) {}

    /** The figures of one run: requests per second, and microseconds of processor per request of the server and of Redis. */
    private record Figures(List<Double> perSecond, List<Double> serverMicros, List<Double> redisMicros) {
        Figures() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final Map<Run, Figures> figures = new HashMap<>();
    private final Map<Subject, SubjectProcess> servers = new EnumMap<>(Subject.class);
    private final Map<Subject, Load> loads = new EnumMap<>(Subject.class);
    private final RedisServer redis;
    private final Duration time;

    private HttpRounds(RedisServer redis, Duration time) {
        this.redis = redis;
        this.time = time;
    }

    static HttpRounds run(Plan plan, List<String> paths) throws IOException, InterruptedException {
        try (RedisServer redis = RedisServer.start()) {
            HttpRounds rounds = new HttpRounds(redis, plan.loadTime());
            try {
                rounds.startAll();
                rounds.measureAll(plan, paths);
            } finally {
                rounds.servers.values().forEach(SubjectProcess::close);
            }
            return rounds;
        }
    }

    Distribution perSecond(Subject subject, String path) {
        return new Distribution(of(subject, path).perSecond());
    }

    Distribution serverMicros(Subject subject, String path) {
        return new Distribution(of(subject, path).serverMicros());
    }

    Distribution redisMicros(Subject subject, String path) {
        return new Distribution(of(subject, path).redisMicros());
    }

    private Figures of(Subject subject, String path) {
        return Objects.requireNonNull(figures.get(new Run(subject, path)));
    }

    private void startAll() throws IOException {
        for (Subject subject : Subject.values()) {
            SubjectProcess server = SubjectProcess.start(subject, redis.port());
            servers.put(subject, server);
            loads.put(subject, Load.arriving(server.port()));
        }
    }

    private void measureAll(Plan plan, List<String> paths) throws InterruptedException {
        for (int round = -plan.warmups(); round < plan.rounds(); round++) {
            for (String path : paths) {
                for (Subject subject : Subject.values()) {
                    measure(subject, path, round);
                }
            }
            System.out.printf("round %d of %d%n", round + 1, plan.rounds());
        }
    }

    private void measure(Subject subject, String path, int round) throws InterruptedException {
        SubjectProcess server = Objects.requireNonNull(servers.get(subject));
        Duration serverBefore = server.processorTime();
        Duration redisBefore = redisProcessorTime();
        long start = System.nanoTime();
        long requests = Objects.requireNonNull(loads.get(subject)).run(path, time, round);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (round < 0) {
            return;
        }
        Figures found = figures.computeIfAbsent(new Run(subject, path), first -> new Figures());
        found.perSecond().add(requests / seconds);
        found.serverMicros().add(micros(server.processorTime().minus(serverBefore)) / requests);
        found.redisMicros().add(micros(redisProcessorTime().minus(redisBefore)) / requests);
    }

    private Duration redisProcessorTime() {
        return ProcessHandle.of(redis.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow();
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1e3;
    }
}
