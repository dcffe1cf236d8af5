// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.seal.KeyRing;
import dev.sojourn.seal.SealingKey;
import dev.sojourn.store.cookie.SealedCookieStore;
import dev.sojourn.store.memory.MemoryStore;
import dev.sojourn.testkit.FaultyStore;
import dev.sojourn.web.WebSessions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions in their cookies through a real container: R5, G21-162, W17, fault 36. */
final class JettyOnCookieTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final TestClock clock = new TestClock();
    private final FaultyStore server =
            new FaultyStore(MemoryStore.builder().clock(clock).build());
    private final SessionManager manager = SessionManager.builder(
                    SealedCookieStore.builder(KeyRing.of(SealingKey.of(new byte[] {
                                9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
                                25, 26, 27, 28, 29, 30, 31, 32
                            })))
                            .clock(clock)
                            .revocation(server)
                            .build())
            .clock(clock)
            .withoutThreads()
            .build();
    private final ScriptedServlet servlet = pages();
    private final TestContainer container = JettyContainer.start("", context -> {
        SessionFilter.of(manager).addTo(context);
        context.addServlet("scripted", servlet).addMapping("/");
    });
    /** What the browser holds. */
    private final Map<String, String> jar = new TreeMap<>();

    @AfterEach
    void stop() {
        container.close();
        manager.close();
    }

    private static ScriptedServlet pages() {
        ScriptedServlet servlet = new ScriptedServlet();
        servlet.on("/login", (request, response) -> SessionFilter.sessionOrCreate(request)
                .login("anna"));
        servlet.on("/write", (request, response) -> request.getSession()
                .setAttribute("text", "x".repeat(Integer.parseInt(request.getParameter("length")))));
        servlet.on("/read", (request, response) -> {
            Optional<Session> session = SessionFilter.session(request);
            String user = session.flatMap(Session::principal).orElse("nobody");
            String text = (String) session.flatMap(known -> known.get("text")).orElse("");
            response.getWriter().print(user + " " + text.length());
        });
        servlet.on("/logout", (request, response) -> request.getSession().invalidate());
        return servlet;
    }

    private HttpResponse<String> get(String path, Map<String, String> cookies) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + container.port() + path))
                .timeout(Duration.ofSeconds(20));
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException problem) {
            throw new IllegalStateException(problem);
        }
    }

    /** A visit whose cookies are kept. */
    private String visit(int status, String path) {
        HttpResponse<String> reply = get(path, jar);
        assertEquals(status, reply.statusCode(), path);
        for (String line : reply.headers().allValues("Set-Cookie")) {
            String[] pair = line.split(";", 2)[0].split("=", 2);
            if (line.contains("Max-Age=0")) {
                jar.remove(pair[0]);
            } else {
                jar.put(pair[0], pair[1]);
            }
        }
        return reply.body();
    }

    private String names() {
        return String.join(" ", jar.keySet());
    }

    @Test
    void a_session_grows_into_two_cookies_and_shrinks_again() {
        visit(200, "/login");
        assertEquals("sid", names());
        visit(200, "/write?length=3500");
        assertEquals("sid sid.1", names());
        assertTrue(jar.getOrDefault("sid", "").startsWith("2."));
        assertEquals("anna 3500", visit(200, "/read"));
        visit(200, "/write?length=10");
        assertEquals("sid", names());
        assertEquals("anna 10", visit(200, "/read"));
    }

    /** Fault 36: an error page, no cookie, and the state from before. */
    @Test
    void too_large_is_an_error_page_and_the_old_state_stays() {
        visit(200, "/login");
        visit(200, "/write?length=3500");
        Map<String, String> before = new TreeMap<>(jar);
        visit(500, "/write?length=5000");
        assertEquals(before, jar);
        assertEquals("anna 3500", visit(200, "/read"));
    }

    /** W17, G21-156: all parts go, and a copy of them opens nothing. */
    @Test
    void logout_removes_all_parts_and_kills_the_copy() {
        visit(200, "/login");
        visit(200, "/write?length=3500");
        Map<String, String> copy = new TreeMap<>(jar);
        visit(200, "/logout");
        assertEquals("", names());
        HttpResponse<String> replay = get("/read", copy);
        assertEquals("nobody 0", replay.body());
    }

    /** Parts of two states of one session: the seal does not fit. */
    @Test
    void mixed_parts_open_nothing() {
        visit(200, "/login");
        visit(200, "/write?length=3500");
        Map<String, String> mixed = new TreeMap<>(jar);
        visit(200, "/write?length=3501");
        mixed.put("sid.1", jar.getOrDefault("sid.1", ""));
        assertEquals("nobody 0", get("/read", mixed).body());
        assertEquals("anna 3501", visit(200, "/read"));
    }

    /** ASVS 16.5.2: who cannot be asked whether a session has ended lets nobody in, and the cookies stay. */
    @Test
    void without_the_revocation_store_requests_get_503() {
        visit(200, "/login");
        Map<String, String> before = new TreeMap<>(jar);
        server.goDown();
        HttpResponse<String> reply = get("/read", jar);
        assertEquals(503, reply.statusCode());
        assertFalse(reply.headers().firstValue("Set-Cookie").isPresent());
        server.comeBack();
        assertEquals(before, jar);
        assertEquals("anna 0", visit(200, "/read"));
    }

    /** ASVS 14.2.1: a whole session has no place in a link. */
    @Test
    void links_carry_no_session() {
        WebSessions.Builder builder = WebSessions.builder(manager).insecureTokensInUrls("sid");
        assertThrows(IllegalArgumentException.class, builder::build);
    }
}
