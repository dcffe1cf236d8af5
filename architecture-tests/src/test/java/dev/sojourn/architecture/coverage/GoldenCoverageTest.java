// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.architecture.GoldenFile;
import dev.sojourn.architecture.Project;
import java.util.List;
import org.junit.jupiter.api.Test;

/** T75: every required behaviour has a test that names it, or a reason why not. */
class GoldenCoverageTest {

    private final Items items = Items.checkedIn();
    private final OpenItems open = OpenItems.checkedIn();
    private final Coverage coverage = new Coverage(items, TestSources.ofTheProject());

    @Test
    void the_document_says_what_the_tests_name() {
        GoldenFile.check(Project.ROOT.resolve("docs/coverage.md"), new CoverageTable(items, coverage, open).text());
    }

    @Test
    void every_item_has_a_test_or_a_reason_in_coverage_open() {
        List<String> withoutEither = items.all().stream()
                .filter(item -> coverage.tests(item.id()).isEmpty())
                .filter(item -> open.reason(item.id()).isEmpty())
                .map(item -> item.id() + " = " + item.title())
                .toList();
        assertEquals("", String.join("\n", withoutEither), "neither a test nor a line in docs/coverage-open.txt");
    }

    @Test
    void every_line_in_coverage_open_is_about_an_item_that_is_open() {
        assertEquals(
                List.of(), open.stale(items, coverage.coveredItems()), "lines to remove from docs/coverage-open.txt");
    }
}
