// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import jakarta.servlet.http.HttpServletResponse;

/** Answers a form with the page to look at, so that a reload does not send the form again (RFC 9110 §15.4.4). */
final class SeeOther {
    private SeeOther() {}

    static void at(String path, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", path);
    }
}
