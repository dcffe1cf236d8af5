// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.testkit.history.Answer;
import dev.sojourn.testkit.history.History;
import dev.sojourn.testkit.history.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of servers under faults.
 *
 * @param history all that clients asked and saw
 * @param broken when the store was broken, on the history's clock
 * @param serving when it served again
 * @param conflicts what the servers that were up at the end had counted by then: saves that met another's, by what came of them
 */
record FaultRun(History history, long broken, long serving, Map<String, Long> conflicts) {

    /** The same run with these counts. */
    FaultRun with(Map<String, Long> counted) {
        return new FaultRun(history, broken, serving, Map.copyOf(counted));
    }

    /** How many requests were done that began after the store served again. */
    long doneAfterwards() {
        return history.operations().stream().filter(this::isDoneAfterwards).count();
    }

    /** From the moment when the store served again until each of the servers had answered a request. */
    Duration withoutService() {
        Map<String, Long> firstAnswers = history.operations().stream()
                .filter(this::isDoneAfterwards)
                .collect(Collectors.toMap(
                        operation -> operation.answer().node(),
                        operation -> operation.span().to(),
                        Math::min));
        return Duration.ofNanos(
                firstAnswers.values().stream().mapToLong(Long::longValue).max().orElseThrow() - serving);
    }

    /** For people. */
    @Override
    public String toString() {
        return "  the store was away for " + Duration.ofNanos(serving - broken).toMillis()
                + " ms; then it took " + withoutService().toMillis()
                + " ms until each server had answered; requests done after that: " + doneAfterwards()
                + "\n  conflicts counted by the servers since they started: " + conflicts
                + "\n";
    }

    private boolean isDoneAfterwards(Operation operation) {
        return operation.span().from() > serving && operation.answer().outcome() == Answer.Outcome.OK;
    }
}
