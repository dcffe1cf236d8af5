// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A request that turns into another protocol. */
abstract class UpgradeTests extends ServletFixture {

    /** Greets in the new protocol and hangs up. */
    public static final class Greeter implements HttpUpgradeHandler {
        @Override
        public void init(WebConnection connection) {
            try (connection) {
                connection.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                connection.getOutputStream().flush();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            } catch (Exception problem) {
                throw new IllegalStateException(problem);
            }
        }

        @Override
        public void destroy() {}
    }

    /** C: upgrade: what was done before is saved before the 101 leaves, which carries the cookie; an old session too. */
    @Test
    void session_is_saved_before_the_protocol_changes() throws IOException {
        servlet.on("/up", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("a", session.isNew() ? "new" : "old");
            upgrade(request, response);
            assertEquals(1, store.count(), "saved by then");
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("a")));
        Browser browser = start();
        String head = upgraded(browser, List.of());
        assertTrue(head.startsWith("HTTP/1.1 101"), head);
        List<String> cookies = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("set-cookie:"))
                .map(line -> line.substring("set-cookie:".length()).strip())
                .toList();
        assertEquals(1, cookies.size(), head);
        assertTrue(cookies.get(0).startsWith("sid="), head);
        browser.cookie(cookies.get(0).split(";", 2)[0]);
        assertEquals("new", browser.get("/get").body());
        String second = upgraded(browser, List.of("Cookie: " + browser.cookie().orElseThrow()));
        assertTrue(second.startsWith("HTTP/1.1 101"), second);
        assertTrue(!second.toLowerCase(Locale.ROOT).contains("set-cookie"), second);
        assertEquals("old", browser.get("/get").body());
    }

    private static void upgrade(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        response.setHeader("Upgrade", "greeting");
        response.setHeader("Connection", "Upgrade");
        Greeter greeter = request.upgrade(Greeter.class);
        assertTrue(greeter != null);
    }

    /** The head of the answer, after the greeting was received too. */
    private static String upgraded(Browser browser, List<String> more) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), browser.port())) {
            socket.setSoTimeout(20_000);
            String lines = more.isEmpty() ? "" : String.join("\r\n", more) + "\r\n";
            String request = "GET /up HTTP/1.1\r\nHost: localhost:" + browser.port()
                    + "\r\nConnection: Upgrade\r\nUpgrade: greeting\r\n" + lines + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            String text = "";
            for (int next = in.read();
                    next >= 0 && !text.endsWith("hello");
                    next = text.endsWith("hello") ? -1 : in.read()) {
                all.write(next);
                text = all.toString(StandardCharsets.ISO_8859_1);
            }
            assertTrue(text.endsWith("\r\n\r\nhello"), text);
            return text.substring(0, text.length() - "hello".length());
        }
    }
}
