// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.testkit.history.Answer;
import dev.sojourn.testkit.history.History;
import dev.sojourn.testkit.history.HistoryChecker;
import dev.sojourn.testkit.history.HistoryReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several real servers on a real Redis, while one after the other dies. */
final class ServersUnderFaultsTest {
    private static final Duration SHORT = Duration.ofSeconds(9);

    /** Faults 5, 17, 26, 43; I1, I2 and I5 of the fault model: nothing lost, nothing revived, nobody mixed up. */
    @Test
    void a_dying_server_and_a_failover_of_redis_lose_nothing_and_revive_nothing() throws Exception {
        History history = new ServersUnderFaults(SHORT, false, List.of()).run();

        HistoryReport report = HistoryChecker.check(history);
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
