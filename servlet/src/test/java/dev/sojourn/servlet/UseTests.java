// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.web.CountsAsUse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which requests move the last access. */
abstract class UseTests extends ServletFixture {

    /** Makes a session, lets a page that does not look at it pass after a minute, and asks another minute later. */
    private String lastAccessBefore(SessionFilter filter) {
        servlet.on("/make", (request, response) -> request.getSession().setAttribute("user", "ada"));
        servlet.on("/plain", (request, response) -> response.getWriter().print("plain"));
        servlet.on("/ask", (request, response) -> response.getWriter()
                .print((clock.millis() - request.getSession().getLastAccessedTime()) / 1_000));
        Browser browser = start("", context -> filter.addTo(context));
        browser.get("/make");
        clock.advance(Duration.ofMinutes(1));
        browser.get("/plain");
        clock.advance(Duration.ofMinutes(1));
        return browser.get("/ask").body();
    }

    /** A picture or a file says nothing about the visitor, and costs no look-up. */
    @Test
    void requests_that_do_not_ask_for_the_session_do_not_count_by_default() {
        assertEquals("120", lastAccessBefore(filter()));
    }

    /** Servlet 6.1, 7.6: a session is accessed when a request of it is first handled. */
    @Test
    void all_requests_of_the_session_count_where_that_is_said() {
        assertEquals(
                "60",
                lastAccessBefore(SessionFilter.builder(manager())
                        .countsAsUse(CountsAsUse.ON_REQUEST)
                        .build()));
    }
}
