// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.GuardRefusal.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Guards before the application: who is asked, what a refusal is, and what it does not do. */
final class GuardTest {
    private static final WebGuard REFUSING = request -> Optional.of(GuardRefusal.forbidden("out-of-order"));

    @Test
    void guards_are_asked_in_their_order_and_the_first_refusal_ends_that() {
        List<String> asked = new ArrayList<>();
        try (Site site = new Site(settings -> settings.guard(request -> noting(asked, "first"))
                .guard(REFUSING)
                .guard(request -> noting(asked, "third")))) {
            assertTrue(begin(site, FakeExchange.secure()).answer().isPresent());
            assertEquals(List.of("first"), asked);
        }
    }

    /** W59: a refused request leaves the session as it is: no look-up, no use counted, no cookie, nothing created. */
    @Test
    void refusal_asks_no_store_and_changes_no_session() {
        try (Site free = new Site();
                Site site = new Site(settings -> settings.guard(REFUSING).countsAsUse(CountsAsUse.ON_REQUEST))) {
            String token = free.token("Ada");
            FakeExchange exchange = Site.with(token);
            RequestSession request = site.sessions.begin(exchange);
            assertTrue(request.guarded().answer().isPresent());
            assertEquals(Optional.empty(), request.session());
            request.complete();
            assertEquals(0, site.store.calls());
            assertEquals(List.of(), exchange.setCookies());
            assertEquals(List.of(), site.events);
        }
    }

    /** Not even what the guard itself did to the session is saved. */
    @Test
    void refusal_drops_what_a_guard_did_to_the_session() {
        WebGuard writing = request -> {
            request.session().orElseThrow().set("user", "Eve");
            return Optional.of(GuardRefusal.forbidden("written"));
        };
        try (Site site = new Site(settings ->
                settings.guard(request -> request.showsCookie() ? writing.check(request) : Optional.empty()))) {
            String token = site.token("Ada");
            int writes = site.store.writes();
            RequestSession request = site.sessions.begin(Site.with(token));
            request.complete();
            assertEquals(writes, site.store.writes());
        }
    }

    @Test
    void guard_that_passes_costs_no_look_up() {
        try (Site site = new Site(settings -> settings.guard(request -> Optional.empty()))) {
            FakeExchange exchange = site.serve(Site.with("anything"), Site::touchNothing);
            assertEquals(0, site.store.calls());
            assertEquals(0, exchange.responseHeaderCount());
        }
    }

    @Test
    void guard_that_asks_for_the_session_shares_it_with_the_application() {
        List<Object> seen = new ArrayList<>();
        WebGuard asking = request -> {
            request.session().flatMap(session -> session.get("user")).ifPresent(seen::add);
            return Optional.empty();
        };
        try (Site site = new Site(settings -> settings.guard(asking))) {
            String token = site.token("Ada");
            int finds = site.store.finds.get();
            assertEquals("Ada", site.userOf(Site.with(token)));
            assertEquals(List.of("Ada"), seen);
            assertEquals(finds + 1, site.store.finds.get());
        }
    }

    /** ASVS 16.5.1: a client that asks for JSON gets it, others a page; nothing of the request is in it. */
    @Test
    void answer_is_json_for_who_asks_for_it_and_else_a_page() {
        try (Site site = new Site(settings -> settings.guard(REFUSING))) {
            for (FakeExchange json : List.of(
                    FakeExchange.secure("/x").header("Accept", "application/json"),
                    FakeExchange.secure("/x").header("Accept", "application/problem+json, */*"),
                    FakeExchange.secure("/x").header("X-Requested-With", "XMLHttpRequest"),
                    FakeExchange.secure("/x").header("Content-Type", "application/json; charset=utf-8"))) {
                GuardAnswer answer = begin(site, json).answer().orElseThrow();
                assertEquals(new GuardAnswer(403, "application/json", "{\"error\":\"refused\"}\n"), answer);
                assertHeaders(json);
            }
            for (FakeExchange page : List.of(
                    FakeExchange.secure("/<script>").header("Referer", "<script>"),
                    FakeExchange.secure("/x").header("Accept", "text/html, application/json"),
                    FakeExchange.secure("/x").header("Accept", "*/*"))) {
                GuardAnswer answer = begin(site, page).answer().orElseThrow();
                assertEquals(403, answer.status());
                assertEquals("text/html;charset=UTF-8", answer.contentType());
                assertTrue(answer.body().startsWith("<!DOCTYPE html>\n<html lang=\"en\">"), answer.body());
                assertTrue(answer.body().contains("<main><h1>"), answer.body());
                assertFalse(answer.body().contains("script"), answer.body());
                assertHeaders(page);
            }
        }
    }

    private static void assertHeaders(FakeExchange exchange) {
        assertEquals(List.of("no-store"), exchange.responseHeaders("Cache-Control"));
        assertEquals(List.of("nosniff"), exchange.responseHeaders("X-Content-Type-Options"));
        assertEquals(
                List.of("default-src 'none'; frame-ancestors 'none'"),
                exchange.responseHeaders("Content-Security-Policy"));
    }

    @Test
    void guard_chooses_status_and_body() {
        GuardRefusal refusal = GuardRefusal.forbidden("too-fast").withStatus(429);
        assertEquals("application/json", answerTo(refusal.withBody(Body.JSON)).contentType());
        assertEquals(
                "text/html;charset=UTF-8", answerTo(refusal.withBody(Body.HTML)).contentType());
        assertEquals(new GuardAnswer(429, "", ""), answerTo(refusal.withBody(Body.EMPTY)));
    }

    private static GuardAnswer answerTo(GuardRefusal refusal) {
        try (Site site = new Site(settings -> settings.guard(request -> Optional.of(refusal)))) {
            return begin(site, FakeExchange.secure()).answer().orElseThrow();
        }
    }

    @Test
    void refusal_that_could_not_be_sent_or_logged_is_an_error() {
        GuardRefusal right = GuardRefusal.forbidden("right");
        assertThrows(IllegalArgumentException.class, () -> right.withStatus(200));
        assertThrows(IllegalArgumentException.class, () -> right.withStatus(600));
        for (String wrong : List.of("", "Wrong", "a b", "a--b", "a\r\nb", "-a")) {
            assertThrows(IllegalArgumentException.class, () -> GuardRefusal.forbidden(wrong), wrong);
        }
    }

    /** ASVS 16.3.3: refusals are told, enforced or not. */
    @Test
    void listener_is_told_of_refusals_and_of_what_is_only_reported() {
        List<GuardListener.Refused> told = new ArrayList<>();
        WebGuard reporting =
                request -> Optional.of(GuardRefusal.forbidden("only-tried").reportOnly());
        try (Site site =
                new Site(settings -> settings.guard(reporting).guard(REFUSING).guardListener(told::add))) {
            FakeExchange exchange = FakeExchange.secure("/secret-path");
            assertTrue(begin(site, exchange).answer().isPresent());
            assertEquals(
                    List.of("only-tried", "out-of-order"),
                    told.stream().map(refused -> refused.refusal().reason()).toList());
            assertEquals(
                    List.of(false, true),
                    told.stream().map(refused -> refused.refusal().enforced()).toList());
            assertEquals(site.clock.instant(), told.get(0).at());
            assertEquals(exchange, told.get(0).exchange());
            assertFalse(
                    told.get(0).toString().contains("secret-path"), told.get(0).toString());
        }
    }

    @Test
    void listener_that_fails_changes_nothing() {
        List<GuardListener.Refused> told = new ArrayList<>();
        GuardListener failing = refused -> {
            throw new IllegalStateException("as the test wants it");
        };
        try (Site site = new Site(
                settings -> settings.guard(REFUSING).guardListener(failing).guardListener(told::add))) {
            assertTrue(begin(site, FakeExchange.secure()).answer().isPresent());
            assertEquals(1, told.size());
        }
    }

    /** Fault 1: a guard that needs the session while the store is down lets nothing pass, and ends no session. */
    @Test
    void request_that_cannot_be_judged_is_answered_with_503() {
        WebGuard asking = request -> request.session().flatMap(unused -> Optional.empty());
        try (Site site = new Site(settings -> settings.guard(asking))) {
            String token = site.token("Ada");
            site.store.down = true;
            FakeExchange exchange = Site.with(token).header("Accept", "application/json");
            GuardAnswer answer = begin(site, exchange).answer().orElseThrow();
            assertEquals(new GuardAnswer(503, "application/json", "{\"error\":\"unavailable\"}\n"), answer);
            assertEquals(List.of("5"), exchange.responseHeaders("Retry-After"));
            assertEquals(List.of(), exchange.setCookies());
        }
    }

    @Test
    void guard_that_fails_lets_nothing_pass() {
        WebGuard failing = request -> {
            throw new IllegalStateException("as the test wants it");
        };
        try (Site site = new Site(settings -> settings.guard(failing))) {
            assertThrows(IllegalStateException.class, () -> site.sessions.begin(FakeExchange.secure()));
        }
    }

    @Test
    void what_a_guard_exposes_reaches_the_adapter() {
        WebGuard exposing = request -> {
            request.expose("name", "value");
            return Optional.empty();
        };
        try (Site site = new Site(settings -> settings.guard(exposing))) {
            assertEquals(
                    Map.of("name", "value"), begin(site, FakeExchange.secure()).exposed());
        }
    }

    /** Only a cookie is sent by the browser when another site asks it to. */
    @Test
    void cookie_is_told_from_other_ways_of_the_token() {
        List<Boolean> shown = new ArrayList<>();
        WebGuard looking = request -> {
            shown.add(request.showsCookie());
            return Optional.empty();
        };
        try (Site cookie = new Site(settings -> settings.guard(looking));
                Site header =
                        new Site(settings -> settings.guard(looking).transport(HeaderTransport.named("X-Session")))) {
            GuardedRequest unused = begin(cookie, Site.with("anything"));
            unused = begin(cookie, FakeExchange.secure());
            unused = begin(header, FakeExchange.secure().header("X-Session", "anything"));
            assertTrue(unused.answer().isEmpty());
            assertEquals(List.of(true, false, false), shown);
        }
    }

    private static Optional<GuardRefusal> noting(List<String> asked, String name) {
        asked.add(name);
        return Optional.empty();
    }

    private static GuardedRequest begin(Site site, FakeExchange exchange) {
        return site.sessions.begin(exchange).guarded();
    }
}
