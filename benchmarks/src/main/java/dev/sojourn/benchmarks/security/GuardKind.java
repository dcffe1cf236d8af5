// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import dev.sojourn.web.WebSessions;
import dev.sojourn.web.csrf.CsrfGuard;
import dev.sojourn.web.csrf.CsrfTokens;
import dev.sojourn.web.headers.SecurityHeaders;

/** What looks at a request before the application does. */
public enum GuardKind {
    /** Nothing. */
    NONE("no guard"),
    /** The default of the Servlet filter. */
    CSRF("`CsrfGuard`, `Sec-Fetch-Site: same-origin`"),
    /** With a token that the request brings. */
    TOKEN_CHECKED("`CsrfGuard` with tokens, one checked"),
    /** With a token that the page contains. */
    TOKEN_RENDERED("`CsrfGuard` with tokens, one made for the page (GET)"),
    /** Headers for the response. */
    HEADERS("`SecurityHeaders`");

    private final String title;

    GuardKind(String title) {
        this.title = title;
    }

    /** What the table calls it. */
    String title() {
        return title;
    }

    /** Puts it in front of the application. */
    WebSessions.Builder addTo(WebSessions.Builder sessions) {
        return switch (this) {
            case NONE -> sessions;
            case CSRF -> sessions.guard(CsrfGuard.defaults());
            case TOKEN_CHECKED, TOKEN_RENDERED ->
                sessions.guard(CsrfGuard.builder().tokens(CsrfTokens.defaults()).build());
            case HEADERS -> sessions.guard(SecurityHeaders.defaults());
        };
    }
}
