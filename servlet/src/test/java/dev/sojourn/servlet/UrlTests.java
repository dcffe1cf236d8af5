// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.CountsAsUse;
import dev.sojourn.web.WebSessions;
import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Session ids in URLs: closed unless both the builder and the context open them. */
abstract class UrlTests extends ServletFixture {
    private static final String PARAMETER = ";jsessionid=";

    private void insecure(ServletContext context) {
        SessionFilter.builder(manager()).insecureIdsInUrls().build().addTo(context);
    }

    @BeforeEach
    void pages() {
        servlet.on("/start", (request, response) -> {
            request.getSession().setAttribute("user", "ada");
            response.getWriter().print(response.encodeURL("/next?a=b"));
        });
        servlet.on("/next", UrlTests::tellWhatCame);
    }

    /** What the request says of its session, and a link to go on. */
    private static void tellWhatCame(HttpServletRequest request, HttpServletResponse response) throws Exception {
        HttpSession session = request.getSession(false);
        response.getWriter()
                .print((session == null ? "nobody" : session.getAttribute("user"))
                        + (request.isRequestedSessionIdFromURL() ? " by url" : "")
                        + (request.isRequestedSessionIdFromCookie() ? " by cookie" : "")
                        + (request.isRequestedSessionIdValid() ? " valid " : " ")
                        + response.encodeURL("/next"));
    }

    private static String tokenIn(String text) {
        return text.substring(text.indexOf(PARAMETER) + PARAMETER.length()).replaceAll("[?# ].*", "");
    }

    /** C: isRequestedSessionIdFromURL is truthful; a session goes on from link to link without a cookie. */
    @Test
    void session_goes_on_from_link_to_link() {
        Browser browser = start("", this::insecure);
        String link = browser.get("/start").body();
        String token = tokenIn(link);
        assertEquals("/next" + PARAMETER + token + "?a=b", link);
        browser.forgetCookie();
        Browser.Reply next = browser.get(link);
        assertEquals("ada by url valid /next" + PARAMETER + token, next.body());
        assertEquals(List.of(), next.setCookies());
        assertEquals(List.of("same-origin"), next.headers("Referrer-Policy"));
        assertEquals(
                "ada by url valid /next" + PARAMETER + token,
                browser.get("/next" + PARAMETER + token).body());
    }

    /** T51, W3: closed by default: nothing is read from a URL, on no request, and nothing written into one. */
    @Test
    void without_the_word_insecure_there_are_no_ids_in_urls() {
        servlet.on("/redirect", (request, response) -> {
            request.getSession();
            response.sendRedirect(response.encodeRedirectURL("/next"));
        });
        servlet.on("/odd", (request, response) -> {
            request.getSession();
            assertEquals("", response.encodeURL(""));
            assertNull(response.encodeURL(null));
        });
        Browser browser = start();
        assertEquals("/next?a=b", browser.get("/start").body());
        String token = browser.cookie().orElseThrow().split("=", 2)[1];
        for (int i = 0; i < 2; i++) {
            browser.forgetCookie();
            assertEquals(
                    "nobody /next", browser.get("/next" + PARAMETER + token).body());
            assertEquals("nobody /next", browser.get("/next;sid=" + token).body());
            assertTrue(browser.get("/redirect").headers("Location").get(0).endsWith("/next"));
        }
        browser.forgetCookie();
        assertOk(browser.get("/odd"));
    }

    /** The word alone opens nothing where the context tracks sessions by cookies only. */
    @Test
    void context_without_url_tracking_keeps_them_closed() {
        try (LogRecorder log = LogRecorder.of(UrlTracking.class.getName())) {
            Browser browser = start("", context -> {
                context.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
                insecure(context);
            });
            assertEquals("/next?a=b", browser.get("/start").body());
            String token = browser.cookie().orElseThrow().split("=", 2)[1];
            browser.forgetCookie();
            assertEquals(
                    "nobody /next", browser.get("/next" + PARAMETER + token).body());
            assertTrue(log.messages().get(0).contains("insecureIdsInUrls() has no effect"));
        }
    }

    /** A browser that shows the cookie gets plain links, and no link moves it into another session. W4. */
    @Test
    void cookie_counts_before_the_url() {
        Browser browser = start("", this::insecure);
        String theirs = tokenIn(browser.get("/start").body());
        browser.forgetCookie();
        browser.get("/start");
        String mine = browser.cookie().orElseThrow();
        assertEquals("ada by cookie valid /next", browser.get("/next").body());
        assertEquals(
                "ada by cookie valid /next",
                browser.get("/next" + PARAMETER + theirs).body());
        assertEquals(mine, browser.cookie().orElseThrow());
    }

    /** W4: an id that opens nothing is no session, and is never taken for a new one. */
    @Test
    void url_that_opens_nothing_is_no_session() {
        servlet.on("/end", (request, response) -> request.getSession(false).invalidate());
        Browser browser = start("", this::insecure);
        String token = tokenIn(browser.get("/start").body());
        browser.get("/end");
        browser.forgetCookie();
        for (String dead : List.of(token, "A".repeat(64), "x")) {
            assertEquals(
                    "nobody by url /next",
                    browser.get("/next" + PARAMETER + dead).body());
            assertNotEquals(
                    dead, tokenIn(browser.get("/start" + PARAMETER + dead).body()));
            browser.forgetCookie();
        }
    }

    /** W4: after a login the link one came by is dead; links and the cookie have the new token. */
    @Test
    void change_of_id_changes_the_links() {
        servlet.on("/change", (request, response) -> {
            String before = request.getRequestedSessionId();
            assertNotEquals(before, request.changeSessionId());
            response.sendRedirect(response.encodeRedirectURL("/next"));
        });
        Browser browser = start("", this::insecure);
        String old = tokenIn(browser.get("/start").body());
        browser.forgetCookie();
        String location =
                browser.get("/change" + PARAMETER + old).headers("Location").get(0);
        assertTrue(browser.cookie().orElseThrow().endsWith(tokenIn(location)));
        browser.forgetCookie();
        assertEquals(
                "nobody by url /next", browser.get("/next" + PARAMETER + old).body());
        assertTrue(browser.get("/next" + PARAMETER + tokenIn(location)).body().startsWith("ada by url valid"));
    }

    /** Forwarded and included pages see the URL that the client asked for, and write links that hold. */
    @Test
    void forwarded_and_included_pages_have_the_session_of_the_url() {
        servlet.on("/forward", (request, response) -> request.getRequestDispatcher("/next")
                .forward(request, response));
        servlet.on("/include", (request, response) -> request.getRequestDispatcher("/next")
                .include(request, response));
        Browser browser = start("", this::insecure);
        String token = tokenIn(browser.get("/start").body());
        browser.forgetCookie();
        for (String path : List.of("/forward", "/include")) {
            assertEquals(
                    "ada by url valid /next" + PARAMETER + token,
                    browser.get(path + PARAMETER + token).body());
        }
    }

    /** The token goes into links to this application only. */
    @Test
    void links_to_elsewhere_stay_as_they_are() {
        servlet.on("/links", (request, response) -> {
            request.getSession();
            for (String url : List.of("https://evil.example/", "//evil.example/", "/other", "../x", "mailto:a@b.c")) {
                assertEquals(url, response.encodeURL(url));
                assertEquals(url, response.encodeRedirectURL(url));
            }
            String here = request.getRequestURL().toString();
            assertEquals(here + PARAMETER, response.encodeURL(here).replaceAll("(?<==)[^=]+$", ""));
            response.getWriter().print(response.encodeURL("next"));
        });
        Browser browser = start("/shop", this::insecure);
        Browser.Reply reply = browser.get("/shop/links");
        assertOk(reply);
        assertTrue(reply.body().startsWith("next" + PARAMETER));
        assertEquals(List.of("no-store"), reply.headers("Cache-Control"));
    }

    /** The parameter has the name that the context gives the cookie, as containers have it. */
    @Test
    void parameter_has_the_name_that_the_context_gives() {
        Browser browser = start("", context -> {
            context.getSessionCookieConfig().setName("shop");
            insecure(context);
        });
        String link = browser.get("/start").body();
        assertTrue(link.startsWith("/next;shop="));
        browser.forgetCookie();
        assertTrue(browser.get(link).body().startsWith("ada by url valid"));
    }

    /** A session that is first stored for a link is stored once, and its creation told once. */
    @Test
    void link_saves_the_session_once() {
        servlet.on("/links", (request, response) -> {
            request.getSession().setAttribute("user", "ada");
            for (int i = 0; i < 3; i++) {
                assertNotNull(response.encodeURL("/next"));
            }
        });
        Browser browser = start("", context -> SessionFilter.builder(manager())
                .listener(listener)
                .insecureIdsInUrls()
                .build()
                .addTo(context));
        store.reset();
        browser.get("/links");
        assertEquals(1, store.writes.get());
        assertEquals(List.of("created", "added user=ada"), listener.take());
    }

    /** Sessions that are given whole have settled this. */
    @Test
    void builder_refuses_what_the_given_sessions_settle() {
        WebSessions sessions = WebSessions.builder(manager()).build();
        assertThrows(
                IllegalArgumentException.class,
                () -> SessionFilter.builder(sessions).insecureIdsInUrls().build());
        assertThrows(IllegalArgumentException.class, () -> SessionFilter.builder(sessions)
                .countsAsUse(CountsAsUse.ON_REQUEST)
                .build());
    }
}
