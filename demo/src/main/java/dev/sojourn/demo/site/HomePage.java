// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.Session;
import dev.sojourn.servlet.SessionFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** {@code GET /}: who you are, how often you pressed the button, and three forms. Looking creates no session. */
final class HomePage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> session = SessionFilter.session(request);
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Cache-Control", "no-store"); // the back button must not show a signed-out user's page
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.getWriter().print(HomeHtml.page(session, request.getLocalPort()));
    }
}
