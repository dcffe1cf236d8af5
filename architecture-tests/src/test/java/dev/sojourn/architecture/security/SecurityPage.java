// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.security;

import dev.sojourn.architecture.Project;
import dev.sojourn.architecture.coverage.TestSources;
import dev.sojourn.architecture.coverage.TestSources.NamedTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page whose tables name tests: {@code [Class](../path/Class.java) `method`, `method`}. */
final class SecurityPage {
    static final SecurityPage THREATS = new SecurityPage("docs/threat-model.md");
    static final SecurityPage DEFAULTS = new SecurityPage("docs/security-defaults.md");
    static final SecurityPage ASVS = new SecurityPage("docs/asvs.md");

    private static final Pattern LINK_TO_SOURCE = Pattern.compile("]\\([^)]*\\.java\\)");
    private static final Pattern REFERENCE =
            Pattern.compile("\\[([A-Za-z0-9]+)]\\(([^)]+\\.java)\\)((?:,? `[A-Za-z0-9_]+`)+)");
    private static final Pattern METHOD = Pattern.compile("`([A-Za-z0-9_]+)`");

    private final Path file;
    private final String text;

    private SecurityPage(String path) {
        this.file = Project.ROOT.resolve(path);
        this.text = Project.read(file);
    }

    String text() {
        return text;
    }

    /** The rows of all tables, as their cells, without headings and rules. */
    List<List<String>> rows() {
        List<String> lines = text.lines().toList();
        List<List<String>> rows = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            boolean isRule = lines.get(line).startsWith("|---");
            boolean isHeading = line + 1 < lines.size() && lines.get(line + 1).startsWith("|---");
            if (lines.get(line).startsWith("|") && !isRule && !isHeading) {
                rows.add(cells(lines.get(line)));
            }
        }
        return rows;
    }

    /** The rows whose first cell has this form, as {@code AP12}. */
    List<List<String>> rows(Pattern first) {
        return rows().stream()
                .filter(row -> first.matcher(row.get(0)).matches())
                .toList();
    }

    /** The tests that a part of the page names. */
    Set<Reference> references(String part) {
        Set<Reference> found = new TreeSet<>();
        Matcher matcher = REFERENCE.matcher(part);
        while (matcher.find()) {
            Matcher method = METHOD.matcher(matcher.group(3));
            while (method.find()) {
                found.add(new Reference(matcher.group(1), matcher.group(2), method.group(1)));
            }
        }
        return found;
    }

    Set<Reference> references() {
        return references(text);
    }

    /** References that lead to no test. */
    List<String> broken() {
        Set<String> known = Tests.KNOWN;
        return references().stream()
                .filter(reference -> !known.contains(reference.test(file)))
                .map(Reference::toString)
                .toList();
    }

    /** Links to sources that name no test in them. */
    long linksWithoutTest() {
        long links = LINK_TO_SOURCE.matcher(text).results().count();
        return links - REFERENCE.matcher(text).results().count();
    }

    private static List<String> cells(String line) {
        String inner = line.strip();
        return Arrays.stream(inner.substring(1, inner.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    @Override
    public String toString() {
        return Project.relative(file);
    }

    /**
     * A test as a page names it.
     *
     * @param type its class
     * @param path the link to its file
     * @param method the test
     */
    record Reference(String type, String path, String method) implements Comparable<Reference> {

        String test(Path page) {
            return page.resolveSibling(path).normalize() + " " + type + "." + method;
        }

        @Override
        public int compareTo(Reference other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return path + " " + type + "." + method;
        }
    }

    /** All tests of the project, read once. */
    private static final class Tests {
        private static final Set<String> KNOWN =
                TestSources.ofTheProject().stream().map(Tests::place).collect(Collectors.toUnmodifiableSet());

        private static String place(NamedTest test) {
            return test.file().normalize() + " " + test.name();
        }
    }
}
