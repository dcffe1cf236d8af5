// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.util.ajax.JSON;

/** {@code GET /api/conflicts}: what this server's requests met of each other since it started, as JSON; nobody's in particular. */
final class ConflictsApi extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Conflicts conflicts;

    ConflictsApi(Conflicts conflicts) {
        this.conflicts = conflicts;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().println(new JSON().toJSON(conflicts.counts()));
    }
}
