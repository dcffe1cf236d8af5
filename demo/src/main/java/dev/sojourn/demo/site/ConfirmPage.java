// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.Session;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** {@code /confirm}: asks the user for the password again, before they may end sessions. */
final class ConfirmPage extends HttpServlet {
    static final String PATH = "/confirm";

    private static final long serialVersionUID = 1L;

    private static final String CONTENT = """
            <h1>Is it you?</h1>
            <p class="lead">You signed in a while ago. Whoever ends sessions must have proved lately who they are.</p>
            %s
            <form class="card fields" method="post" action="/confirm">
              <label for="name">Name</label>
              <input id="name" value="%s" readonly autocomplete="username">
              <label for="password">Password</label>
              <input id="password" name="password" type="password" required autocomplete="current-password" autofocus>
              <p class="hint">It is <code>%s</code>.</p>
              <button id="confirm">Confirm</button>
            </form>""";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> session = SignedIn.session(request, response);
        if (session.isPresent()) {
            show("", session.get(), response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> session = SignedIn.session(request, response);
        if (session.isEmpty()) {
            return;
        }
        String user = session.get().principal().orElseThrow();
        if (Accounts.find(user, request.getParameter("password")).isEmpty()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            show("That is not the password.", session.get(), response);
            return;
        }
        session.get().reauthenticated();
        SeeOther.at(SessionsPage.PATH, response);
    }

    private static void show(String problem, Session session, HttpServletResponse response) throws IOException {
        String user = Html.text(session.principal().orElseThrow());
        String content = CONTENT.formatted(Html.message("alert", problem), user, Accounts.PASSWORD);
        Html.send(Optional.of(session), "Is it you?", content, response);
    }
}
