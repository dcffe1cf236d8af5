// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.coverage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** All required behaviours, in their order. */
final class Items {

    private static final double ENOUGH_WORDS = 0.5;

    private final Map<String, Item> items = new LinkedHashMap<>();

    private Items(List<String> lines) {
        String section = "";
        for (String line : lines) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                Item item = item(line, section);
                if (items.put(item.id(), item) != null) {
                    throw new IllegalStateException("item listed twice: " + item.id());
                }
            }
        }
    }

    /** The list that is checked in beside these tests. */
    static Items checkedIn() {
        try (InputStream in = Objects.requireNonNull(Items.class.getResourceAsStream("items.txt"))) {
            return new Items(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Item> all() {
        return new ArrayList<>(items.values());
    }

    boolean has(String id) {
        return items.containsKey(id);
    }

    /** The item of the HttpSession list that these words describe best, if they describe one. */
    Optional<Item> byWords(String words) {
        Set<String> told = Item.tellingWords(words);
        if (told.isEmpty()) {
            return Optional.empty();
        }
        return items.values().stream()
                .filter(item -> item.id().matches("C\\d+"))
                .filter(item -> share(told, item) >= ENOUGH_WORDS)
                .max(Comparator.comparingDouble((Item item) -> share(told, item))
                        .thenComparing(item -> -item.tellingWords().size()));
    }

    private static double share(Set<String> told, Item item) {
        Set<String> known = item.tellingWords();
        return told.stream().filter(known::contains).count() / (double) told.size();
    }

    private static Item item(String line, String section) {
        String[] halves = line.split(" = ", 2);
        if (halves.length != 2) {
            throw new IllegalStateException("not 'item = text': " + line);
        }
        String[] texts = halves[1].split(" ~ ", 2);
        return new Item(halves[0].strip(), texts[0].strip(), texts.length == 2 ? texts[1] : "", section);
    }
}
