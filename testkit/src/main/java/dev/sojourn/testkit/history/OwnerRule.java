// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Of an exclusive session there is one owner at a time. */
final class OwnerRule {
    private final Map<String, List<Section>> bySession;
    private final List<Fault> faults;

    OwnerRule(History history) {
        this.bySession = history.sections().stream()
                .sorted(Comparator.comparingLong(section -> section.held().from()))
                .collect(Collectors.groupingBy(Section::session));
        this.faults = history.faults();
    }

    void check(Findings findings) {
        bySession.values().forEach(sections -> {
            findings.nextSession();
            List<Section> open = new ArrayList<>();
            for (Section next : sections) {
                open.removeIf(before -> before.held().to() <= next.held().from());
                open.forEach(before -> findings.add(twoOwners(before, next), mayBeLost(before) || mayBeLost(next)));
                open.add(next);
            }
        });
    }

    /** Whether a failover may have lost what gave it the session, or kept it: there was a fault meanwhile. */
    private boolean mayBeLost(Section section) {
        return faults.stream()
                .anyMatch(fault -> section.asked() <= fault.window().to()
                        && section.held().to() >= fault.window().from());
    }

    private static Violation twoOwners(Section one, Section other) {
        return new Violation(
                Violation.Kind.TWO_OWNERS,
                one.session(),
                "these had the session for themselves at the same time: " + one + ", and " + other,
                List.of());
    }
}
