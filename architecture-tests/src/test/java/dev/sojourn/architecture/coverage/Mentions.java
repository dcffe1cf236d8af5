// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.coverage;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the items that a comment or a name mentions: single ones, lists and ranges. */
public final class Mentions {

    /* An underscore separates words in names of tests. */
    private static final String START = "(?<![A-Za-z0-9.-])";
    private static final String END = "(?![A-Za-z0-9])";
    private static final String DASH = " ?(?:-|\u2013|to) ?";
    private static final Pattern LETTER =
            Pattern.compile(START + "([TESRDWC])(\\d{1,2})(?:" + DASH + "\\1(\\d{1,2}))?" + END);
    private static final Pattern GROUP =
            Pattern.compile(START + "G(\\d{1,2})[-_](\\d{1,3})(?:" + DASH + "(?:G\\1-)?(\\d{1,3}))?" + END);
    private static final Pattern WORDS =
            Pattern.compile(START + "([Ff]ault|[Cc]ookie[ _]input)s?[ _]" + "(\\d{1,2}(?:(?:, ?and | and |, ?|" + DASH
                    + "|_and_|_to_|_)(?:(?:[Ff]ault|[Cc]ookie input) )?\\d{1,2})*)" + END);
    private static final Pattern NUMBER_OR_RANGE = Pattern.compile("(\\d+)(?:(?: ?(?:-|\u2013) ?|[ _]to[ _])(\\d+))?");
    private static final Pattern CHECKLIST = Pattern.compile(START + "C: ([^;.<*\n]+)");
    private static final Pattern ASVS = Pattern.compile("ASVS[ _](\\d+[._]\\d+[._]\\d+)");

    private Mentions() {}

    /** The ids that a text names, whether or not there are such items. */
    public static Set<String> ids(String text) {
        Set<String> ids = new LinkedHashSet<>(longIds(text));
        Matcher letter = LETTER.matcher(text);
        while (letter.find()) {
            addRange(ids, letter.group(1), letter.group(2), letter.group(3));
        }
        return ids;
    }

    /** Only the ids that cannot be anything else: what counts inside a string of a program. */
    static Set<String> longIds(String text) {
        Set<String> ids = new LinkedHashSet<>();
        Matcher group = GROUP.matcher(text);
        while (group.find()) {
            addRange(ids, "G" + group.group(1) + "-", group.group(2), group.group(3));
        }
        Matcher words = WORDS.matcher(text);
        while (words.find()) {
            Matcher number = NUMBER_OR_RANGE.matcher(words.group(2));
            while (number.find()) {
                addRange(
                        ids,
                        words.group(1).toLowerCase(Locale.ROOT).replace('_', ' ') + " ",
                        number.group(1),
                        number.group(2));
            }
        }
        return ids;
    }

    /** The words after each {@code C:}. */
    static Set<String> checklistWords(String text) {
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = CHECKLIST.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group(1).strip());
        }
        return words;
    }

    /** The requirements of the OWASP Application Security Verification Standard that a text names. */
    static Set<String> asvs(String text) {
        Set<String> ids = new LinkedHashSet<>();
        Matcher matcher = ASVS.matcher(text);
        while (matcher.find()) {
            ids.add(matcher.group(1).replace('_', '.'));
        }
        return ids;
    }

    private static void addRange(Set<String> ids, String prefix, String from, @Nullable String to) {
        int first = Integer.parseInt(from);
        int last = to == null ? first : Integer.parseInt(to);
        for (int number = first; number <= last; number++) {
            ids.add(prefix + number);
        }
    }
}
