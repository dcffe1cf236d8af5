// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.testkit.history.Answer;
import dev.sojourn.testkit.history.History;
import dev.sojourn.testkit.history.Intent;
import dev.sojourn.testkit.history.Operation;
import dev.sojourn.testkit.history.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of servers under faults.
 *
 * @param history all that clients asked and saw
 * @param away from when the store was broken until it served again, on the history's clock
 * @param faults the times of all faults, of servers as well
 * @param conflicts what the servers had counted: saves that met another's, by what came of them
 * @param ends how many ends listeners wrote down, by kind; empty if none did
 */
record FaultRun(History history, Span away, List<Span> faults, Map<String, Long> conflicts, Map<String, Long> ends) {

    /** The same run with these counts. */
    FaultRun with(Map<String, Long> counted, Map<String, Long> written) {
        return new FaultRun(history, away, List.copyOf(faults), Map.copyOf(counted), Map.copyOf(written));
    }

    /** How many exclusive sections clients asked for. */
    long sectionsAsked() {
        return sections().count();
    }

    /** How many of them met a fault. */
    long sectionsUnderFaults() {
        return sections()
                .filter(section -> faults.stream()
                        .anyMatch(fault -> section.span().from() <= fault.to()
                                && section.span().to() >= fault.from()))
                .count();
    }

    /** How many of them were told that they had lost the session. */
    long sectionsLost() {
        return sections()
                .filter(section -> section.answer().reason().equals("409"))
                .count();
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
                firstAnswers.values().stream().mapToLong(Long::longValue).max().orElseThrow() - away.to());
    }

    /** For people. */
    @Override
    public String toString() {
        return "  the store was away for "
                + Duration.ofNanos(away.to() - away.from()).toMillis()
                + " ms; then it took " + withoutService().toMillis()
                + " ms until each server had answered; requests done after that: " + doneAfterwards()
                + "\n  conflicts counted by the servers: " + conflicts
                + "\n  ends: " + ends
                + "\n  sections asked for: " + sectionsAsked() + ", during a fault: " + sectionsUnderFaults()
                + ", lost (409): " + sectionsLost() + "\n";
    }

    private Stream<Operation> sections() {
        return history.operations().stream()
                .filter(operation -> operation.intent().kind() == Intent.Kind.SECTION);
    }

    private boolean isDoneAfterwards(Operation operation) {
        return operation.span().from() > away.to() && operation.answer().outcome() == Answer.Outcome.OK;
    }
}
