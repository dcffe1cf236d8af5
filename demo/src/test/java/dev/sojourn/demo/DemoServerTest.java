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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo over real connections: the tutorial's routes, made right. Covers T1, T71–T75 where a page can show it. */
final class DemoServerTest {
    private static final List<String> ACTIONS =
            List.of("/login", "/logout", "/increment", "/confirm", "/sessions/end", "/sessions/end-others");

    private static DemoServer server;
    private Visitor visitor;

    @BeforeAll
    static void start() throws IOException {
        server = DemoServer.start(0, DemoSettings.inMemory()::open);
    }

    @BeforeEach
    void arrive() {
        visitor = new Visitor(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What requests met of each other is counted by what came of it, and is nobody's in particular. */
    @Test
    void conflicts_are_counted() {
        assertEquals(
                Set.of("merged", "refused", "turn_lost", "turn_taken_over"),
                parsed(visitor.get("/api/conflicts")).keySet());
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

        assertEquals(303, visitor.signIn("Ada").statusCode());

        assertNotEquals(before, visitor.cookieValues());
        Map<?, ?> after = parsed(visitor.get("/api/session"));
        assertNotEquals(idBefore, after.get("id"));
        assertEquals(Map.of("visits", 1L, "user", "Ada"), after.get("data"));
        assertEquals(false, after.get("isNew"));
    }

    /** T36, T37: the session is over and the browser is told. */
    @Test
    void signing_out_ends_the_session_and_clears_the_cookie() {
        visitor.signIn("Ada");

        assertEquals(303, visitor.post("/logout", "").statusCode());

        assertEquals(List.of(), visitor.cookieValues());
        assertTrue(visitor.get("/").body().contains("You are not known here yet."));
    }

    /** T71: no other site can sign a visitor in, out, count for them or end their sessions. */
    @Test
    void actions_cannot_be_forged() {
        visitor.signIn("Ada");

        for (String path : ACTIONS) {
            String form = "user=Eve&password=" + Visitor.PASSWORD;
            assertEquals(403, visitor.forged(path, form).statusCode(), path);
            assertEquals(403, visitor.postSilently(path, form).statusCode(), path);
        }

        assertEquals(Map.of("user", "Ada"), parsed(visitor.get("/api/session")).get("data"));
    }

    /** ASVS 3.4.3, 3.4.4, 3.4.5, 3.4.6: also with what is no page. HSTS only where it means something, on a secure connection. */
    @Test
    void every_answer_has_the_security_headers() {
        visitor.signIn("Ada");
        Map<String, String> expected = Map.of(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                "X-Content-Type-Options",
                "nosniff",
                "X-Frame-Options",
                "DENY",
                "Referrer-Policy",
                "strict-origin-when-cross-origin",
                "Cross-Origin-Opener-Policy",
                "same-origin",
                "Cross-Origin-Resource-Policy",
                "same-origin");
        for (String path : List.of(
                "/", "/login", "/sessions", "/confirm", "/api/session", "/style.css", "/nowhere", "/sessions/end")) {
            HttpResponse<String> answer = visitor.get(path);
            expected.forEach((name, value) ->
                    assertEquals(List.of(value), answer.headers().allValues(name), path + " " + name));
            assertEquals(List.of(), answer.headers().allValues("Strict-Transport-Security"), path);
        }
    }

    /** The policy allows neither, so a page that has one would be broken. */
    @Test
    void no_page_has_a_script_or_a_style_in_it() {
        visitor.signIn("Ada");
        for (String path : List.of("/", "/login", "/sessions", "/confirm")) {
            String page = visitor.get(path).body();
            assertFalse(page.contains("<script") || page.contains("<style") || page.contains(" style="), path);
        }
    }

    @Test
    void signing_out_without_a_session_is_harmless() {
        assertEquals(303, visitor.post("/logout", "").statusCode());
    }

    /** W52, T72: pages and JSON show the public id, never the token. */
    @Test
    void no_page_shows_the_token() {
        visitor.signIn("Ada");
        String token = visitor.cookieValues().get(0);

        for (String path : List.of("/", "/login", "/sessions", "/confirm", "/api/session", "/style.css")) {
            HttpResponse<String> answer = visitor.get(path);
            assertFalse(answer.body().contains(token.substring(0, 16)), path);
            assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty(), path);
        }
    }

    @Test
    void a_name_is_shown_as_text_whatever_it_holds() {
        visitor.signIn("%3Cb%3E%26%22%27");

        String page = visitor.get("/").body();

        assertTrue(page.contains("Welcome, &lt;b&gt;&amp;&quot;&#39;."));
        assertEquals(
                Map.of("user", "<b>&\"'"), parsed(visitor.get("/api/session")).get("data"));
    }

    /** T69: a missing field is an answer, not a stack trace. Whatever was wrong, the page says the same. */
    @Test
    void a_login_with_a_wrong_name_or_password_is_refused_and_creates_nothing() {
        String right = "&password=" + Visitor.PASSWORD;
        for (String form : List.of(
                "",
                "user=" + right,
                "user=%20%20" + right,
                "user=" + "x".repeat(65) + right,
                "name=Ada" + right,
                "user=Ada",
                "user=Ada&password=",
                "user=Ada&password=Sesame",
                "user=Ada&password=" + "x".repeat(10_000))) {
            HttpResponse<String> answer = visitor.post("/login", form);
            assertEquals(403, answer.statusCode(), form);
            assertTrue(
                    answer.body().contains("role=\"alert\">This name and this password do not belong together."), form);
            assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty(), form);
        }
    }

    @Test
    void the_form_comes_back_with_the_name_as_text_and_without_the_password() {
        String page =
                visitor.post("/login", "user=%22%3E%3Cb%3E&password=pass-word").body();

        assertTrue(page.contains("value=\"&quot;&gt;&lt;b&gt;\""), page);
        assertFalse(page.contains("pass-word"), page);
    }

    /** Where one wanted to go before is remembered, but only inside of the site. */
    @Test
    void signing_in_leads_to_the_page_that_was_wanted_and_to_no_other_site() {
        String form = "user=Ada&password=" + Visitor.PASSWORD + "&next=";

        assertEquals("/login?next=/sessions", location(visitor.get("/sessions")));
        assertTrue(visitor.get("/login?next=/sessions").body().contains("name=\"next\" value=\"/sessions\""));
        assertEquals("/sessions", location(visitor.post("/login", form + "/sessions")));
        for (String elsewhere : List.of("https://evil.test/", "//evil.test", "/sessions/../..//evil.test", "")) {
            assertEquals("/", location(visitor.post("/login", form + elsewhere)), elsewhere);
        }
    }

    @Test
    void actions_are_not_reachable_by_get() {
        for (String path : List.of("/increment", "/logout", "/sessions/end", "/sessions/end-others")) {
            assertEquals(405, visitor.get(path).statusCode(), path);
        }
    }

    @Test
    void a_page_that_is_not_there_is_one_of_the_sites_own() {
        HttpResponse<String> missing = visitor.get("/nowhere%3Cb%3E");

        assertEquals(404, missing.statusCode());
        assertTrue(missing.body().contains("There is no such page."));
        assertFalse(missing.body().contains("nowhere"), missing.body());
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

    private static String location(HttpResponse<String> answer) {
        assertEquals(303, answer.statusCode());
        return answer.headers().firstValue("Location").orElse("");
    }

    private static Map<?, ?> parsed(HttpResponse<String> json) {
        assertEquals(200, json.statusCode());
        assertEquals(
                "application/json", json.headers().firstValue("Content-Type").orElse(""));
        return (Map<?, ?>) new JSON().fromJSON(json.body());
    }
}
