// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.servers.FreePorts;
import dev.sojourn.servers.JavaProcess;
import dev.sojourn.testkit.history.History;
import dev.sojourn.testkit.history.Span;
import dev.sojourn.testkit.history.Workload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ajax.JSON;
import org.jspecify.annotations.Nullable;

/**
 * Three servers of the demo, each a process of its own, on one store, under load; after a third of the time one server is killed and
 * started again, after two thirds the store breaks down.
 *
 * <p>All that clients asked and saw is written down and checked: no acknowledged increment lost, no ended session alive, nobody in
 * another's session. What the store itself may lose when it breaks, the writes shortly before, is reported apart.
 */
final class ServersUnderFaults {
    private static final Pattern STARTED =
            Pattern.compile(Pattern.quote(DemoCommand.STARTED) + "http://localhost:(\\d+)/");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final int SERVERS = 3;
    private static final int CLIENTS = 16;

    private final Duration duration;
    private final boolean balanced;
    private final List<String> options;
    private final List<Span> faults = new ArrayList<>();
    private final Map<String, Long> conflicts = new TreeMap<>();
    private int rounds = 1;
    private Duration pause = Duration.ZERO;
    private boolean exclusive;
    private @Nullable EndLogs ends;

    /**
     * A run.
     *
     * @param duration how long clients send requests, besides the time that the faults take
     * @param balanced whether they send them through haproxy, which must be installed; else each to one server after another
     * @param options more options of the demo's command line
     */
    ServersUnderFaults(Duration duration, boolean balanced, List<String> options) {
        this.duration = duration;
        this.balanced = balanced;
        this.options = new ArrayList<>(options);
    }

    /** At the same time another server stands still for two seconds or more, as in a long pause of its garbage collector. */
    ServersUnderFaults withPauses() {
        pause = PAUSE;
        return this;
    }

    /**
     * Requests of a session take turns, clients enter exclusive sections, and a server stands still for longer than a lease while another
     * one is killed: so often, each time others.
     */
    ServersUnderFaults exclusive(int times) {
        exclusive = true;
        rounds = times;
        pause = LEASE.plus(PAUSE);
        options.addAll(List.of("--on-conflict", "exclusive", "--lease-length", LEASE.toString()));
        return this;
    }

    /** Every end is written down by an end listener, and by another one. */
    ServersUnderFaults withEnds() throws IOException {
        ends = EndLogs.begin();
        options.addAll(ends.options());
        return this;
    }

    FaultRun run(StoreUnderFaults store) throws IOException, InterruptedException, ExecutionException {
        List<JavaProcess> servers = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int server = 0; server < (store.isShared() ? SERVERS : 1); server++) {
                ports.add(FreePorts.next());
                servers.add(server(store.url(), ports.get(server)));
            }
            for (JavaProcess server : servers) {
                server.awaitLine(STARTED, START_LIMIT);
            }
            return runLoad(store, servers, ports);
        } finally {
            servers.forEach(JavaProcess::close);
        }
    }

    private FaultRun runLoad(StoreUnderFaults store, List<JavaProcess> servers, List<Integer> ports)
            throws IOException, InterruptedException, ExecutionException {
        History history = new History();
        Process balancer = balanced ? Balancer.start(ports) : null;
        try {
            List<URI> targets = balanced
                    ? List.of(Balancer.URL)
                    : ports.stream().map(ServersUnderFaults::url).toList();
            Workload workload = workload(targets);
            FutureTask<Boolean> load = new FutureTask<>(() -> workload.run(history), true);
            Thread thread = new Thread(load, "load");
            thread.start();
            pass(duration.dividedBy(3));
            for (int round = 0; round < rounds; round++) {
                breakServers(round, history, store, servers, ports);
            }
            pass(duration.dividedBy(3));
            FaultRun run = breakDown(history, store);
            pass(duration.dividedBy(3));
            thread.interrupt(); // ends the load, however long the faults took
            load.get();
            ports.forEach(this::countConflicts);
            return run.with(conflicts, ends == null ? Map.of() : ends.addTo(history));
        } finally {
            if (balancer != null) {
                balancer.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private Workload workload(List<URI> targets) {
        Workload.Builder workload = Workload.builder()
                .targets(targets)
                .clients(CLIENTS)
                .seed(20_261_125)
                .duration(LONGEST)
                .password(Visitor.PASSWORD);
        return exclusive
                ? workload.requestTimeout(PAUSE)
                        .exclusiveSections()
                        .leaseLength(LEASE)
                        .build()
                : workload.build();
    }

    private void breakServers(
            int round, History history, StoreUnderFaults store, List<JavaProcess> servers, List<Integer> ports) {
        int killed = round % servers.size();
        int paused = (round + servers.size() - 1) % servers.size();
        Runnable kill = store.isShared() ? () -> killAndRestart(killed, servers, ports, store.url()) : () -> {};
        during(history, pause.isZero() ? kill : () -> pause(servers.get(paused), kill));
    }

    private void killAndRestart(int which, List<JavaProcess> servers, List<Integer> ports, String store) {
        countConflicts(ports.get(which)); // with the server they are gone
        servers.get(which).kill();
        servers.set(which, server(store, ports.get(which)));
        servers.get(which).awaitLine(STARTED, START_LIMIT);
    }

    private void pause(JavaProcess server, Runnable meanwhile) {
        long end = System.nanoTime() + pause.toNanos();
        server.freeze();
        meanwhile.run();
        pass(Duration.ofNanos(end - System.nanoTime()));
        server.thaw();
    }

    private void during(History history, Runnable fault) {
        long from = history.now();
        fault.run();
        faults.add(new Span(from, history.now()));
    }

    /** A store that keeps all that it acknowledged gets no window: nothing is excused. */
    private FaultRun breakDown(History history, StoreUnderFaults store) {
        during(history, store::breakDown);
        Span away = faults.get(faults.size() - 1);
        if (!store.mayLose().isZero()) {
            history.fault("the store broke", away.from() - store.mayLose().toNanos(), away.to());
        }
        store.repair();
        return new FaultRun(history, away, faults, Map.of(), Map.of());
    }

    /** Adds what this server has counted since it started. */
    private void countConflicts(int port) {
        Object counted =
                new JSON().fromJSON(new Visitor(port).get("/api/conflicts").body());
        ((Map<?, ?>) counted).forEach((name, count) -> conflicts.merge((String) name, (Long) count, Long::sum));
    }

    private JavaProcess server(String store, int port) {
        List<String> arguments = new ArrayList<>(List.of("demo", "--port", Integer.toString(port)));
        arguments.addAll(options);
        return JavaProcess.ofClass(Main.class)
                .options("-Xmx256m")
                .arguments(arguments.toArray(String[]::new))
                .variable(DemoCommand.STORE_VARIABLE, store)
                .start();
    }

    /** The load itself runs by the clock; nothing else is waited for here. */
    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static URI url(int port) {
        return URI.create("http://localhost:" + port + "/");
    }

    /** haproxy, round robin over the servers. */
    private static final class Balancer {
        private static final int PORT = FreePorts.next();
        static final URI URL = url(PORT);

        static Process start(List<Integer> ports) throws IOException {
            Path file = BalancerFile.write(PORT, ports);
            return new ProcessBuilder("haproxy", "-db", "-f", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
    }
}
