// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.coverage;

import dev.sojourn.architecture.coverage.TestSources.NamedTest;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which tests name which items. */
final class Coverage {

    private final Map<String, Set<String>> testsByItem = new TreeMap<>();
    private final Map<String, Set<String>> testsByRequirement = new TreeMap<>(Comparator.comparing(Version::parse));
    private final Set<String> unknown = new TreeSet<>();

    Coverage(Items items, List<NamedTest> tests) {
        for (NamedTest test : tests) {
            Stream.concat(Mentions.ids(test.comments()).stream(), Mentions.longIds(test.strings()).stream())
                    .forEach(id -> add(items, id, test.name()));
            for (String words : Mentions.checklistWords(test.comments())) {
                items.byWords(words)
                        .ifPresentOrElse(
                                item -> add(items, item.id(), test.name()),
                                () -> unknown.add("C: " + words + " (" + test.name() + ")"));
            }
            Mentions.asvs(test.comments() + "\n" + test.strings()).forEach(requirement -> testsByRequirement
                    .computeIfAbsent(requirement, key -> new TreeSet<>())
                    .add(test.name()));
        }
    }

    Set<String> coveredItems() {
        return testsByItem.keySet();
    }

    Set<String> tests(String id) {
        return testsByItem.getOrDefault(id, Set.of());
    }

    Map<String, Set<String>> testsByRequirement() {
        return testsByRequirement;
    }

    /** Mentions that belong to no item: a misprint, or words that describe none. */
    Set<String> unknown() {
        return unknown;
    }

    private void add(Items items, String id, String test) {
        if (items.has(id)) {
            testsByItem.computeIfAbsent(id, key -> new TreeSet<>()).add(test);
        } else {
            unknown.add(id + " (" + test + ")");
        }
    }
}
