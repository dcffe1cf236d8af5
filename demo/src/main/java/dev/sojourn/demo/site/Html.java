// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.Session;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** What all pages share: what is around their content, and how a text becomes HTML. */
final class Html {
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>%s · Sojourn demo</title>
              <link rel="stylesheet" href="/style.css">
            </head>
            <body>
              <header>
                <a class="brand" href="/">Sojourn</a>
                <nav>%s</nav>
              </header>
              <main>
            %s
              </main>
            </body>
            </html>
            """;

    private static final String FOR_USERS = """
            <a id="sessions" href="/sessions">Your sessions</a>
            <form method="post" action="/logout"><button id="logout" class="quiet">Sign out</button></form>""";

    private static final String FOR_OTHERS = """
            <a id="sign-in" class="button quiet" href="/login">Sign in</a>""";

    private Html() {}

    /** Answers with a page; the status is set before. */
    static void send(Optional<Session> session, String title, String content, HttpServletResponse response)
            throws IOException {
        boolean signedIn = session.flatMap(Session::principal).isPresent();
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Cache-Control", "no-store"); // the back button must not show a signed-out user's page
        response.getWriter().print(PAGE.formatted(text(title), signedIn ? FOR_USERS : FOR_OTHERS, content));
    }

    /** A text as it stands in an element or in an attribute with quotes. */
    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A message above the content; nothing if there is none. The role has it read out. */
    static String message(String role, String message) {
        return message.isEmpty() ? "" : "<p class=\"message\" role=\"" + role + "\">" + text(message) + "</p>";
    }
}
