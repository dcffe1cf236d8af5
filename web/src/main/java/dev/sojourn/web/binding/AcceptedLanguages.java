// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import dev.sojourn.web.WebExchange;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The languages a client asks for in {@code Accept-Language}: {@code de-AT,de;q=0.9,en} are German and English. */
final class AcceptedLanguages {
    private static final int LONGEST = 256;
    private static final Pattern PRIMARY = Pattern.compile("[a-z]{2,8}");

    private AcceptedLanguages() {}

    /** Their primary subtags; order, regions and weights say nothing about who it is. */
    static Set<String> of(WebExchange exchange) {
        Set<String> languages = new TreeSet<>();
        for (String line : exchange.requestHeaders("Accept-Language")) {
            String start = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
            for (String range : start.split(",", -1)) {
                String primary = range.strip().split("[-;]", 2)[0].strip().toLowerCase(Locale.ROOT);
                if (PRIMARY.matcher(primary).matches()) {
                    languages.add(primary);
                }
            }
        }
        return languages;
    }
}
