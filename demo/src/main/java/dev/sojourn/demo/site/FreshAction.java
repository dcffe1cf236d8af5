// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.Session;
import dev.sojourn.StaleAuthenticationException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A form of the page of sessions: for users who have proved a short while ago who they are. */
abstract class FreshAction extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Duration SHORT_WHILE = Duration.ofMinutes(15);

    /** Does it, and says what came of it. */
    abstract String act(Session session, HttpServletRequest request);

    @Override
    protected final void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> session = SignedIn.session(request, response);
        if (session.isEmpty()) {
            return;
        }
        try {
            session.get().requireFresh(SHORT_WHILE);
        } catch (StaleAuthenticationException stale) {
            SeeOther.at(ConfirmPage.PATH, response);
            return;
        }
        session.get().flash().next(SessionsPage.MESSAGE, act(session.get(), request));
        SeeOther.at(SessionsPage.PATH, response);
    }
}
