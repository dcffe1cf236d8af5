// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import dev.sojourn.benchmarks.Distribution;
import dev.sojourn.benchmarks.Plan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Puts the same load on all subjects, one after the other, round after round, so that what disturbs the machine for a while
 * disturbs all of them alike.
 */
final class HttpRounds {
    /** What one run of one subject showed, each figure one for each round. */
    private record Run(Subject subject, String path) {}

    /** The figures of one run: for each request, microseconds of processor and statements. */
    private record Figures(
            List<Double> perSecond, List<Double> serverMicros, List<Double> backendMicros, List<Double> statements) {
        Figures() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final Map<Run, Figures> figures = new HashMap<>();
    private final Map<Subject, SubjectProcess> servers = new EnumMap<>(Subject.class);
    private final Map<Subject, Load> loads = new EnumMap<>(Subject.class);
    private final Backend backend;
    private final BackendServer backendServer;
    private final Duration time;

    private HttpRounds(Backend backend, BackendServer backendServer, Duration time) {
        this.backend = backend;
        this.backendServer = backendServer;
        this.time = time;
    }

    static HttpRounds run(Plan plan, Backend backend, List<String> paths) throws Exception {
        try (BackendServer backendServer = backend.start()) {
            HttpRounds rounds = new HttpRounds(backend, backendServer, plan.loadTime());
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

    Distribution backendMicros(Subject subject, String path) {
        return new Distribution(of(subject, path).backendMicros());
    }

    /** Empty if the backend does not count. */
    Optional<Distribution> statements(Subject subject, String path) {
        return Optional.of(of(subject, path).statements())
                .filter(counts -> !counts.isEmpty())
                .map(Distribution::new);
    }

    private Figures of(Subject subject, String path) {
        return Objects.requireNonNull(figures.get(new Run(subject, path)));
    }

    private void startAll() throws IOException {
        for (Subject subject : backend.subjects()) {
            SubjectProcess server = SubjectProcess.start(subject, backendServer.address());
            servers.put(subject, server);
            loads.put(subject, Load.arriving(server.port()));
        }
    }

    private void measureAll(Plan plan, List<String> paths) throws InterruptedException {
        for (int round = -plan.warmups(); round < plan.rounds(); round++) {
            for (String path : paths) {
                for (Subject subject : backend.subjects()) {
                    measure(subject, path, round);
                }
            }
            System.out.printf("round %d of %d%n", round + 1, plan.rounds());
        }
    }

    private void measure(Subject subject, String path, int round) throws InterruptedException {
        SubjectProcess server = Objects.requireNonNull(servers.get(subject));
        Duration serverBefore = server.processorTime();
        Duration backendBefore = backendServer.processorTime();
        OptionalLong statementsBefore = backendServer.statements();
        long start = System.nanoTime();
        long requests = Objects.requireNonNull(loads.get(subject)).run(path, time, round);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (round < 0) {
            return;
        }
        Figures found = figures.computeIfAbsent(new Run(subject, path), first -> new Figures());
        found.perSecond().add(requests / seconds);
        found.serverMicros().add(micros(server.processorTime().minus(serverBefore)) / requests);
        found.backendMicros().add(micros(backendServer.processorTime().minus(backendBefore)) / requests);
        backendServer.statements().ifPresent(after -> found.statements()
                .add((after - statementsBefore.orElseThrow()) / (double) requests));
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1e3;
    }
}
