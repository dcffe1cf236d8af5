// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.servers.MariaDbServer;
import dev.sojourn.servers.PostgresServer;
import dev.sojourn.testkit.history.HistoryChecker;
import dev.sojourn.testkit.history.HistoryReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The long way: three servers on each store, of which one is killed and one stands still for two seconds, before the store and the line
 * to it fail; {@code -Ddemo.stores=memory,redis,sentinel,cluster,postgresql,mariadb} says which, {@code -Ddemo.seconds=30} how long. What was
 * seen is kept in {@code target}.
 */
@EnabledIfSystemProperty(named = "demo.stores", matches = ".+")
final class EachStoreUnderFaultsTest {
    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("demo.seconds", 24));
    private static final List<String> SCHEMA = List.of("--create-schema");

    private static final Map<String, Supplier<StoreUnderFaults>> STORES = Map.of(
            "memory", MemoryUnderFaults::new,
            "redis", RedisAloneUnderFaults::new,
            "sentinel", RedisUnderFaults::new,
            "cluster", RedisClusterUnderFaults::new,
            "postgresql", () -> new DatabaseUnderFaults(PostgresServer.start()),
            "mariadb", () -> new DatabaseUnderFaults(MariaDbServer.start()));

    /** Faults 1 to 5, 8, 17, 26, 43; I1, I2 and I5 of the fault model, on each store. */
    @TestFactory
    Stream<DynamicTest> nothing_is_lost_and_nothing_revived() {
        return Stream.of(System.getProperty("demo.stores", "").split(","))
                .map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
    }

    private static void run(String name) throws Exception {
        Supplier<StoreUnderFaults> kind = STORES.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("demo.stores knows " + STORES.keySet() + ", not " + name);
        }
        try (StoreUnderFaults store = kind.get()) {
            List<String> options = store.url().startsWith("jdbc:") ? SCHEMA : List.of();
            FaultRun run = new ServersUnderFaults(DURATION, false, options)
                    .withPauses()
                    .run(store);
            Path file = Path.of("target", "each-store-under-faults-" + name + ".jsonl");
            run.history().write(file);
            HistoryReport report = HistoryChecker.check(run.history());
            int serverFaults = store.isShared() ? 2 : 1;
            Files.writeString(
                    file.resolveSibling("each-store-under-faults-" + name + ".txt"),
                    report.toString() + run + "  faults injected: " + (serverFaults + store.faults()) + "\n");
            report.assertClean();
            if (store.mayLose().isZero()) {
                assertEquals(List.of(), report.possibleUnderAsynchronousReplication());
            }
        }
    }
}
