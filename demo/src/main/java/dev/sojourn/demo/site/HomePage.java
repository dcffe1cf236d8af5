// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.AttributeKey;
import dev.sojourn.Session;
import dev.sojourn.servlet.SessionFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** {@code GET /}: who you are, and how often you pressed the button. Looking creates no session. */
final class HomePage extends HttpServlet {
    /** How often the visitor pressed the button. */
    static final AttributeKey<Integer> VISITS = AttributeKey.of("visits", Integer.class);

    private static final long serialVersionUID = 1L;

    private static final String CONTENT = """
            <h1>%s</h1>
            <p class="lead">%s</p>
            <section class="card" aria-label="Your session">
              <p class="count"><span id="visits">%d</span> %s</p>
              <form method="post" action="/increment"><button id="increment">Count one more</button></form>
              <dl>
                <dt>Session</dt><dd id="session-id">%s</dd>
                <dt>Signed in</dt><dd id="user">%s</dd>
              </dl>
            </section>
            <footer>
              <p>The id above is a public one: it names the session and opens nothing. The token that opens it is in an HttpOnly
              cookie, and changes when you sign in. The same as JSON: <a href="/api/session">/api/session</a>. This page came from
              the server on port <span id="server">%d</span>.</p>
            </footer>""";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> session = SessionFilter.session(request);
        Html.send(session, "Home", content(session, request.getLocalPort()), response);
    }

    private static String content(Optional<Session> session, int serverPort) {
        int visits = session.flatMap(open -> open.get(VISITS)).orElse(0);
        Optional<String> user = session.flatMap(Session::principal);
        String known = session.isPresent() ? "You are remembered, and not signed in." : "You are not known here yet.";
        return CONTENT.formatted(
                user.map(name -> "Welcome, " + Html.text(name) + ".").orElse("Welcome."),
                user.isPresent() ? "You are signed in." : known,
                visits,
                visits == 1 ? "visit counted" : "visits counted",
                session.map(Session::id).orElse("none yet"),
                user.map(Html::text).orElse("nobody"),
                serverPort);
    }
}
