// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.testkit.history.HistoryChecker;
import dev.sojourn.testkit.history.HistoryReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Several real servers on a real store, while one after the other dies. What was seen, and what the checker says of it, is kept in
 * {@code target}.
 *
 * <p>Six seconds of load, straight to the servers; {@code -Ddemo.seconds=60 -Ddemo.haproxy=true} for more, through haproxy, and
 * {@code -Ddemo.nearCache=true} for servers with copies.
 */
final class ServersUnderFaultsTest {
    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("demo.seconds", 6));
    private static final boolean BALANCED = Boolean.getBoolean("demo.haproxy");
    private static final List<String> OPTIONS =
            Boolean.getBoolean("demo.nearCache") ? List.of("--near-cache") : List.of();

    /** Faults 5, 17, 26, 43; I1, I2 and I5 of the fault model: nothing lost, nothing revived, nobody mixed up. */
    @Test
    void a_dying_server_and_a_failover_of_redis_lose_nothing_and_revive_nothing() throws Exception {
        try (RedisUnderFaults redis = new RedisUnderFaults()) {
            FaultRun run = new ServersUnderFaults(DURATION, BALANCED, OPTIONS).run(redis);

            HistoryReport report = check(run, "redis");
            report.assertClean();
            assertEquals(1, run.history().faults().size());
        }
    }

    /** Faults 5, 8, 17, 26; I1, I2 and I5 of the fault model, and here there is no excuse: PostgreSQL keeps what it commits. */
    @Test
    void a_dying_server_and_a_killed_postgresql_lose_nothing_and_revive_nothing() throws Exception {
        List<String> options = new ArrayList<>(OPTIONS);
        options.add("--create-schema");
        try (PostgresUnderFaults postgres = new PostgresUnderFaults()) {
            FaultRun run = new ServersUnderFaults(DURATION, BALANCED, options).run(postgres);

            HistoryReport report = check(run, "postgresql");
            report.assertClean();
            assertEquals(List.of(), report.possibleUnderAsynchronousReplication());
            assertEquals(List.of(), run.history().faults());
        }
    }

    private static HistoryReport check(FaultRun run, String store) throws IOException {
        Path file = Path.of("target", "servers-under-faults-" + store + ".jsonl");
        run.history().write(file);
        HistoryReport report = HistoryChecker.check(run.history());
        Files.writeString(file.resolveSibling("servers-under-faults-" + store + ".txt"), report.toString() + run);
        assertTrue(run.doneAfterwards() > 100, () -> "too little happened after the store broke: " + report);
        return report;
    }
}
