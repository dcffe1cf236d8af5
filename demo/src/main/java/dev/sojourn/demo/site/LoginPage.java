// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.servlet.SessionFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code POST /login}: takes a name at its word, which a demo may; renews the session, so that a planted token is worthless. */
final class LoginAction extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String typed = request.getParameter("user");
        String user = typed == null ? "" : typed.strip();
        if (user.isEmpty() || user.length() > Demo.LONGEST_NAME) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter()
                    .println("Type a name of 1 to " + Demo.LONGEST_NAME + " characters in the field \"user\".");
            return;
        }
        SessionFilter.sessionOrCreate(request).login(user);
        SeeOther.home(response);
    }
}
