// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The cookie by which the bare servlets know a visitor. */
final class BareVisitor {
    private static final String COOKIE = "bare";

    private BareVisitor() {}

    static void greet(HttpServletResponse response, String id) {
        response.addCookie(new Cookie(COOKIE, id));
    }

    static String of(HttpServletRequest request) {
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals(COOKIE)) {
                return cookie.getValue();
            }
        }
        throw new IllegalStateException("every visitor has a cookie");
    }
}
