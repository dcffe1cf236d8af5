// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionManager;
import dev.sojourn.store.memory.MemoryStore;
import dev.sojourn.testkit.ManualClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user's own list of sessions, over real connections and by a clock that the tests move. */
final class SessionsPageTest {
    private static final Pattern ID = Pattern.compile("name=\"id\" value=\"([A-Za-z0-9_-]{22})\"");

    private static final ManualClock clock = ManualClock.create();
    private static SessionManager manager;
    private static DemoServer server;

    private Visitor first;
    private Visitor second;

    @BeforeAll
    static void start() throws IOException {
        MemoryStore store = MemoryStore.builder().clock(clock).build();
        manager = SessionManager.builder(store).clock(clock).build();
        server = DemoServer.start(0, () -> new OpenSessions(manager, store));
    }

    @BeforeEach
    void arrive() {
        first = new Visitor(server);
        second = new Visitor(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void nobody_else_sees_the_page() {
        for (String path : List.of("/sessions", "/confirm")) {
            assertLeadsTo("/login?next=/sessions", first.get(path));
        }
        for (String path : List.of("/sessions/end", "/sessions/end-others", "/confirm")) {
            assertLeadsTo("/login?next=/sessions", first.post(path, ""));
        }
        assertEquals(List.of(), first.cookieValues());
    }

    /** ASVS 7.5.2: all of the user's sessions, this one first and marked, and nobody else's. */
    @Test
    void the_page_lists_the_sessions_of_the_user() {
        first.signIn("Lister");
        clock.advance(Duration.ofMinutes(3));
        second.signIn("Lister");
        new Visitor(server).signIn("Another");

        String page = second.get("/sessions").body();

        assertEquals(1, count("This device", page));
        assertEquals(1, count("name=\"id\"", page));
        assertTrue(page.indexOf("This device") < page.indexOf("name=\"id\""), page);
        assertTrue(page.contains(">3 minutes ago</time>"), page);
        assertTrue(page.contains("title=\"1 Jan 2026, 0") && page.contains(" UTC\">"), page);
        assertFalse(page.contains("Another"), page);
    }

    /** ASVS 7.4.5, 7.5.2: the other browser is signed out at once, and this one is told so, once. */
    @Test
    void one_session_can_be_ended() {
        first.signIn("Ender");
        second.signIn("Ender");

        HttpResponse<String> ended =
                first.post("/sessions/end", "id=" + idsShown(first).get(0));

        assertLeadsTo("/sessions", ended);
        assertTrue(first.get("/sessions").body().contains("role=\"status\">The session has ended.<"));
        assertFalse(first.get("/sessions").body().contains("has ended"));
        assertLeadsTo("/login?next=/sessions", second.get("/sessions"));
    }

    /** An id that was read somewhere ends nobody else's session, and nor does nonsense. */
    @Test
    void only_the_users_own_sessions_can_be_ended() {
        first.signIn("Mallory");
        second.signIn("Victim");
        new Visitor(server).signIn("Victim");
        String id = idsShown(second).get(0);

        for (String form : List.of("id=" + id, "id=", "", "id=%00%0d%0a" + "x".repeat(5_000))) {
            assertLeadsTo("/sessions", first.post("/sessions/end", form));
            assertTrue(first.get("/sessions").body().contains("There is no such session any more."), form);
        }

        assertEquals(List.of(id), idsShown(second));
    }

    /** ASVS 7.4.3: those of the others, and of the user only. */
    @Test
    void all_others_can_be_ended() {
        List<Visitor> others = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            others.add(new Visitor(server));
            others.get(number).signIn("Many");
        }
        first.signIn("Many");
        second.signIn("Bystander");

        assertLeadsTo("/sessions", first.post("/sessions/end-others", ""));

        String page = first.get("/sessions").body();
        assertTrue(page.contains("5 other sessions have ended."), page);
        assertTrue(page.contains("You are signed in nowhere else."), page);
        others.forEach(other -> assertLeadsTo("/login?next=/sessions", other.get("/sessions")));
        assertEquals(200, second.get("/sessions").statusCode());
    }

    /** ASVS 7.5.2, 7.2.4: who stole an open browser cannot lock the user out with it. */
    @Test
    void ending_needs_the_password_again_after_a_quarter_of_an_hour() {
        first.signIn("Stale");
        second.signIn("Stale");
        String form = "id=" + idsShown(first).get(0);
        clock.advance(Duration.ofMinutes(15));

        assertLeadsTo("/confirm", first.post("/sessions/end", form));
        assertLeadsTo("/confirm", first.post("/sessions/end-others", ""));
        assertEquals(1, idsShown(first).size());

        HttpResponse<String> wrong = first.post("/confirm", "password=wrong");
        assertEquals(403, wrong.statusCode());
        assertTrue(wrong.body().contains("That is not the password."));
        assertLeadsTo("/confirm", first.post("/sessions/end", form));

        List<String> before = first.cookieValues();
        assertLeadsTo("/sessions", first.post("/confirm", "password=" + Visitor.PASSWORD));
        assertFalse(before.equals(first.cookieValues()), "the token changes");
        assertLeadsTo("/sessions", first.post("/sessions/end", form));
        assertEquals(List.of(), idsShown(first));
    }

    /** T62: who copied the cookie into another kind of browser ends nobody's session, and the owner stays signed in. */
    @Test
    void ending_needs_the_password_in_another_kind_of_browser() {
        first.signIn("Copied");
        second.signIn("Copied");
        Visitor thief = new Visitor(server);
        String firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";

        assertLeadsTo("/confirm", thief.postAs(first.cookieValues().get(0), firefox, "/sessions/end-others", ""));

        assertEquals(1, idsShown(first).size());
        assertLeadsTo("/sessions", first.post("/sessions/end-others", ""));
    }

    /** What a client says of itself is text, whatever it says. */
    @Test
    void a_hostile_description_is_shown_as_text() {
        first.signIn("Shown");
        second.signIn("Shown");
        String name = "<script>alert(1)</script>\"'&\r\n\u202E";
        manager.sessionsOf("Shown")
                .forEach(found -> manager.update(found.key(), device -> device.describeClient(name)));

        String page = first.get("/sessions").body();

        assertEquals(3, count("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;", page));
        assertFalse(page.contains("<script>") || page.contains("\u202E"), page);
    }

    @Test
    void a_browser_that_says_nothing_has_a_name_too() {
        first.signIn("Nameless");
        manager.sessionsOf("Nameless")
                .forEach(found -> manager.update(found.key(), device -> device.describeClient("")));

        assertTrue(first.get("/sessions").body().contains("<h2>unknown browser</h2>"));
    }

    private static List<String> idsShown(Visitor visitor) {
        return ID.matcher(visitor.get("/sessions").body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static int count(String part, String page) {
        return page.split(Pattern.quote(part), -1).length - 1;
    }

    private static void assertLeadsTo(String path, HttpResponse<String> answer) {
        assertEquals(303, answer.statusCode());
        assertEquals(path, answer.headers().firstValue("Location").orElse(""));
    }
}
