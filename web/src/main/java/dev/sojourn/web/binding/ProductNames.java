// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names by the words that give them away, the most telling first: browsers claim to be many others, too. */
final class ProductNames {
    private final List<Map.Entry<String, String>> byWord;

    /** Pairs of a word and the name it stands for. */
    ProductNames(List<Map.Entry<String, String>> byWord) {
        this.byWord = List.copyOf(byWord);
    }

    /** The name that the first of the words in the text stands for. */
    @Nullable
    String in(String text) {
        for (Map.Entry<String, String> candidate : byWord) {
            if (hasWord(text, candidate.getKey())) {
                return candidate.getValue();
            }
        }
        return null;
    }

    /** Whether a word begins with this: {@code Edge/12} has {@code Edge/}, {@code NotEdge/12} has not. */
    private static boolean hasWord(String text, String word) {
        int at = text.indexOf(word);
        while (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
            at = text.indexOf(word, at + 1);
        }
        return at >= 0;
    }
}
