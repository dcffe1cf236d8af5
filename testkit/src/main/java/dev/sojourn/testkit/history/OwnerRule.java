// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Of an exclusive session there is one owner at a time. */
final class OwnerRule {
    private final Map<String, List<Section>> bySession;

    OwnerRule(History history) {
        this.bySession = history.sections().stream()
                .sorted(Comparator.comparingLong(section -> section.held().from()))
                .collect(Collectors.groupingBy(Section::session));
    }

    void check(Findings findings) {
        bySession.values().forEach(sections -> {
            findings.nextSession();
            Section last = sections.get(0);
            for (Section next : sections.subList(1, sections.size())) {
                if (next.held().from() < last.held().to()) {
                    findings.add(twoOwners(last, next));
                }
                last = next.held().to() > last.held().to() ? next : last;
            }
        });
    }

    private static Violation twoOwners(Section one, Section other) {
        return new Violation(
                Violation.Kind.TWO_OWNERS,
                one.session(),
                other.client() + " had the session for itself in " + other.held() + ", and " + one.client() + " in "
                        + one.held(),
                List.of());
    }
}
