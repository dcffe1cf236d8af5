// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** W2, W53: containers use the objects of a request again for the next one of the connection; nothing of a visitor stays in them. */
abstract class RecycledRequestTests extends ServletFixture {

    @Test
    void connection_that_served_a_visitor_knows_nothing_of_them_afterwards() throws IOException {
        servlet.on("/login", (request, response) -> {
            request.getSession().setAttribute("user", "ada");
            response.getWriter().print("in");
        });
        servlet.on("/who", (request, response) -> response.getWriter().print(seen(request)));
        servlet.on("/fail", (request, response) -> {
            request.getSession().setAttribute("late", "value");
            throw new IllegalStateException("on purpose");
        });
        Browser browser = start();
        browser.get("/login");
        String cookie = browser.cookie().orElseThrow();
        try (Connection connection = new Connection(browser.port())) {
            for (String before : new String[] {"/who", "/fail", "/who", "/nowhere"}) {
                connection.ask(before, Optional.of(cookie));
                assertEquals("none null false false", connection.ask("/who", Optional.empty()), "after " + before);
            }
            assertTrue(connection.ask("/who", Optional.of(cookie)).startsWith("ada "));
            assertEquals("none null false false", connection.ask("/who", Optional.empty()));
        }
    }

    private static String seen(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return (session == null ? "none" : session.getAttribute("user")) + " " + request.getRequestedSessionId() + " "
                + request.isRequestedSessionIdFromCookie() + " " + request.isRequestedSessionIdValid();
    }

    /** One connection that is kept; answers with a length or in chunks, and is opened anew where the server closes it. */
    private static final class Connection implements AutoCloseable {
        private final int port;
        private Socket socket;
        private BufferedReader reader;

        Connection(int port) throws IOException {
            this.port = port;
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
            this.reader = readerOf(socket);
        }

        String ask(String path, Optional<String> cookie) throws IOException {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n"
                    + cookie.map(pair -> "Cookie: " + pair + "\r\n").orElse("") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            int length = -1;
            boolean closing = false;
            for (String line = line(); !line.isEmpty(); line = line()) {
                String field = line.toLowerCase(Locale.ROOT);
                if (field.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            field.substring(field.indexOf(':') + 1).strip());
                }
                closing |= field.startsWith("connection: close");
            }
            String body = length >= 0 ? characters(length) : chunks();
            if (closing) {
                reopen();
            }
            return body;
        }

        private String line() throws IOException {
            String line = reader.readLine();
            if (line == null) {
                throw new IOException("the server hung up");
            }
            return line;
        }

        private String chunks() throws IOException {
            StringBuilder body = new StringBuilder();
            for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
                body.append(characters(length));
                line();
            }
            line();
            return body.toString();
        }

        private String characters(int count) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.length() < count) {
                text.append((char) reader.read());
            }
            return text.toString();
        }

        private void reopen() throws IOException {
            socket.close();
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            reader = readerOf(socket);
        }

        private static BufferedReader readerOf(Socket socket) throws IOException {
            socket.setSoTimeout(20_000);
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }
}
