// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The redirects of Servlet 6.1, with a status and with a body. */
abstract class RedirectTests extends ServletFixture {

    /** A way to redirect. */
    @FunctionalInterface
    interface Way {
        void redirect(HttpServletResponse response, String location) throws Exception;
    }

    /** C: findable before the client can see the response: sendRedirect with status, with clearBuffer, with both. T10. */
    @Test
    void session_is_saved_before_each_kind_of_redirect_leaves() {
        Map<String, Way> ways = new TreeMap<>();
        ways.put("302 ", HttpServletResponse::sendRedirect);
        ways.put("303 ", (response, location) -> response.sendRedirect(location, 303));
        ways.put("302 body", (response, location) -> response.sendRedirect(location, false));
        ways.put("302  ", (response, location) -> response.sendRedirect(location, true));
        ways.put("307 body", (response, location) -> response.sendRedirect(location, 307, false));
        ways.put("308 ", (response, location) -> response.sendRedirect(location, 308, true));
        Browser browser = start();
        servlet.on("/seen", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("a")));
        ways.forEach((expected, way) -> {
            servlet.on("/go", (request, response) -> {
                long before = store.count();
                request.getSession().setAttribute("a", expected);
                response.getWriter().print("body");
                assertEquals(before, store.count(), expected + ": not stored too early");
                way.redirect(response, "/seen");
                assertEquals(before + 1, store.count(), expected + ": stored when the redirect was sent");
            });
            browser.forgetCookie();
            Browser.Reply reply = browser.get("/go");
            List<String> parts = List.of(expected.split(" ", 2));
            assertEquals(parts.get(0), Integer.toString(reply.status()));
            assertEquals(parts.get(1).strip(), reply.body(), expected + ": the body, if it was to stay");
            assertTrue(reply.headers("Location").get(0).endsWith("/seen"), expected);
            assertTrue(reply.sessionCookie().isPresent(), expected);
            assertEquals(expected, browser.get("/seen").body());
        });
    }
}
