// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.csrf.CsrfGuard;
import dev.sojourn.web.csrf.CsrfToken;
import dev.sojourn.web.csrf.CsrfTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens in a container: how pages get them, and how they come back. */
abstract class CsrfTokenTests extends ServletFixture {

    @Override
    SessionFilter filter() {
        return SessionFilter.builder(manager())
                .listener(listener)
                .guard(CsrfGuard.builder().tokens(CsrfTokens.defaults()).build())
                .build();
    }

    /** T70: a form with its hidden field, or a script with its header; the application reads its own fields as ever. */
    @Test
    void form_and_script_return_what_the_page_got() {
        Browser browser = shop();
        String token = browser.get("/form").body();
        assertEquals(
                "bought \u00e4pfel",
                form(browser, "/buy", "item=%C3%A4pfel&_csrf=" + token).body());
        HttpRequest script = browser.request("/buy?item=pears")
                .header("Sec-Fetch-Site", "same-origin")
                .header("x-csrf-token", token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertEquals("bought pears", browser.send(script).body());
    }

    /** T69, ASVS 15.3.7: no token, two, or one in the query is a refusal, and the page does not run. */
    @Test
    void request_without_its_token_is_refused() {
        Browser browser = shop();
        String token = browser.get("/form").body();
        for (String body :
                List.of("item=a", "_csrf=", "_csrf=x", "_csrf=" + token + "&_csrf=" + token, "_csrf[]=" + token)) {
            assertEquals(403, form(browser, "/buy", body).status(), body);
        }
        assertEquals(403, form(browser, "/buy?_csrf=" + token, "item=a").status());
        assertEquals(403, form(browser, "/buy?%5fcsrf=" + token, "item=a").status());
        assertEquals(
                "bought a",
                form(browser, "/buy?_csrf=x", "item=a&_csrf=" + token).body(),
                "the query is not read");
    }

    /** Files of somebody who was not checked are not read: an upload sends the header. */
    @Test
    void upload_needs_the_header() {
        Browser browser = shop();
        String token = browser.get("/form").body();
        String body = "--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + token + "\r\n--x--\r\n";
        HttpRequest.Builder upload = browser.request("/buy")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString(body));
        assertEquals(403, browser.send(upload.build()).status());
        assertEquals(
                200,
                browser.connectedAnew()
                        .send(upload.header("x-csrf-token", token).build())
                        .status());
    }

    /** W8: after the login the old token is worth nothing. */
    @Test
    void token_of_before_the_login_is_refused_after_it() {
        Browser browser = shop();
        String before = browser.get("/form").body();
        assertOk(form(browser, "/login", "_csrf=" + before));
        assertEquals(403, form(browser, "/buy", "item=a&_csrf=" + before).status());
        String after = browser.get("/form").body();
        assertEquals("bought a", form(browser, "/buy", "item=a&_csrf=" + after).body());
    }

    /** T65: pages that read no token make no session; the one that does makes it once, and listeners are told once. */
    @Test
    void token_is_made_when_it_is_read() {
        Browser browser = shop();
        assertEquals("_csrf x-csrf-token", browser.get("/names").body());
        assertEquals(0, store.calls());
        String first = browser.get("/form").body();
        assertEquals(1, store.writes.get());
        assertTrue(browser.cookie().isPresent());
        assertEquals(List.of("created"), listener.take());
        assertNotEquals(first, browser.get("/form").body(), "another text in each page");
    }

    /** What we keep in the session is not the application's, and does not show. */
    @Test
    void secret_of_the_session_is_not_listed() {
        servlet.on("/names-in-session", (request, response) -> response.getWriter()
                .print(Collections.list(request.getSession().getAttributeNames())));
        Browser browser = shop();
        assertFalse(browser.get("/form").body().isEmpty());
        assertEquals("[]", browser.get("/names-in-session").body());
    }

    /** The context's timeout counts for a session that a token made, too. */
    @Test
    void session_made_by_a_token_has_the_contexts_timeout() {
        servlet.on("/timeout", (request, response) -> response.getWriter()
                .print(request.getSession(false).getMaxInactiveInterval()));
        pages();
        Browser browser = start("", context -> {
            context.setSessionTimeout(7);
            filter().addTo(context);
        });
        assertFalse(browser.get("/form").body().isEmpty());
        assertEquals(
                Long.toString(Duration.ofMinutes(7).toSeconds()),
                browser.get("/timeout").body());
    }

    private Browser shop() {
        pages();
        return start();
    }

    private void pages() {
        servlet.on("/names", (request, response) -> {
            CsrfToken token = (CsrfToken) request.getAttribute("_csrf");
            response.getWriter().print(token.getParameterName() + " " + token.getHeaderName());
        });
        servlet.on("/form", (request, response) -> response.getWriter().print(tokenOf(request)));
        servlet.on("/login", (request, response) -> SessionFilter.sessionOrCreate(request)
                .login("ada"));
        servlet.on("/buy", (request, response) -> {
            response.setCharacterEncoding("UTF-8");
            response.getWriter().print("bought " + request.getParameter("item"));
        });
    }

    private static String tokenOf(HttpServletRequest request) {
        return SessionFilter.csrfToken(request).orElseThrow().getToken();
    }

    private static Browser.Reply form(Browser browser, String path, String body) {
        return browser.send(browser.request(path)
                .header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
