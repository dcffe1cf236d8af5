// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.Session;
import dev.sojourn.servlet.SessionFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.util.ajax.JSON;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/session}: the session as JSON; all null without one, and none is created. */
final class SessionApi extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> session = SessionFilter.session(request);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", session.map(Session::id).orElse(null));
        json.put("isNew", session.map(Session::isNew).orElse(null));
        json.put("created", session.map(open -> open.created().toString()).orElse(null));
        json.put(
                "lastAccessed",
                session.map(open -> open.lastAccessed().toString()).orElse(null));
        json.put("data", session.map(SessionApi::data).orElse(Map.of()));
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().println(new JSON().toJSON(json));
    }

    private static Map<String, Object> data(Session session) {
        Map<String, Object> data = new LinkedHashMap<>();
        session.get(HomePage.VISITS).ifPresent(visits -> data.put("visits", visits));
        session.principal().ifPresent(user -> data.put("user", user));
        return data;
    }
}
