// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.CountsAsUse;
import dev.sojourn.web.WebSessions;
import dev.sojourn.web.csrf.CsrfGuard;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Requests that other sites forge, in a container: refused by default, before anything runs. */
abstract class CsrfTests extends ServletFixture {
    private final AtomicInteger runs = new AtomicInteger();
    private UnaryOperator<SessionFilterBuilder> settings = builder -> builder;

    @Override
    SessionFilter filter() {
        return settings.apply(SessionFilter.builder(manager()).listener(listener))
                .build();
    }

    /** W59, T71: on by default; the page does not run, no store is asked, no cookie moves, whatever counts as use. */
    @Test
    void forged_request_is_refused_before_anything_runs() {
        settings = builder -> builder.countsAsUse(CountsAsUse.ON_REQUEST);
        Browser browser = visited();
        store.reset();
        Browser.Reply reply = post(browser, "/act", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.test");
        assertEquals(403, reply.status());
        assertEquals(0, runs.get());
        assertEquals(0, store.calls());
        assertEquals(List.of(), reply.setCookies());
        assertEquals(List.of("no-store"), reply.headers("Cache-Control"));
        assertEquals(List.of("nosniff"), reply.headers("X-Content-Type-Options"));
        assertTrue(reply.headers("Content-Type").get(0).startsWith("text/html"));
        assertTrue(reply.body().contains("<h1>Request refused</h1>"), reply.body());
        assertFalse(reply.body().contains("evil"), reply.body());
    }

    /** T69: an answer in JSON for who speaks JSON, and never an error. */
    @Test
    void forged_request_for_json_gets_json() {
        Browser browser = visited();
        Browser.Reply reply = post(browser, "/act", "Sec-Fetch-Site", "cross-site", "Accept", "application/json");
        assertEquals(403, reply.status());
        assertEquals("{\"error\":\"refused\"}\n", reply.body());
        assertTrue(reply.headers("Content-Type").get(0).startsWith("application/json"));
    }

    /** T70, W56: the browser's words count, else the origin with scheme, host and port, as a real server sees them. */
    @Test
    void own_requests_pass() {
        Browser browser = visited();
        String own = "http://localhost:" + browser.port();
        assertOk(post(browser, "/act", "Sec-Fetch-Site", "same-origin"));
        assertOk(post(browser, "/act", "Sec-Fetch-Site", "none"));
        assertOk(post(browser, "/act", "Origin", own));
        assertOk(post(browser, "/act", "Referer", own + "/page?a=b"));
        assertEquals(4, runs.get());
        for (String other : List.of("https://localhost:" + browser.port(), "http://localhost", "null")) {
            assertEquals(403, post(browser, "/act", "Origin", other).status(), other);
        }
        assertEquals(4, runs.get());
    }

    /** Programs that hold no cookie are not held up; one that holds it has to say where it comes from. */
    @Test
    void silent_request_passes_without_the_cookie_only() {
        Browser browser = visited();
        assertEquals(403, post(browser, "/act", "X-Any", "thing").status());
        browser.forgetCookie();
        assertOk(post(browser, "/act", "X-Any", "thing"));
    }

    /** Pages that only show something cost nothing, cookie or not, cross-site or not. */
    @Test
    void safe_requests_open_no_session() {
        Browser browser = visited();
        servlet.on("/page", (request, response) -> response.getWriter().print("page"));
        store.reset();
        Browser.Reply reply = browser.send(browser.request("/page")
                .header("Sec-Fetch-Site", "cross-site")
                .GET()
                .build());
        assertOk(reply);
        assertOk(browser.head("/page"));
        assertEquals(0, store.calls());
        assertEquals(List.of(), reply.headers("Vary"));
    }

    /** T71: login and logout are guarded as everything else is, without a word from the application. */
    @Test
    void login_and_logout_cannot_be_forged() {
        servlet.on("/login", (request, response) -> SessionFilter.sessionOrCreate(request)
                .login("eve"));
        servlet.on("/logout", (request, response) -> request.getSession().invalidate());
        servlet.on("/who", (request, response) -> response.getWriter()
                .print(SessionFilter.session(request)
                        .flatMap(dev.sojourn.Session::principal)
                        .orElse("nobody")));
        Browser browser = visited();
        assertOk(post(browser, "/login", "Sec-Fetch-Site", "same-origin"));
        assertEquals(
                403, post(browser, "/logout", "Sec-Fetch-Site", "same-site").status());
        assertEquals("eve", browser.get("/who").body());
        browser.forgetCookie();
        assertEquals(
                403, post(browser, "/login", "Sec-Fetch-Site", "cross-site").status());
        assertEquals("nobody", browser.get("/who").body());
    }

    /** Neither a parameter that names a method, nor a type of body, nor TRACE gets around it. */
    @Test
    void tricks_with_method_and_body_are_refused() {
        Browser browser = visited();
        assertEquals(
                403,
                post(browser, "/act?_method=GET", "Sec-Fetch-Site", "cross-site")
                        .status());
        for (String type : List.of(
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain",
                "application/json")) {
            assertEquals(
                    403,
                    post(browser, "/act", "Sec-Fetch-Site", "cross-site", "Content-Type", type)
                            .status(),
                    type);
        }
        for (String method : List.of("PUT", "DELETE", "PATCH", "PROPFIND")) {
            HttpRequest request = browser.request("/act")
                    .header("Sec-Fetch-Site", "cross-site")
                    .method(method, BodyPublishers.noBody())
                    .build();
            assertEquals(403, browser.send(request).status(), method);
        }
        assertEquals(0, runs.get());
    }

    /** W58: HEAD goes to the page of GET, and is as safe. */
    @Test
    void head_is_as_get() {
        Browser browser = visited();
        assertOk(browser.head("/act"));
        assertEquals(1, runs.get());
    }

    /** The request was judged when it came: its later dispatches are not, and its page runs once. */
    @Test
    void request_is_judged_once_for_all_its_dispatches() {
        servlet.on("/async", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.dispatch("/act");
        });
        servlet.on("/forward", (request, response) -> request.getRequestDispatcher("/act")
                .forward(request, response));
        servlet.on("/include", (request, response) -> request.getRequestDispatcher("/act")
                .include(request, response));
        Browser browser = visited();
        for (String path : List.of("/async", "/forward", "/include")) {
            assertOk(post(browser, path, "Sec-Fetch-Site", "same-origin"));
            assertEquals(
                    403, post(browser, path, "Sec-Fetch-Site", "cross-site").status(), path);
        }
        assertEquals(3, runs.get());
    }

    @Test
    void error_page_of_an_own_request_is_shown() {
        servlet.on("/fail", (request, response) -> response.sendError(418));
        servlet.on("/error", (request, response) -> response.getWriter().print("our error page"));
        on("/act");
        Browser browser = startIn((path, application) -> new ErrorPages("/error").start(kind(), path, application));
        assertEquals(
                "our error page",
                post(browser, "/fail", "Sec-Fetch-Site", "same-origin").body());
        Browser.Reply refused = post(browser, "/fail", "Sec-Fetch-Site", "cross-site");
        assertEquals(403, refused.status());
        assertTrue(refused.body().contains("Request refused"), "the guard's own page, not the application's");
    }

    /** ASVS 4.4.2: another site's page cannot open a WebSocket with the visitor's cookie. */
    @Test
    void forged_websocket_is_refused() throws IOException {
        Browser browser = visited();
        String own = "http://localhost:" + browser.port();
        assertTrue(handshake(browser, "https://evil.test").startsWith("HTTP/1.1 403"));
        assertEquals(0, runs.get());
        assertTrue(handshake(browser, own).startsWith("HTTP/1.1 200"), "the page itself decides");
        assertEquals(1, runs.get());
    }

    private static String handshake(Browser browser, String origin) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), browser.port())) {
            socket.setSoTimeout(20_000);
            String request = "GET /act HTTP/1.1\r\nHost: localhost:" + browser.port() + "\r\nConnection: Upgrade, close"
                    + "\r\nUpgrade: websocket\r\nOrigin: " + origin + "\r\nCookie: "
                    + browser.cookie().orElseThrow() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void guard_can_be_taken_away() {
        settings = SessionFilterBuilder::withoutCsrfGuard;
        Browser browser = visited();
        assertOk(post(browser, "/act", "Sec-Fetch-Site", "cross-site"));
    }

    /** One's own guard stands in the place of the default, wherever it was registered. */
    @Test
    void own_guard_takes_the_place_of_the_default() {
        CsrfGuard own = CsrfGuard.builder().exemptPaths("/act").build();
        settings = builder -> builder.guard(own);
        Browser browser = visited();
        assertOk(post(browser, "/act", "Sec-Fetch-Site", "cross-site"));
        assertEquals(
                403, post(browser, "/other", "Sec-Fetch-Site", "cross-site").status());
        assertThrows(IllegalArgumentException.class, () -> SessionFilter.builder(manager())
                .guard(own)
                .withoutCsrfGuard()
                .build());
    }

    @Test
    void guard_of_the_given_sessions_counts_and_else_the_default() {
        WebSessions bare = WebSessions.builder(manager()).build();
        CsrfGuard own = CsrfGuard.builder().logOnly().build();
        on("/act");
        Browser guarded = start("", context -> SessionFilter.of(bare).addTo(context));
        assertEquals(403, post(guarded, "/act", "Sec-Fetch-Site", "cross-site").status());
        WebSessions with = WebSessions.builder(manager()).guard(own).build();
        Browser logging = start("", context -> SessionFilter.of(with).addTo(context));
        assertOk(post(logging, "/act", "Sec-Fetch-Site", "cross-site"));
        assertEquals(
                1, own.refusals().values().stream().mapToLong(Long::longValue).sum());
    }

    /** ASVS 16.3.3: somebody is told. */
    @Test
    void listener_is_told() {
        AtomicInteger told = new AtomicInteger();
        settings = builder -> builder.guardListener(refused -> told.incrementAndGet());
        Browser browser = visited();
        assertEquals(403, post(browser, "/act", "Sec-Fetch-Site", "cross-site").status());
        assertOk(post(browser, "/act", "Sec-Fetch-Site", "same-origin"));
        assertEquals(1, told.get());
    }

    /** A visitor with a session, on an application with a page that counts how often it runs. */
    private Browser visited() {
        on("/act");
        servlet.on("/visit", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("a", 1);
        });
        Browser browser = start();
        assertOk(browser.get("/visit"));
        return browser;
    }

    private void on(String path) {
        servlet.on(path, (request, response) -> {
            int unused = runs.incrementAndGet();
            response.getWriter().print("ran");
        });
    }

    private static Browser.Reply post(Browser browser, String path, String... headers) {
        return browser.send(browser.request(path)
                .headers(headers)
                .POST(BodyPublishers.ofString("a=b"))
                .build());
    }
}
