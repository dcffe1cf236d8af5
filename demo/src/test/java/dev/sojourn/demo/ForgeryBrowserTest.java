// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Forms of other sites' pages, sent by a real browser that is signed in here. */
final class ForgeryBrowserTest {
    private static DemoServer server;
    private static HttpServer others;

    @BeforeAll
    static void start() throws IOException {
        SharedChromium.get();
        server = DemoServer.start(0, DemoSettings.inMemory()::open);
        others = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        others.createContext("/", ForgeryBrowserTest::serveForm);
        others.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            others.stop(0);
            server.close();
        }
    }

    /** T71: another port is another origin of the same site, so the browser sends the cookie, and says {@code same-site}. */
    @Test
    void a_form_of_the_same_site_but_another_origin_is_refused() {
        for (Map<String, String> headers : refusedFor("localhost")) {
            assertEquals("same-site", headers.get("sec-fetch-site"));
            assertTrue(headers.getOrDefault("cookie", "").startsWith("sid="), "sent the cookie");
        }
    }

    /** T71: here the browser does not even send the cookie; a login as somebody else would still count. */
    @Test
    void a_form_of_another_site_is_refused() {
        for (Map<String, String> headers : refusedFor("evil.test")) {
            assertEquals("cross-site", headers.get("sec-fetch-site"));
            assertEquals(null, headers.get("cookie"));
        }
    }

    /** T71: to an address that it does not trust a browser says no {@code Sec-Fetch-Site}, but still {@code Origin}. */
    @Test
    void a_form_of_another_site_is_refused_by_its_origin_alone() {
        try (BrowserContext context = SharedChromium.somebody()) {
            Map<String, String> headers =
                    refused(context.newPage(), "evil.test", "http://demo.test:" + server.port() + "/login");

            assertEquals(null, headers.get("sec-fetch-site"));
            assertEquals("http://evil.test:" + others.getAddress().getPort(), headers.get("origin"));
        }
    }

    /** Signs in, sends forms of the other host's page, and sees that nothing came of it: what the browser said with each. */
    private static List<Map<String, String>> refusedFor(String attacker) {
        String home = "http://localhost:" + server.port() + "/";
        try (BrowserContext context = SharedChromium.somebody()) {
            Page page = context.newPage();
            page.navigate(home + "login");
            SharedChromium.signIn(page, "Ada");
            page.click("#increment");
            assertThat(page.locator("#visits")).hasText("1");

            Page evil = context.newPage();
            List<Map<String, String>> said = Stream.of("increment", "login")
                    .map(action -> refused(evil, attacker, home + action))
                    .toList();

            page.reload();
            assertThat(page.locator("#visits")).hasText("1");
            assertThat(page.locator("#user")).hasText("Ada");
            return said;
        }
    }

    private static Map<String, String> refused(Page evil, String attacker, String action) {
        evil.navigate("http://" + attacker + ":" + others.getAddress().getPort() + "/?" + action);
        Response answer = evil.waitForResponse(
                response -> response.request().method().equals("POST"), () -> evil.click("button"));
        assertEquals(403, answer.status());
        return answer.request().allHeaders();
    }

    /** A page with a form that leads to the address in the query. */
    private static void serveForm(HttpExchange http) throws IOException {
        byte[] page =
                """
                <!DOCTYPE html><title>Win a prize</title>
                <form method="post" action="%s"><input name="user" value="Eve"><input name="password" value="%s">
                <button>Go on</button></form>""".formatted(http.getRequestURI().getQuery(), Visitor.PASSWORD).getBytes(StandardCharsets.UTF_8);
        try (http) {
            http.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
            http.sendResponseHeaders(200, page.length);
            http.getResponseBody().write(page);
        }
    }
}
