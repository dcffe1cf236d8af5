// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eclipse.jetty.util.ajax.JSON;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo over real connections: the tutorial's routes, made right. Covers T1, T71–T75 where a page can show it. */
final class DemoServerTest {
    private DemoServer server;
    private Visitor visitor;

    @BeforeEach
    void start() throws IOException {
        server = DemoServer.start(0, DemoSettings.inMemory());
        visitor = new Visitor(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** T13, T65: looking leaves nothing behind. */
    @Test
    void the_page_is_shown_without_creating_a_session() {
        HttpResponse<String> page = visitor.get("/");

        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("You are not known here yet."));
        assertTrue(page.headers().firstValue("Set-Cookie").isEmpty());
    }

    @Test
    void the_api_is_all_null_without_a_session() {
        HttpResponse<String> json = visitor.get("/api/session");

        Map<?, ?> session = parsed(json);
        assertEquals(Set.of("id", "isNew", "created", "lastAccessed", "data"), session.keySet());
        assertTrue(session.entrySet().stream()
                .allMatch(field -> field.getKey().equals("data") || field.getValue() == null));
        assertEquals(Map.of(), session.get("data"));
        assertTrue(json.headers().firstValue("Set-Cookie").isEmpty());
    }

    /** T2: in the tutorial this request hangs for ever. */
    @Test
    void an_increment_counts_and_leads_back_to_the_page() {
        HttpResponse<String> first = visitor.post("/increment", "");
        visitor.post("/increment", "");

        assertEquals(303, first.statusCode());
        assertEquals("/", first.headers().firstValue("Location").orElse(""));
        assertEquals(Map.of("visits", 2L), parsed(visitor.get("/api/session")).get("data"));
        assertTrue(visitor.get("/").body().contains("<span id=\"visits\">2</span> visits counted"));
    }

    /** T39, T74: the new token works at the redirect's target, the old one nowhere. */
    @Test
    void signing_in_renews_the_session_and_keeps_the_count() {
        visitor.post("/increment", "");
        List<String> before = visitor.cookieValues();
        Object idBefore = parsed(visitor.get("/api/session")).get("id");

        assertEquals(303, visitor.post("/login", "user=Ada").statusCode());

        assertNotEquals(before, visitor.cookieValues());
        Map<?, ?> after = parsed(visitor.get("/api/session"));
        assertNotEquals(idBefore, after.get("id"));
        assertEquals(Map.of("visits", 1L, "user", "Ada"), after.get("data"));
        assertEquals(false, after.get("isNew"));
    }

    /** T36, T37: the session is over and the browser is told. */
    @Test
    void signing_out_ends_the_session_and_clears_the_cookie() {
        visitor.post("/login", "user=Ada");

        assertEquals(303, visitor.post("/logout", "").statusCode());

        assertEquals(List.of(), visitor.cookieValues());
        assertTrue(visitor.get("/").body().contains("You are not known here yet."));
    }

    /** T71: no other site can sign a visitor in, out, or count for them. */
    @Test
    void actions_cannot_be_forged() {
        visitor.post("/login", "user=Ada");

        for (String path : List.of("/login", "/logout", "/increment")) {
            assertEquals(403, visitor.forged(path, "user=Eve").statusCode(), path);
        }

        assertEquals(Map.of("user", "Ada"), parsed(visitor.get("/api/session")).get("data"));
    }

    @Test
    void signing_out_without_a_session_is_harmless() {
        assertEquals(303, visitor.post("/logout", "").statusCode());
    }

    /** W52, T72: pages and JSON show the public id, never the token. */
    @Test
    void no_page_shows_the_token() {
        visitor.post("/login", "user=Ada");
        String token = visitor.cookieValues().get(0);

        for (String path : List.of("/", "/api/session", "/style.css")) {
            HttpResponse<String> answer = visitor.get(path);
            assertFalse(answer.body().contains(token.substring(0, 16)), path);
            assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty(), path);
        }
    }

    @Test
    void a_name_is_shown_as_text_whatever_it_holds() {
        visitor.post("/login", "user=%3Cb%3E%26%22%27");

        String page = visitor.get("/").body();

        assertTrue(page.contains("Welcome, &lt;b&gt;&amp;&quot;&#39;."));
        assertEquals(
                Map.of("user", "<b>&\"'"), parsed(visitor.get("/api/session")).get("data"));
    }

    /** T69: a missing field is an answer, not a stack trace. */
    @Test
    void a_login_without_a_usable_name_is_refused_and_creates_nothing() {
        for (String form : List.of("", "user=", "user=%20%20", "user=" + "x".repeat(65), "name=Ada")) {
            HttpResponse<String> answer = visitor.post("/login", form);
            assertEquals(400, answer.statusCode(), form);
            assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty(), form);
        }
    }

    @Test
    void actions_are_not_reachable_by_get() {
        for (String path : List.of("/increment", "/login", "/logout")) {
            assertEquals(405, visitor.get(path).statusCode(), path);
        }
        assertEquals(404, visitor.get("/nowhere").statusCode());
    }

    /** T43: parallel increments on one session are all counted. */
    @Test
    void parallel_increments_are_all_counted() throws InterruptedException, ExecutionException {
        visitor.post("/increment", "");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<HttpResponse<String>>> answers = IntStream.range(0, 199)
                    .mapToObj(request -> threads.submit(() -> visitor.post("/increment", "")))
                    .toList();
            for (Future<HttpResponse<String>> answer : answers) {
                assertEquals(303, answer.get().statusCode());
            }
        } finally {
            threads.shutdownNow();
        }

        assertEquals(Map.of("visits", 200L), parsed(visitor.get("/api/session")).get("data"));
    }

    private static Map<?, ?> parsed(HttpResponse<String> json) {
        assertEquals(200, json.statusCode());
        assertEquals(
                "application/json", json.headers().firstValue("Content-Type").orElse(""));
        return (Map<?, ?>) new JSON().fromJSON(json.body());
    }
}
