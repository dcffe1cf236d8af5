// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules for a cookie's domain attribute. */
final class CookieDomain {
    private static final int LONGEST = 253;
    private static final Pattern LABELS = Pattern.compile(
            "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+", Pattern.CASE_INSENSITIVE);
    private static final Pattern LAST_LABEL_NUMERIC = Pattern.compile(".*\\.[0-9]+");

    private CookieDomain() {}

    /** What is wrong with this domain; empty if nothing is. */
    static Optional<String> problem(String domain) {
        if (domain.startsWith(".")) {
            return Optional.of("domain must not begin with a dot: it covers the hosts below it anyway");
        }
        if (domain.chars().anyMatch(c -> c >= 0x80)) {
            return Optional.of("domain must be ASCII: write international names in their xn-- form");
        }
        if (domain.toLowerCase(Locale.ROOT).equals("localhost")
                || domain.toLowerCase(Locale.ROOT).endsWith(".localhost")) {
            return Optional.of("domain must not be localhost: browsers refuse that; set none");
        }
        if (domain.length() > LONGEST || !LABELS.matcher(domain).matches()) {
            return Optional.of("domain must be a host name of two labels or more, such as example.com");
        }
        if (LAST_LABEL_NUMERIC.matcher(domain).matches()) {
            return Optional.of("domain must not be an IP address: browsers refuse that; set none");
        }
        return Optional.empty();
    }
}
