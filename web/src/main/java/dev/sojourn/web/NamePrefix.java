// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The beginnings of cookie names that make browsers check attributes. Longest first, so that the first match is the one.
 *
 * <p>Browsers match them without regard to case. Source: RFC 6265bis §4.1.3; the layered cookies draft for {@code __Http-}.
 */
enum NamePrefix {
    HOST_HTTP("__Host-Http-", true, true),
    HOST("__Host-", true, false),
    SECURE("__Secure-", false, false),
    HTTP("__Http-", false, true);

    private final String text;
    private final boolean hostOnly;
    private final boolean httpOnly;

    NamePrefix(String text, boolean hostOnly, boolean httpOnly) {
        this.text = text;
        this.hostOnly = hostOnly;
        this.httpOnly = httpOnly;
    }

    String text() {
        return text;
    }

    boolean begins(String name) {
        return name.regionMatches(true, 0, text, 0, text.length());
    }

    /** The name without its prefix, if it has one. */
    static String strip(String name) {
        for (NamePrefix prefix : values()) {
            if (prefix.begins(name)) {
                return name.substring(prefix.text.length());
            }
        }
        return name;
    }

    /** What keeps a browser from accepting this name with these settings; empty if nothing does. */
    static List<String> problems(String name, SessionCookieBuilder settings) {
        List<String> problems = new ArrayList<>();
        for (NamePrefix prefix : values()) {
            if (prefix.begins(name)) {
                prefix.check(settings, problems);
                break;
            }
        }
        return problems;
    }

    private void check(SessionCookieBuilder settings, List<String> problems) {
        if (settings.secure == SessionCookie.SecureMode.OFF) {
            problems.add(demand("Secure, which insecureAllowPlainHttp() switches off"));
        }
        if (hostOnly && settings.domain.isPresent()) {
            problems.add(demand("no domain, was " + settings.domain.get()));
        }
        if (hostOnly && !settings.path.equals("/")) {
            problems.add(demand("the path /, was " + settings.path));
        }
        if (httpOnly && !settings.httpOnly) {
            problems.add(demand("HttpOnly"));
        }
    }

    private String demand(String what) {
        return String.format(Locale.ROOT, "a name that begins with %s needs %s", text, what);
    }
}
