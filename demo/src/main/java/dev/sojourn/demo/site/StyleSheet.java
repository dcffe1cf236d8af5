// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** {@code GET /style.css}: never touches the session, so it costs no look-up and carries no cookie. */
final class StyleSheet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/css;charset=utf-8");
        response.setHeader("Cache-Control", "max-age=3600");
        try (InputStream sheet = Objects.requireNonNull(StyleSheet.class.getResourceAsStream("style.css"))) {
            sheet.transferTo(response.getOutputStream());
        }
    }
}
