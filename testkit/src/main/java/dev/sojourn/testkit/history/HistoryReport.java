// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the checker found in a history. Immutable. */
public final class HistoryReport {
    private final List<Operation> operations;
    private final List<Fault> faults;
    private final List<Section> sections;
    private final int undecided;
    private final List<Violation> violations;
    private final List<Violation> excused;

    HistoryReport(History history, int undecided, Findings findings) {
        this.operations = history.operations();
        this.faults = history.faults();
        this.sections = history.sections();
        this.undecided = undecided;
        this.violations = findings.violations();
        this.excused = findings.excused();
    }

    /** What nothing excuses. */
    public List<Violation> violations() {
        return violations;
    }

    /**
     * What a store with asynchronous replication may do in a failover: the writes concerned were acknowledged within the window
     * of a fault. A store that promises to keep what it acknowledged has none of these either.
     */
    public List<Violation> possibleUnderAsynchronousReplication() {
        return excused;
    }

    /** Whether nothing was found that nothing excuses. */
    public boolean isClean() {
        return violations.isEmpty();
    }

    /** How many operations there were. */
    public int operations() {
        return operations.size();
    }

    /** How many sessions there were. */
    public int sessions() {
        return (int) operations.stream()
                .map(operation -> operation.intent().session())
                .filter(label -> !label.equals(Intent.NO_COOKIE))
                .distinct()
                .count();
    }

    /** How many exclusive sections there were in which a client certainly had the session for some time. */
    public int sections() {
        return sections.size();
    }

    /** Of how many increments it is not known whether they must be shown: they may be, and are not missed. */
    public int undecidedIncrements() {
        return undecided;
    }

    /** How many operations had this outcome. */
    public long outcomes(Answer.Outcome outcome) {
        return operations.stream().filter(operation -> operation.has(outcome)).count();
    }

    /** How many violations there are of this kind that nothing excuses. */
    public long violations(Violation.Kind kind) {
        return violations.stream().filter(violation -> violation.kind() == kind).count();
    }

    /**
     * Does nothing if it is clean.
     *
     * @throws AssertionError with the whole report otherwise
     */
    public void assertClean() {
        if (!isClean()) {
            throw new AssertionError(toString());
        }
    }

    /** The report for people: numbers, faults, and each violation with its operations. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(operations.size())
                .append(" operations on ")
                .append(sessions())
                .append(" sessions; ");
        text.append(violations.size()).append(" violations, ");
        text.append(excused.size()).append(" possible under asynchronous replication\n");
        numbers().forEach((what, count) -> text.append("  ")
                .append(what)
                .append(": ")
                .append(count)
                .append('\n'));
        text.append("  increments that may or may not be shown: ")
                .append(undecided)
                .append('\n');
        if (!sections.isEmpty()) {
            text.append("  exclusive sections: ").append(sections.size()).append('\n');
        }
        faults.forEach(fault -> text.append("  fault ").append(fault).append('\n'));
        text.append(listed("Violations", violations));
        return text.append(listed("Possible under asynchronous replication", excused))
                .toString();
    }

    private Map<String, Long> numbers() {
        return operations.stream()
                .collect(Collectors.groupingBy(
                        operation -> operation.intent().kind() + " "
                                + operation.answer().outcome(),
                        TreeMap::new,
                        Collectors.counting()));
    }

    private static String listed(String title, List<Violation> found) {
        return found.isEmpty()
                ? ""
                : title + "\n"
                        + found.stream()
                                .map(violation -> "  " + violation + "\n")
                                .collect(Collectors.joining());
    }
}
