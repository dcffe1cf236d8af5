// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.architecture.coverage.Mentions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** W71: what the pages about security claim is proved by tests that exist, and nothing is counted that is not there. */
class SecurityPagesTest {
    private static final List<SecurityPage> PAGES =
            List.of(SecurityPage.THREATS, SecurityPage.DEFAULTS, SecurityPage.ASVS);
    private static final Pattern THREAT = Pattern.compile("(BR|NW|PX|AP|NC|ST|CK|BK|LG|HO|TE)\\d+");
    private static final int TESTS = 3;

    @Test
    void every_test_that_a_page_names_is_one() {
        for (SecurityPage page : PAGES) {
            assertEquals("", String.join("\n", page.broken()), page + " names what is no test");
            assertEquals(0, page.linksWithoutTest(), page + " has a link to a source that names no test in it");
        }
    }

    @Test
    void every_threat_has_an_id_of_its_own_a_control_and_a_test() {
        Set<String> ids = new HashSet<>();
        for (List<String> threat : threats()) {
            assertEquals(TESTS + 1, threat.size(), threat.get(0));
            assertTrue(ids.add(threat.get(0)), threat.get(0) + " stands twice");
            assertTrue(threat.stream().noneMatch(String::isEmpty), threat.get(0) + " has an empty cell");
            assertTrue(!SecurityPage.THREATS.references(threat.get(TESTS)).isEmpty(), threat.get(0) + " has no test");
        }
    }

    /** The other tables of the page send their readers to threats that exist, and no threat is left out of STRIDE. */
    @Test
    void tables_of_other_views_name_threats_that_are_there() {
        Set<String> ids =
                threats().stream().map(threat -> threat.get(0)).collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = new TreeSet<>();
        SecurityPage.THREATS.rows().stream()
                .filter(row -> !THREAT.matcher(row.get(0)).matches())
                .flatMap(row -> THREAT.matcher(String.join(" ", row)).results())
                .forEach(match -> named.add(match.group()));
        assertEquals(ids, named);
    }

    @Test
    void every_known_weakness_of_others_is_on_the_page() {
        Set<String> named = Mentions.ids(SecurityPage.THREATS.text());
        List<String> missing = IntStream.rangeClosed(1, 71)
                .mapToObj(number -> "W" + number)
                .filter(id -> !named.contains(id))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void the_page_counts_right() {
        String counts = threats().size() + " threats, "
                + SecurityPage.THREATS.references().size() + " tests";
        assertTrue(SecurityPage.THREATS.text().contains(counts), "the page should say: " + counts);
    }

    private static List<List<String>> threats() {
        return SecurityPage.THREATS.rows(THREAT);
    }
}
