// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.regex.Pattern;

/**
 * Why and how a {@link WebGuard} refuses a request. Immutable.
 *
 * @param status the status of the response, 400 to 599
 * @param reason why, in a word for logs and counters: lower case letters, digits and hyphens; clients do not see it, and it
 *     holds nothing of the request
 * @param body what the response says
 * @param enforced whether the request is refused; if not, it is only reported
 */
public record GuardRefusal(int status, String reason, Body body, boolean enforced) {
    private static final Pattern WORD = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int FORBIDDEN = 403;

    /** What the body of a refusal is. None of them repeats anything of the request. */
    public enum Body {
        /** JSON for clients that ask for it, a page for all others. */
        AS_ASKED,
        /** A small JSON object. */
        JSON,
        /** A small page. */
        HTML,
        /** Nothing. */
        EMPTY
    }

    /**
     * A refusal.
     *
     * @throws IllegalArgumentException if the status is no error, or the reason no such word
     */
    public GuardRefusal {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status must be 400 to 599, was " + status);
        }
        if (!WORD.matcher(reason).matches()) {
            throw new IllegalArgumentException(
                    "reason must be a word of lower case letters, digits and hyphens, was " + reason);
        }
    }

    /** Refuses with 403, and JSON or a page as the client asks. */
    public static GuardRefusal forbidden(String reason) {
        return new GuardRefusal(FORBIDDEN, reason, Body.AS_ASKED, true);
    }

    /** The same with another status. */
    public GuardRefusal withStatus(int newStatus) {
        return new GuardRefusal(newStatus, reason, body, enforced);
    }

    /** The same with another body. */
    public GuardRefusal withBody(Body newBody) {
        return new GuardRefusal(status, reason, newBody, enforced);
    }

    /** The same, but the request goes on: to try out a rule. */
    public GuardRefusal reportOnly() {
        return new GuardRefusal(status, reason, body, false);
    }
}
