// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/** {@code POST /sessions/end}: ends one of the user's own sessions, by the public id that the page shows. */
final class EndOneAction extends FreshAction {
    private static final long serialVersionUID = 1L;

    private final transient SessionManager manager;

    EndOneAction(SessionManager manager) {
        this.manager = manager;
    }

    @Override
    String act(Session session, HttpServletRequest request) {
        String id = Objects.requireNonNullElse(request.getParameter("id"), "");
        try {
            boolean ended = manager.end(session.principal().orElseThrow(), id);
            return ended ? "The session has ended." : "There is no such session any more.";
        } catch (UnsupportedOperationException inCookies) {
            return "Only this session is known here: end it, or all others.";
        }
    }
}
