// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.MariaDbServer;
import dev.sojourn.servers.PostgresServer;
import dev.sojourn.testkit.history.HistoryChecker;
import dev.sojourn.testkit.history.HistoryReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A run of servers under faults on one store after another, judged. What was seen is kept in {@code target}.
 *
 * @param name of the run, for its files
 * @param duration how long clients send requests on each store
 * @param manner what is done to the servers
 */
record StoreRun(String name, Duration duration, Manner manner) {
    /** The property that says which stores. */
    static final String STORES_PROPERTY = "demo.stores";

    private static final List<String> SCHEMA = List.of("--create-schema");

    private static final Map<String, Supplier<StoreUnderFaults>> STORES = Map.of(
            "memory", MemoryUnderFaults::new,
            "redis", RedisAloneUnderFaults::new,
            "sentinel", RedisUnderFaults::new,
            "cluster", RedisClusterUnderFaults::new,
            "postgresql", () -> new DatabaseUnderFaults(PostgresServer.start()),
            "mariadb", () -> new DatabaseUnderFaults(MariaDbServer.start()));

    /** One test for each store that the property names, or for these. */
    Stream<DynamicTest> tests(String otherwise) {
        return Stream.of(System.getProperty(STORES_PROPERTY, otherwise).split(","))
                .map(store -> DynamicTest.dynamicTest(store, () -> on(store)));
    }

    /** Runs, and fails if the checker found anything. */
    private void on(String store) throws Exception {
        Supplier<StoreUnderFaults> kind = STORES.get(store);
        if (kind == null) {
            throw new IllegalArgumentException(STORES_PROPERTY + " knows " + STORES.keySet() + ", not " + store);
        }
        try (StoreUnderFaults started = kind.get()) {
            List<String> options = started.url().startsWith("jdbc:") ? SCHEMA : List.of();
            FaultRun run =
                    manner.of(new ServersUnderFaults(duration, false, options)).run(started);
            Path file = Path.of("target", name + "-" + store + ".jsonl");
            run.history().write(file);
            HistoryReport report = HistoryChecker.check(run.history());
            int rounds = run.faults().size() - 1; // the last one is the store's
            int serverFaults = started.isShared() ? 2 * rounds : rounds;
            Files.writeString(
                    file.resolveSibling(name + "-" + store + ".txt"),
                    report.toString() + run + "  faults injected: " + (serverFaults + started.faults()) + "\n");
            report.assertClean();
            assertTrue(run.sectionsAsked() == 0 || report.sections() > 0, "nobody was in a section");
            if (started.mayLose().isZero()) {
                assertEquals(List.of(), report.possibleUnderAsynchronousReplication());
            }
        }
    }

    /** How servers are to run, and what is done to them. */
    @FunctionalInterface
    interface Manner {
        ServersUnderFaults of(ServersUnderFaults servers) throws IOException;
    }
}
