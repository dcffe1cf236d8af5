// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The road of one request: what is read, what is written, what the browser is told. */
class RequestSessionTest {
    private static final String REMOVAL =
            "__Host-sid=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; HttpOnly; SameSite=Lax";

    private final Site site = new Site();

    @AfterEach
    void close() {
        site.close();
    }

    /** G21-154, R2, T12, W50, C2. */
    @Test
    void nothing_at_all_happens_unless_the_application_asks() {
        String token = site.token("ann");
        int calls = site.store.calls();
        for (FakeExchange exchange : List.of(FakeExchange.secure(), Site.with(token), Site.with("garbage"))) {
            site.serve(exchange, Site::touchNothing);
            assertEquals(0, exchange.responseHeaderCount());
        }
        assertEquals(calls, site.store.calls());
    }

    /** G21-155, D1, W50: whatever was asked, the answer depends on the cookie. */
    @Test
    void any_question_sets_vary() {
        List<Consumer<RequestSession>> questions = List.of(
                RequestSession::session,
                request -> assertFalse(
                        request.session().map(session -> session.has("x")).orElse(false)),
                request -> assertTrue(
                        request.session().map(session -> session.names().size()).orElse(1) > 0),
                RequestSession::sessionOrCreate,
                RequestSession::tokenPresented,
                RequestSession::tokenFromCookie,
                RequestSession::presentedTokenOpened,
                RequestSession::requestedSessionId);
        String token = site.token("ann");
        for (Consumer<RequestSession> question : questions) {
            assertEquals(
                    List.of("Cookie"), site.serve(Site.with(token), question).responseHeaders("Vary"));
            FakeExchange without = site.serve(FakeExchange.secure(), question);
            assertEquals(List.of("Cookie"), without.responseHeaders("Vary"));
            assertEquals(List.of(), without.setCookies());
        }
    }

    /** G2-8, G2-9, G2-10, G16-98, T6, E15, G12-83, C5, C35. */
    @Test
    void cookie_input_37_a_new_session_is_stored_and_its_token_sent_once() {
        FakeExchange first = site.serve(
                FakeExchange.secure(), request -> request.sessionOrCreate().set("user", "ann"));
        assertEquals(1, first.setCookies().size());
        String token = Site.value(first.setCookies().get(0));
        assertEquals(
                "__Host-sid=" + token + "; Path=/; Secure; HttpOnly; SameSite=Lax",
                first.setCookies().get(0));
        assertEquals(List.of("no-store"), first.responseHeaders("Cache-Control"));
        assertEquals(1, site.store.creates.get());
        FakeExchange second = Site.with(token);
        assertEquals("ann", site.userOf(second));
        assertEquals(List.of(), second.setCookies());
        assertEquals(List.of(), second.responseHeaders("Cache-Control"));
        assertNotEquals(token, site.token("bob"));
        assertEquals(2, site.store.records.size());
    }

    /** E14, E15, E17, G12-82, G10-71, T13, W62. */
    @Test
    void an_empty_new_session_leaves_no_trace() {
        FakeExchange exchange = site.serve(FakeExchange.secure(), RequestSession::sessionOrCreate);
        assertEquals(List.of(), exchange.setCookies());
        assertEquals(0, site.store.calls());
    }

    /** W62, T52: whatever visitors without a session do, guesses and logouts of nothing included, writes nothing. */
    @Test
    void a_flood_of_visitors_without_a_session_writes_nothing() {
        List<Consumer<RequestSession>> pages = List.of(
                Site::touchNothing,
                Site::end,
                RequestSession::sessionOrCreate,
                RequestSession::requestedSessionId,
                request -> request.sessionOrCreate().invalidate(),
                request -> request.sessionOrCreate().flash().get("message"),
                RequestSession::abandon);
        for (int visitor = 0; visitor < 100; visitor++) {
            String guess = String.format("%064d", visitor);
            for (Consumer<RequestSession> page : pages) {
                for (FakeExchange exchange : List.of(
                        FakeExchange.secure("/nowhere"), Site.with(guess), Site.with("short"), FakeExchange.plain())) {
                    assertEquals(List.of(), site.serve(exchange, page).setCookies());
                }
            }
        }

        assertEquals(0, site.store.writes());
        assertTrue(site.store.records.isEmpty());
    }

    /** C3, C4: one object, and one look-up. */
    @Test
    void one_request_has_one_session() {
        site.serve(FakeExchange.secure(), request -> {
            assertTrue(request.session().isEmpty());
            Session created = request.sessionOrCreate();
            assertTrue(created.isNew());
            assertSame(created, request.sessionOrCreate());
            assertSame(created, request.session().orElseThrow());
        });
        int finds = site.store.finds.get();
        String token = site.token("ann");
        site.serve(Site.with(token), request -> {
            Session opened = request.session().orElseThrow();
            assertFalse(opened.isNew());
            assertSame(opened, request.sessionOrCreate());
        });
        assertEquals(finds + 1, site.store.finds.get());
    }

    /** G4-25, G4-26, G4-29, G4-30, W7, C6. */
    @Test
    void an_unknown_token_is_never_adopted() {
        String token = site.token("ann");
        site.store.records.clear();
        FakeExchange exchange = site.serve(
                Site.with(token), request -> request.sessionOrCreate().set("user", "eve"));
        assertNotEquals(token, Site.value(exchange.setCookies().get(0)));
        assertEquals("nobody", site.userOf(Site.with(token)));
    }

    /** A token that opens nothing may be another application's, or of before a login in another tab. */
    @Test
    void a_token_that_opens_nothing_is_left_alone() {
        String gone = site.token("ann");
        site.store.records.clear();
        String old = site.token("bob");
        String stale = old;
        site.serve(Site.with(old), request -> request.session().orElseThrow().login("bob"));
        String expired = site.token("eve");
        site.clock.advance(Duration.ofHours(1));
        for (String token : List.of(gone, stale, expired, "garbage")) {
            FakeExchange exchange = Site.with(token);
            assertEquals("nobody", site.userOf(exchange));
            assertEquals(List.of(), exchange.setCookies());
            assertEquals(List.of(), exchange.responseHeaders("Cache-Control"));
        }
    }

    /** T37, E22, E41, G16-103, S1, D1, W22, G21-156, C25. */
    @Test
    void the_end_of_a_session_removes_its_token() {
        String token = site.token("ann");
        FakeExchange exchange = site.serve(Site.with(token), request -> {
            request.session().orElseThrow().invalidate();
            assertTrue(request.session().isEmpty());
            assertFalse(request.presentedTokenOpened());
        });
        assertEquals(List.of(REMOVAL), exchange.setCookies());
        assertEquals(List.of("no-store"), exchange.responseHeaders("Cache-Control"));
        assertEquals("nobody", site.userOf(Site.with(token)));
    }

    /** G14-93: nobody was told of it, so nobody has to forget it; a cookie that was there is somebody else's. */
    @Test
    void cookie_input_38_create_and_invalidate_says_nothing() {
        for (FakeExchange exchange : List.of(FakeExchange.secure(), Site.with("another-applications"))) {
            site.serve(exchange, request -> {
                Session created = request.sessionOrCreate();
                created.set("user", "ann");
                created.invalidate();
            });
            assertEquals(List.of(), exchange.setCookies());
            assertEquals(0, site.store.records.size());
        }
    }

    /** E40, G16-104, S5, W11, C24: the new token replaces the old one, in one line. */
    @Test
    void cookie_input_39_invalidate_and_create_is_one_line() {
        String token = site.token("ann");
        FakeExchange exchange = site.serve(Site.with(token), request -> {
            request.session().orElseThrow().invalidate();
            request.sessionOrCreate().set("user", "bob");
        });
        assertEquals(1, exchange.setCookies().size());
        String next = Site.value(exchange.setCookies().get(0));
        assertEquals("bob", site.userOf(Site.with(next)));
        assertEquals("nobody", site.userOf(Site.with(token)));
        assertEquals(1, site.store.records.size());
    }

    /** W11: the new session was left empty, so nothing takes the place of the old token. */
    @Test
    void cookie_input_39_invalidate_and_create_an_empty_one_removes_the_token() {
        String token = site.token("ann");
        FakeExchange exchange = site.serve(Site.with(token), request -> {
            request.session().orElseThrow().invalidate();
            assertTrue(request.sessionOrCreate().isNew());
        });
        assertEquals(List.of(REMOVAL), exchange.setCookies());
        assertEquals(0, site.store.records.size());
    }

    /** C41: one line, with the last token. */
    @Test
    void cookie_input_40_renewing_twice_is_one_line() {
        String token = site.token("ann");
        FakeExchange exchange = site.serve(Site.with(token), request -> {
            request.session().orElseThrow().renew();
            request.session().orElseThrow().renew();
        });
        assertEquals(1, exchange.setCookies().size());
        String next = Site.value(exchange.setCookies().get(0));
        assertNotEquals(token, next);
        assertEquals("ann", site.userOf(Site.with(next)));
        assertEquals("nobody", site.userOf(Site.with(token)));
    }

    /** T39, T74, W5, W6; fault 43: stored when the head leaves, so a redirect finds the login. */
    @Test
    void a_login_is_stored_before_the_head_leaves() {
        String token = site.token("ann");
        FakeExchange exchange = Site.with(token);
        RequestSession request = site.sessions.begin(exchange);
        request.session().orElseThrow().login("ann");
        request.commit();
        String next = Site.value(exchange.setCookies().get(0));
        assertEquals(Optional.of("ann"), site.manager.open(next).session().flatMap(Session::principal));
        assertTrue(site.manager.open(token).session().isEmpty());
        request.complete();
    }

    /** C44, T7, G21-147, fault 26: found ended under its hands, so the browser is told. */
    @Test
    void a_session_that_ended_meanwhile_stays_dead_and_its_token_is_removed() {
        String token = site.token("ann");
        FakeExchange slow = Site.with(token);
        RequestSession request = site.sessions.begin(slow);
        request.session().orElseThrow().set("cart", "full");
        site.serve(Site.with(token), Site::end);
        request.commit();
        request.complete();
        assertEquals(List.of(REMOVAL), slow.setCookies());
        assertEquals(0, site.store.records.size());
    }

    /** W12: a session made in a request that a logout overtook is nobody's, and holds nothing of the one before. */
    @Test
    void a_session_made_after_a_logout_elsewhere_is_nobodys() {
        String token = site.token("ann");
        FakeExchange login = site.serve(
                Site.with(token), request -> request.session().orElseThrow().login("ann"));
        String loggedIn = Site.value(login.setCookies().get(0));
        FakeExchange slow = Site.with(loggedIn);
        RequestSession request = site.sessions.begin(slow);
        assertEquals(Optional.of("ann"), request.session().orElseThrow().principal());
        site.serve(Site.with(loggedIn), Site::end);

        request.session().orElseThrow().set("late", 1);
        request.commitSoFar();
        Session fresh = request.sessionOrCreate();
        assertEquals(Optional.empty(), fresh.principal());
        assertTrue(fresh.names().isEmpty());
        fresh.set("visits", 1);
        request.commit();
        slow.leave();
        request.complete();

        String next = Site.value(slow.setCookies().get(0));
        site.serve(Site.with(next), again -> {
            Session session = again.session().orElseThrow();
            assertEquals(Optional.empty(), session.principal());
            assertEquals(List.of("visits"), List.copyOf(session.names()));
        });
        assertEquals("nobody", site.userOf(Site.with(loggedIn)));
    }

    /** G21-148. */
    @Test
    void a_reader_of_a_session_that_ended_meanwhile_brings_nothing_back() {
        String token = site.token("ann");
        RequestSession request = site.sessions.begin(Site.with(token));
        assertTrue(request.session().isPresent());
        site.serve(Site.with(token), Site::end);
        site.clock.advance(Duration.ofMinutes(2));
        request.commit();
        request.complete();
        assertEquals(0, site.store.records.size());
        assertTrue(request.session().isEmpty());
    }

    /** T42: a late answer to the token of before a login must not clobber the new one. */
    @Test
    void a_request_overtaken_by_a_login_leaves_the_cookie_alone() {
        String token = site.token("ann");
        FakeExchange slow = Site.with(token);
        RequestSession request = site.sessions.begin(slow);
        request.session().orElseThrow().set("cart", "full");
        FakeExchange login = site.serve(
                Site.with(token), other -> other.session().orElseThrow().login("ann"));
        request.commit();
        request.complete();
        assertEquals(List.of(), slow.setCookies());
        assertEquals("ann", site.userOf(Site.with(Site.value(login.setCookies().get(0)))));
    }

    /** G21-149, T43. */
    @Test
    void parallel_requests_keep_each_others_changes() {
        String token = site.token("ann");
        RequestSession one = site.sessions.begin(Site.with(token));
        RequestSession other = site.sessions.begin(Site.with(token));
        one.session().orElseThrow().set("a", 1);
        other.session().orElseThrow().set("b", 2);
        one.commit();
        other.commit();
        one.complete();
        other.complete();
        site.serve(Site.with(token), request -> {
            assertEquals(Optional.of(1), request.session().orElseThrow().get("a"));
            assertEquals(Optional.of(2), request.session().orElseThrow().get("b"));
        });
    }

    /** E10, E11, G11-76, G11-77, T10, C34. */
    @Test
    void one_look_up_and_at_most_one_write() {
        String token = site.token("ann");
        int calls = site.store.calls();
        site.userOf(Site.with(token));
        assertEquals(calls + 1, site.store.calls());
        site.serve(Site.with(token), request -> request.session().orElseThrow().set("a", 1));
        assertEquals(calls + 3, site.store.calls());
    }

    /** T15, G16-112, G21-161: use puts off the end, and is written at most once a minute. */
    @Test
    void use_extends_the_session() {
        String token = site.token("ann");
        for (int i = 0; i < 10; i++) {
            site.clock.advance(Duration.ofMinutes(20));
            assertEquals("ann", site.userOf(Site.with(token)));
            assertEquals("ann", site.userOf(Site.with(token)));
        }
        assertEquals(10, site.store.touches.get());
    }

    /** T11: whatever the method. */
    @Test
    void every_method_can_have_a_session() {
        String token = site.token("ann");
        for (String method : List.of("OPTIONS", "HEAD", "PUT", "BREW")) {
            assertEquals("ann", site.userOf(Site.with(token).method(method)));
        }
    }

    /** C8, C13; W2: nothing is left of other requests. */
    @Test
    void tells_what_the_request_presented_without_giving_it_away() {
        String token = site.token("ann");
        site.serve(Site.with(token), request -> {
            assertTrue(request.tokenPresented());
            assertTrue(request.tokenFromCookie());
            assertTrue(request.presentedTokenOpened());
            String id = request.session().orElseThrow().id();
            assertEquals(Optional.of(id), request.requestedSessionId());
            request.session().orElseThrow().renew();
            assertEquals(Optional.of(id), request.requestedSessionId(), "as it was presented");
            assertTrue(request.presentedTokenOpened());
        });
        String unknown = "garbage-of-18-char";
        site.serve(Site.with(unknown), request -> {
            assertTrue(request.tokenPresented());
            assertFalse(request.presentedTokenOpened());
            String shown = request.requestedSessionId().orElseThrow();
            assertEquals(22, shown.length());
            assertFalse(shown.contains("garbage"));
        });
        site.serve(FakeExchange.secure(), request -> {
            assertFalse(request.tokenPresented());
            assertFalse(request.tokenFromCookie());
            assertFalse(request.presentedTokenOpened());
            assertEquals(Optional.empty(), request.requestedSessionId());
        });
    }

    /** What is too short to be a token, or a piece of one that is of use, need not be hidden; but it must be fit for a log. */
    @Test
    void short_text_in_the_place_of_a_token_is_shown_as_it_is() {
        site.serve(Site.with("c0o7fszeb1"), request -> {
            assertFalse(request.presentedTokenOpened());
            assertEquals(Optional.of("c0o7fszeb1"), request.requestedSessionId());
        });
        for (String other : List.of("a".repeat(17), "a=b", "a%0Ab", "a.b")) {
            site.serve(
                    Site.with(other),
                    request -> assertEquals(
                            22, request.requestedSessionId().orElseThrow().length()));
        }
    }

    /** R2, T51: whether there is a token is answered without the store. */
    @Test
    void whether_a_token_is_there_costs_nothing() {
        String token = site.token("ann");
        int calls = site.store.calls();
        RequestSession request = site.sessions.begin(Site.with(token));
        assertTrue(request.tokenPresented() && request.tokenFromCookie());
        assertEquals(calls, site.store.calls());
        request.complete();
    }

    /** E32, G21-163, T57, R4, G5-35: usable in the request, and no orphan is stored. */
    @Test
    void cookie_input_49_on_a_plain_connection_nothing_is_stored() {
        FakeExchange exchange = site.serve(FakeExchange.plain(), request -> {
            Session session = request.sessionOrCreate();
            session.set("user", "ann");
            assertSame(session, request.sessionOrCreate());
            assertEquals(Optional.of("ann"), session.get("user"));
        });
        assertEquals(List.of(), exchange.setCookies());
        assertEquals(0, site.store.calls());
    }

    /** E27, G6-40: no session at all outside the cookie's path. */
    @Test
    void outside_the_path_there_is_no_session() {
        try (Site app = new Site(
                settings -> settings.cookie(SessionCookie.builder().path("/app").build()))) {
            FakeExchange exchange = FakeExchange.secure("/application").cookies("__Secure-sid=x");
            app.serve(exchange, request -> {
                assertTrue(request.session().isEmpty());
                assertFalse(request.tokenPresented());
                String problem = assertThrows(IllegalStateException.class, request::sessionOrCreate)
                        .toString();
                assertTrue(problem.contains("outside the path"), problem);
            });
            assertEquals(0, exchange.responseHeaderCount());
        }
    }

    /** E16, G10-70, G10-72, G10-73, T9. */
    @Test
    void a_rolling_cookie_is_sent_with_each_response_that_used_the_session() {
        try (Site rolling = new Site(settings -> settings.cookie(SessionCookie.builder()
                .persistent(Duration.ofDays(14))
                .rolling()
                .build()))) {
            String token = rolling.token("ann");
            rolling.clock.advance(Duration.ofMinutes(1));
            FakeExchange reading = rolling.serve(Site.with(token), RequestSession::session);
            assertEquals(
                    List.of("__Host-sid=" + token + "; Path=/; Max-Age=1209600; Expires=Sun, 15 Mar 2026 12:01:00 GMT;"
                            + " Secure; HttpOnly; SameSite=Lax"),
                    reading.setCookies());
            assertEquals(
                    List.of(),
                    rolling.serve(Site.with(token), Site::touchNothing).setCookies());
            assertEquals(
                    List.of(),
                    rolling.serve(FakeExchange.secure(), RequestSession::sessionOrCreate)
                            .setCookies());
        }
    }

    /** E18, G10-69, G16-99, G17-115, G17-130, G17-131: without rolling the cookie is sent once, also when data changes. */
    @Test
    void without_rolling_the_cookie_is_sent_once() {
        String token = site.token("ann");
        assertEquals(
                List.of(), site.serve(Site.with(token), RequestSession::session).setCookies());
        FakeExchange changing = site.serve(
                Site.with(token), request -> request.session().orElseThrow().set("a", 1));
        assertEquals(List.of(), changing.setCookies());
    }

    /** E19, G3-23, S2: with each use the browser is told the session's own end. */
    @Test
    void a_cookie_that_lives_as_long_as_the_session_moves_with_it() {
        try (Site lasting = new Site(settings -> settings.cookie(
                SessionCookie.builder().persistentUntilSessionEnds().build()))) {
            FakeExchange first = lasting.serve(
                    FakeExchange.secure(), request -> request.sessionOrCreate().set("user", "ann"));
            assertTrue(first.setCookies().get(0).contains("Max-Age=1800; Expires=Sun, 01 Mar 2026 12:30:00 GMT"));
            lasting.clock.advance(Duration.ofMinutes(10));
            FakeExchange second = lasting.serve(
                    Site.with(Site.value(first.setCookies().get(0))),
                    request -> request.session().orElseThrow().set("a", 1));
            assertTrue(second.setCookies().get(0).contains("Max-Age=1800; Expires=Sun, 01 Mar 2026 12:40:00 GMT"));
        }
    }

    /** E33, E37, G17-116: attributes are the configuration's, not the session's. */
    @Test
    void new_settings_hold_for_old_sessions_too() {
        String token = site.token("ann");
        WebSessions redeployed = WebSessions.builder(site.manager)
                .cookie(SessionCookie.builder()
                        .sameSite(SessionCookie.SameSite.STRICT)
                        .build())
                .build();
        FakeExchange exchange = Site.with(token);
        RequestSession request = redeployed.begin(exchange);
        request.session().orElseThrow().renew();
        request.commit();
        request.complete();
        assertTrue(exchange.setCookies().get(0).endsWith("SameSite=Strict"));
    }
}
