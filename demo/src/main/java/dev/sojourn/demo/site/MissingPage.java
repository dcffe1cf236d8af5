// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.servlet.SessionFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** In place of a page that is not there, whatever was asked of it. It repeats nothing of the address. */
final class MissingPage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private static final String CONTENT = """
            <h1>There is no such page.</h1>
            <p class="lead">The link was wrong, or is too old. <a href="/">Go to the first page</a>.</p>""";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        Html.send(SessionFilter.session(request), "No such page", CONTENT, response);
    }
}
