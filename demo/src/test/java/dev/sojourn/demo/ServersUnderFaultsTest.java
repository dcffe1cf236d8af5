// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.testkit.history.Answer;
import dev.sojourn.testkit.history.History;
import dev.sojourn.testkit.history.HistoryChecker;
import dev.sojourn.testkit.history.HistoryReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Several real servers on a real Redis, while one after the other dies. What was seen, and what the checker says of it, is kept in
 * {@code target}.
 *
 * <p>Nine seconds of load, straight to the servers; {@code -Ddemo.seconds=60 -Ddemo.haproxy=true} for more, through haproxy, and
 * {@code -Ddemo.nearCache=true} for servers with copies.
 */
final class ServersUnderFaultsTest {
    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("demo.seconds", 9));
    private static final boolean BALANCED = Boolean.getBoolean("demo.haproxy");
    private static final List<String> OPTIONS =
            Boolean.getBoolean("demo.nearCache") ? List.of("--near-cache") : List.of();

    /** Faults 5, 17, 26, 43; I1, I2 and I5 of the fault model: nothing lost, nothing revived, nobody mixed up. */
    @Test
    void a_dying_server_and_a_failover_of_redis_lose_nothing_and_revive_nothing() throws Exception {
        History history = new ServersUnderFaults(DURATION, BALANCED, OPTIONS).run();

        history.write(Path.of("target", "servers-under-faults.jsonl"));
        HistoryReport report = HistoryChecker.check(history);
        Files.writeString(Path.of("target", "servers-under-faults.txt"), report.toString());
        report.assertClean();
        assertEquals(1, history.faults().size());
        long failedOver = history.faults().get(0).window().to();
        assertTrue(
                history.operations().stream()
                                .filter(operation -> operation.span().from() > failedOver
                                        && operation.answer().outcome() == Answer.Outcome.OK)
                                .count()
                        > 100,
                () -> "too little happened after the failover: " + report);
    }
}
