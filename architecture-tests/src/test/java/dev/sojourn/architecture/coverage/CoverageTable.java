// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.coverage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the coverage as a document. */
final class CoverageTable {

    private static final int SHOWN = 4;

    private final Items items;
    private final Coverage coverage;
    private final OpenItems open;
    private final StringBuilder text = new StringBuilder();

    CoverageTable(Items items, Coverage coverage, OpenItems open) {
        this.items = items;
        this.coverage = coverage;
        this.open = open;
    }

    String text() {
        Map<String, List<Item>> sections = items.all().stream()
                .collect(Collectors.groupingBy(Item::section, LinkedHashMap::new, Collectors.toList()));
        text.append("# Which test covers which behaviour\n\n")
                .append("Made from the tests by `architecture-tests`; CONTRIBUTING.md says how to renew it.\n")
                .append("Reasons for open items are in `docs/coverage-open.txt`.\n\n")
                .append("| list | covered | open |\n|---|---|---|\n");
        sections.forEach(this::summary);
        sections.forEach(this::section);
        requirements();
        unknown();
        return text.toString();
    }

    private void summary(String section, List<Item> members) {
        long covered = members.stream().filter(this::isCovered).count();
        text.append("| ")
                .append(section)
                .append(" | ")
                .append(covered)
                .append(" of ")
                .append(members.size());
        text.append(" | ").append(members.size() - covered).append(" |\n");
    }

    private void section(String section, List<Item> members) {
        text.append("\n## ").append(section).append('\n');
        if (members.stream().anyMatch(this::isCovered)) {
            text.append("\n| item | about | tests |\n|---|---|---|\n");
            members.stream().filter(this::isCovered).forEach(this::covered);
        }
        if (!members.stream().allMatch(this::isCovered)) {
            text.append("\n| open item | about | reason |\n|---|---|---|\n");
            members.stream().filter(item -> !isCovered(item)).forEach(this::open);
        }
    }

    private void covered(Item item) {
        text.append("| ").append(item.id()).append(" | ").append(item.title()).append(" | ");
        text.append(tests(coverage.tests(item.id()))).append(" |\n");
    }

    private void open(Item item) {
        text.append("| ").append(item.id()).append(" | ").append(item.title()).append(" | ");
        text.append(open.reason(item.id()).orElse("")).append(" |\n");
    }

    private void requirements() {
        if (!coverage.testsByRequirement().isEmpty()) {
            text.append("\n## ASVS: requirements of the OWASP Application Security Verification Standard 5.0\n");
            text.append("\n| requirement | tests |\n|---|---|\n");
            coverage.testsByRequirement().forEach((requirement, tests) -> text.append("| ")
                    .append(requirement)
                    .append(" | ")
                    .append(tests(tests))
                    .append(" |\n"));
        }
    }

    private void unknown() {
        if (!coverage.unknown().isEmpty()) {
            text.append("\n## Named by tests, but in no list\n\n");
            coverage.unknown()
                    .forEach(mention -> text.append("- ").append(mention).append('\n'));
        }
    }

    private boolean isCovered(Item item) {
        return !coverage.tests(item.id()).isEmpty();
    }

    private static String tests(Set<String> names) {
        String shown = names.stream().limit(SHOWN).map(name -> "`" + name + "`").collect(Collectors.joining("<br>"));
        return names.size() > SHOWN ? shown + "<br>and " + (names.size() - SHOWN) + " more" : shown;
    }
}
