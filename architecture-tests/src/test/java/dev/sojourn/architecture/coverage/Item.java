// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.coverage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One required behaviour.
 *
 * @param id how tests name it
 * @param title what it asks for
 * @param words more words that tests may use for it
 * @param section the heading of its table
 */
record Item(String id, String title, String words, String section) {

    private static final int SHORTEST_TELLING_WORD = 4;

    /** The words by which a test that names no number is matched with an item. */
    Set<String> tellingWords() {
        return tellingWords(title + " " + words);
    }

    static Set<String> tellingWords(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
                .filter(word -> word.length() >= SHORTEST_TELLING_WORD)
                .map(word -> word.endsWith("s") ? word.substring(0, word.length() - 1) : word)
                .collect(Collectors.toUnmodifiableSet());
    }
}
