// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.Session;
import java.util.Optional;

/** The one page of the demo. */
final class HomeHtml {
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>Sojourn demo</title>
              <link rel="stylesheet" href="/style.css">
            </head>
            <body>
              <main>
                <header>
                  <h1>Sojourn</h1>
                  <p class="lead">%s</p>
                </header>
                <section class="card" aria-label="Your session">
                  <p class="count"><span id="visits">%d</span> %s</p>
                  <form method="post" action="/increment"><button id="increment">Count one more</button></form>
                  <dl>
                    <dt>Session</dt><dd id="session-id">%s</dd>
                    <dt>Signed in</dt><dd id="user">%s</dd>
                  </dl>
                </section>
                <section class="card" aria-label="Sign in or out">
                  <form class="row" method="post" action="/login">
                    <label for="name">Name</label>
                    <input id="name" name="user" required maxlength="%d" autocomplete="username" placeholder="Ada">
                    <button id="login">Sign in</button>
                  </form>
                  <form method="post" action="/logout"><button id="logout" class="quiet"%s>Sign out</button></form>
                </section>
                <footer>
                  <p>The id above is a public one: it names the session and opens nothing. The token that opens it is in an HttpOnly
                  cookie, and changes when you sign in. The same as JSON: <a href="/api/session">/api/session</a>. This page came from
                  the server on port <span id="server">%d</span>.</p>
                </footer>
              </main>
            </body>
            </html>
            """;

    private HomeHtml() {}

    static String page(Optional<Session> session, int serverPort) {
        int visits = session.flatMap(open -> open.get(Demo.VISITS)).orElse(0);
        Optional<String> user = session.flatMap(Session::principal);
        String greeting = user.map(name -> "Welcome, " + escape(name) + ".")
                .orElse(session.isPresent() ? "You are remembered, and not signed in." : "You are not known here yet.");
        return PAGE.formatted(
                greeting,
                visits,
                visits == 1 ? "visit counted" : "visits counted",
                session.map(Session::id).map(HomeHtml::escape).orElse("none yet"),
                user.map(HomeHtml::escape).orElse("nobody"),
                Demo.LONGEST_NAME,
                session.isPresent() ? "" : " disabled",
                serverPort);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
