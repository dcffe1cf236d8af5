// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.servlet.SessionFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** {@code /login}: signs a user in, and leads to the page that they wanted. Neither the form nor a failure creates a session. */
final class LoginPage extends HttpServlet {
    /** The form for those who wanted to see their sessions. */
    static final String PATH_TO_SESSIONS = "/login?next=/sessions";

    private static final long serialVersionUID = 1L;

    private static final String CONTENT = """
            <h1>Sign in</h1>
            %s
            <form class="card fields" method="post" action="/login">
              <input type="hidden" name="next" value="%s">
              <label for="name">Name</label>
              <input id="name" name="user" value="%s" required maxlength="%d" autocomplete="username" autofocus>
              <label for="password">Password</label>
              <input id="password" name="password" type="password" required autocomplete="current-password">
              <p class="hint">Any name will do. The password is <code>%s</code>.</p>
              <button id="login">Sign in</button>
            </form>""";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        show("", request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> user = Accounts.find(request.getParameter("user"), request.getParameter("password"));
        if (user.isEmpty()) {
            // Not 401: the browser would have to be told a scheme, and ask in a window of its own.
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            show("This name and this password do not belong together.", request, response);
            return;
        }
        // With a new token: one that somebody planted before is worthless now.
        SessionFilter.sessionOrCreate(request).login(user.get());
        SeeOther.at(next(request), response);
    }

    private static void show(String problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String typed = Objects.requireNonNullElse(request.getParameter("user"), "");
        String content = CONTENT.formatted(
                Html.message("alert", problem),
                next(request),
                Html.text(typed),
                Accounts.LONGEST_NAME,
                Accounts.PASSWORD);
        Html.send(SessionFilter.session(request), "Sign in", content, response);
    }

    /** Never just what the request says: that may lead to another site. */
    private static String next(HttpServletRequest request) {
        return "/sessions".equals(request.getParameter("next")) ? "/sessions" : "/";
    }
}
