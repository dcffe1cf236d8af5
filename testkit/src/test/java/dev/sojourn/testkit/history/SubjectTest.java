// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the clients of a workload send. */
class SubjectTest {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", http -> {
            String form = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(http.getRequestMethod() + " " + http.getRequestURI() + " " + form + " "
                    + http.getRequestHeaders().getFirst("Origin"));
            http.sendResponseHeaders(303, -1);
            http.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_login_sends_the_user_alone() {
        subject("").login("", "s0-1");

        assertEquals(List.of("POST /login user=s0-1 " + origin()), received);
    }

    @Test
    void a_login_sends_the_password_if_there_is_one() {
        subject("pass&word").login("", "s0-1");

        assertEquals(List.of("POST /login user=s0-1&password=pass%26word " + origin()), received);
    }

    /** What changes something comes as from a page of the application; what only looks, as typed into the address bar. */
    @Test
    void forms_have_the_origin_of_the_application() {
        subject("").post("/increment", "", "");
        subject("").look("");

        assertEquals(List.of("POST /increment  " + origin(), "GET /api/session  null"), received);
    }

    @Test
    void the_password_is_not_shown() {
        assertFalse(settings("pass-word").toString().contains("pass-word"));
    }

    private Subject subject(String password) {
        return new Subject(settings(password));
    }

    private SubjectSettings settings(String password) {
        return new SubjectSettings(
                List.of(URI.create(origin() + "/")), Duration.ofSeconds(20), List.of("sid"), "X-Node", password);
    }

    private String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }
}
