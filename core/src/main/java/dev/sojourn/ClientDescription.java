// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.util.Optional;

/** Makes of what a client says of itself a short line of text that cannot harm the page or the log that shows it. */
final class ClientDescription {
    private static final int LONGEST = 100;

    private ClientDescription() {}

    /** The text with at most 100 characters (code points) and no control characters; empty if nothing is left. */
    static Optional<String> of(String said) {
        String line = said.codePoints()
                .limit(10 * LONGEST) // enough to find what there is to show, and no work for a text without end
                .map(character -> isHarmless(character) ? character : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        int end = line.offsetByCodePoints(0, Math.min(LONGEST, line.codePointCount(0, line.length())));
        return Optional.of(line.substring(0, end).strip()).filter(text -> !text.isEmpty());
    }

    /** Not so: controls, line ends, marks that turn the direction of what follows, and halves of characters. */
    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
