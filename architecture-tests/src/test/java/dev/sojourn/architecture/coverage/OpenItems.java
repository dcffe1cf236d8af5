// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.coverage;

import dev.sojourn.architecture.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why items have no test yet: {@code docs/coverage-open.txt}, one line {@code items = reason}. */
final class OpenItems {

    private final List<Reason> reasons = new ArrayList<>();

    OpenItems(List<String> lines) {
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] halves = line.split(" = ", 2);
                if (halves.length != 2 || halves[1].isBlank()) {
                    throw new IllegalStateException("docs/coverage-open.txt: not 'items = reason': " + line);
                }
                reasons.add(new Reason(halves[0].strip(), Mentions.ids(halves[0]), halves[1].strip()));
            }
        }
    }

    static OpenItems checkedIn() {
        Path file = Project.ROOT.resolve("docs/coverage-open.txt");
        return new OpenItems(Files.exists(file) ? Project.read(file).lines().toList() : List.of());
    }

    Optional<String> reason(String id) {
        return reasons.stream()
                .filter(reason -> reason.ids().contains(id))
                .map(Reason::text)
                .findFirst();
    }

    /** Lines whose items are all covered, or that name no item. */
    List<String> stale(Items items, Set<String> covered) {
        return reasons.stream()
                .filter(reason -> reason.ids().isEmpty()
                        || !reason.ids().stream().allMatch(items::has)
                        || covered.containsAll(reason.ids()))
                .map(Reason::items)
                .toList();
    }

    private record Reason(String items, Set<String> ids, String text) {}
}
