// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An origin as browsers see it: scheme, host and port. Immutable.
 *
 * <p>Two origins are the same if all three are, with the scheme's own port written or not. Nothing else is put right: a
 * host with a dot at its end is another one, as for browsers, and a text with anything before or behind (a user, a path)
 * is no origin. Hosts outside of ASCII are written as browsers send them, {@code xn--..}.
 *
 * <p>Source: RFC 6454 §4 and §6.2.
 *
 * @param scheme in lower case, for example {@code https}
 * @param host in lower case; an IPv6 address in brackets
 * @param port the port, also if it is the scheme's own; 0 if the scheme has none and none was written
 */
public record Origin(String scheme, String host, int port) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");
    private static final int HIGHEST_PORT = 65_535;

    /** The origin that a text is, as in the {@code Origin} header; empty if it is none, {@code null} among them. */
    public static Optional<Origin> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? of(form.group(1), form.group(2)) : Optional.empty();
    }

    /** The origin of a scheme and what a {@code Host} header says; empty if that is no host. */
    static Optional<Origin> of(String scheme, String authority) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String lower = scheme.toLowerCase(Locale.ROOT);
        int port = parts.group(2) == null ? ownPort(lower) : Integer.parseInt(parts.group(2));
        return port > HIGHEST_PORT
                ? Optional.empty()
                : Optional.of(new Origin(lower, parts.group(1).toLowerCase(Locale.ROOT), port));
    }

    private static int ownPort(String scheme) {
        return switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            default -> 0;
        };
    }

    /** As browsers write it: without the scheme's own port. */
    @Override
    public String toString() {
        return scheme + "://" + host + (port == ownPort(scheme) ? "" : ":" + port);
    }
}
