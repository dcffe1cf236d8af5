// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.Session;
import dev.sojourn.SessionPolicy;
import dev.sojourn.servlet.SessionFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code POST /exclusive}: counts one more as code does that relies on having the session for itself, and takes its time. For
 * clients that check whether it has: they name the section, and two other requests tell when it is entered and let it leave.
 */
final class ExclusiveAction extends HttpServlet {
    static final String PATH = "/exclusive";

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_NAME = 64;

    private final transient OpenSections sections;

    ExclusiveAction(SessionPolicy policy) {
        sections = new OpenSections(policy.exclusiveWait(), policy.leaseLength().multipliedBy(2));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        String name = Objects.requireNonNullElse(request.getParameter("section"), "");
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        switch (Objects.requireNonNullElse(request.getPathInfo(), "")) {
            case "" -> count(name, request, response);
            case "/entered" ->
                response.setStatus(
                        sections.awaitEntered(name)
                                ? HttpServletResponse.SC_NO_CONTENT
                                : HttpServletResponse.SC_REQUEST_TIMEOUT);
            case "/leave" -> {
                sections.leave(name);
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            }
            default -> response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** Nothing has left when this returns: so the filter can still answer that the turn was lost. */
    private void count(String name, HttpServletRequest request, HttpServletResponse response) {
        try (OpenSections.Door door = sections.open(name)) {
            Optional<Session> session = SessionFilter.session(request); // waits for its turn
            if (session.isEmpty()) {
                response.setStatus(HttpServletResponse.SC_GONE);
                return;
            }
            int visits = session.get().get(HomePage.VISITS).orElse(0);
            if (!door.awaitLeaving()) {
                response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
                return;
            }
            session.get()
                    .set(HomePage.VISITS, visits + 1); // not update(..): it must not need to be told what came between
            SeeOther.at("/", response);
        }
    }
}
