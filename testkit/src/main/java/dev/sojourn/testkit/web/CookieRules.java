// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import dev.sojourn.web.SessionCookie;
import dev.sojourn.web.SessionCookie.Priority;
import dev.sojourn.web.SessionCookie.SameSite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The line that sets the cookie, byte for byte, and when there is none. */
abstract class CookieRules extends SavingRules {

    /** G17-114, G17-129, G17-132, cookie input 37. */
    @Test
    public void the_default_line_is_exactly_this() {
        Site site = site().behindTls().start();
        Browser browser = site.browser();
        WireResponse response = browser.get("/add");
        assertEquals(
                "__Host-sid=" + browser.token() + "; Path=/; Secure; HttpOnly; SameSite=Lax", response.sessionCookie());
        assertEquals(1, response.all("Set-Cookie").size());
        response.assertCookieHasNo("Expires", "Max-Age", "Domain", "Partitioned", "Priority");
    }

    /** G17-113, G17-126: what a session has of its own is its life, and the cookie follows. */
    @Test
    public void a_sessions_own_idle_timeout_appears_in_its_cookie() {
        Site site = site().cookie(cookie -> cookie.persistentUntilSessionEnds())
                .page("/short", exchange -> exchange.sessionOrCreate().idleTimeout(Duration.ofMinutes(5)))
                .start();
        site.browser().get("/add").assertCookieHas("Max-Age=1800");
        Browser browser = site.browser();
        browser.get("/short").assertCookieHas("Max-Age=300");
        site.advance(Duration.ofMinutes(4));
        browser.get("/add").assertCookieHas("Max-Age=300");
    }

    /** G17-116, G17-134, G20-146. */
    @Test
    public void configured_attributes_are_on_the_wire() {
        Site site = site().behindTls()
                .cookie(cookie -> cookie.persistent(Duration.ofHours(2))
                        .path("/")
                        .priority(Priority.HIGH)
                        .httpOnly(false)
                        .sameSite(SameSite.STRICT)
                        .partitioned())
                .start();
        WireResponse response = site.browser().get("/add");
        response.assertCookieHas("Path=/", "Max-Age=7200", "Secure", "SameSite=Strict", "Partitioned", "Priority=High");
        response.assertCookieHasNo("HttpOnly");
    }

    /** G17-133: it is a switch, and off is where it stands. */
    @Test
    public void partitioned_is_absent_unless_switched_on() {
        Site site = site().behindTls()
                .cookie(cookie -> cookie.sameSite(SameSite.NONE))
                .start();
        site.browser().get("/add").assertCookieHasNo("Partitioned");
    }

    /** G17-117, G20-142, G20-145. */
    @Test
    public void wrong_settings_are_refused() {
        List<Runnable> wrong = List.of(
                () -> SessionCookie.builder().persistent(Duration.ZERO).build(),
                () -> SessionCookie.builder().persistent(Duration.ofSeconds(-1)).build(),
                () -> SessionCookie.builder().name("two words").build(),
                () -> SessionCookie.builder().name("").build(),
                () -> SessionCookie.builder().path("shop").build(),
                () -> SessionCookie.builder().path("/a;b").build(),
                () -> SessionCookie.builder().path("/a\r\nSet-Cookie: b=c").build(),
                () -> SessionCookie.builder().domain(".example.com").build(),
                () -> SessionCookie.builder().domain("127.0.0.1").build(),
                () -> SessionCookie.builder().domain("localhost").build());
        wrong.forEach(cookie -> assertThrows(IllegalArgumentException.class, cookie::run));
    }

    /** G17-118, G17-119. */
    @Test
    public void the_applications_own_cookies_survive() {
        Site site = site().page("/both", exchange -> {
                    exchange.addHeader("Set-Cookie", "early=1");
                    Pages.add(exchange.sessionOrCreate());
                    exchange.addHeader("Set-Cookie", "late=2; Path=/");
                    exchange.addHeader("Set-Cookie", "later=3");
                    exchange.write("ok");
                })
                .start();
        WireResponse response = site.browser().get("/both").expect("ok");
        response.sessionCookie();
        assertEquals(List.of("early=1"), response.setCookies("early"));
        assertEquals(List.of("late=2; Path=/"), response.setCookies("late"));
        assertEquals(List.of("later=3"), response.setCookies("later"));
        assertEquals(4, response.all("Set-Cookie").size());
    }

    /** G17-120, G17-121, G17-122: also after the store gave the session back. */
    @Test
    public void a_fixed_lifetime_is_the_same_at_each_answer() {
        Site site = site().cookie(
                        cookie -> cookie.persistent(Duration.ofDays(30)).rolling())
                .start();
        Browser browser = site.browser();
        browser.get("/add").assertCookieHas("Max-Age=2592000", "Expires=Tue, 31 Mar 2026 10:00:00 GMT");
        site.advance(Duration.ofMinutes(20));
        browser.get("/add").assertCookieHas("Max-Age=2592000", "Expires=Tue, 31 Mar 2026 10:20:00 GMT");
        site.advance(Duration.ofMinutes(20));
        browser.get("/read").assertCookieHas("Max-Age=2592000", "Expires=Tue, 31 Mar 2026 10:40:00 GMT");
    }

    /** G17-125, G20-144: Max-Age and Expires say the same, from the session's clock. */
    @Test
    public void the_lifetime_is_counted_from_now() {
        Site site = site().cookie(cookie -> cookie.persistentUntilSessionEnds())
                .policy(policy -> policy.touchEvery(Duration.ofMinutes(10)))
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        site.advance(Duration.ofMinutes(9));
        browser.get("/read").assertCookieHas("Max-Age=1260", "Expires=Sun, 01 Mar 2026 10:30:00 GMT");
        assertEquals(Instant.parse("2026-03-01T10:30:00Z"), site.onlySession().expiresAt());
    }

    /** G17-127, cookie input 43. */
    @Test
    public void a_very_long_lifetime_is_cut_to_what_browsers_keep() {
        for (Duration age : List.of(Duration.ofDays(401), Duration.ofSeconds(Long.MAX_VALUE))) {
            Site site = site().cookie(cookie -> cookie.persistent(age)).start();
            site.browser().get("/add").assertCookieHas("Max-Age=34560000");
        }
        Site least = site().cookie(cookie -> cookie.persistent(Duration.ofSeconds(1)))
                .start();
        least.browser().get("/add").assertCookieHas("Max-Age=1");
        Site endless = site().cookie(cookie -> cookie.persistentUntilSessionEnds())
                .policy(policy -> policy.withoutIdleTimeout().withoutAbsoluteTimeout())
                .start();
        endless.browser().get("/add").assertCookieHas("Max-Age=34560000");
    }

    /** G17-128, G21-156, cookie input 43. */
    @Test
    public void a_removal_repeats_all_attributes_with_a_date_in_the_past() {
        Site site = site().behindTls()
                .cookie(cookie -> cookie.name("__Secure-sid")
                        .domain("shop.example.com")
                        .path("/log")
                        .sameSite(SameSite.NONE)
                        .partitioned()
                        .priority(Priority.LOW))
                .page("/log/in", exchange -> exchange.sessionOrCreate().login("ann"))
                .page("/log/out", exchange -> exchange.session().orElseThrow().invalidate())
                .start();
        Browser browser = site.browser();
        List<String> set = browser.get("/log/in").sessionCookieAttributes();
        WireResponse removal = browser.get("/log/out");
        assertTrue(removal.sessionCookie().startsWith("__Secure-sid=;"), removal.sessionCookie());
        List<String> removed = removal.sessionCookieAttributes().stream()
                .filter(attribute -> !attribute.startsWith("Max-Age=") && !attribute.startsWith("Expires="))
                .toList();
        assertEquals(set, removed);
        removal.assertCookieHas("Max-Age=0", "Expires=Thu, 01 Jan 1970 00:00:00 GMT");
    }

    /** G20-141. */
    @Test
    public void the_defaults_of_a_cookie_are_these() {
        SessionCookie cookie = SessionCookie.defaults();
        assertEquals("__Host-sid", cookie.name());
        assertEquals("/", cookie.path());
        assertTrue(cookie.httpOnly());
        assertEquals(SameSite.LAX, cookie.sameSite());
        assertEquals(Optional.empty(), cookie.maxAge());
        assertEquals(Optional.empty(), cookie.domain());
        assertFalse(cookie.partitioned());
        assertFalse(cookie.rolling());
    }

    /** Cookie input 39. */
    @Test
    public void ending_and_beginning_in_one_request_is_one_line() {
        Site site = site().page("/again", exchange -> {
                    exchange.session().orElseThrow().invalidate();
                    exchange.write("visits " + Pages.add(exchange.sessionOrCreate()));
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        String old = browser.token();
        browser.get("/again").expect("visits 1").sessionCookie();
        assertNotEquals(old, browser.token());
        browser.get("/read").expect("visits 1");
        assertEquals(1, site.sessions().size());
    }

    /** Cookie input 40. */
    @Test
    public void renewing_twice_in_one_request_is_one_line() {
        Site site = site().page("/twice", exchange -> {
                    exchange.session().orElseThrow().renew();
                    exchange.session().orElseThrow().login("ann");
                    exchange.write("ok");
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        browser.get("/twice").expect("ok").sessionCookie();
        browser.get("/read").expect("visits 1");
    }

    /** Cookie input 41. */
    @Test
    public void what_the_browser_can_no_longer_be_told_is_an_error() {
        Site site = site().page("/late", exchange -> {
                    exchange.write("a");
                    exchange.flush();
                    assertThrows(IllegalStateException.class, exchange::sessionOrCreate);
                    exchange.write("b");
                })
                .page("/late-renewal", exchange -> {
                    Session session = exchange.session().orElseThrow();
                    exchange.write("a");
                    exchange.flush();
                    assertThrows(IllegalStateException.class, session::renew);
                    assertThrows(IllegalStateException.class, () -> session.login("ann"));
                    session.set("late", true);
                    exchange.write("b");
                })
                .start();
        site.browser().get("/late").expect("ab").withoutSessionCookie();
        Browser browser = site.browser();
        browser.get("/add");
        browser.get("/late-renewal").expect("ab");
        browser.get("/read").expect("visits 1");
        assertEquals(Optional.of(true), site.onlySession().get("late"));
    }

    /** Cookie input 42. */
    @Test
    public void every_kind_of_answer_carries_the_cookie() throws Exception {
        Site site = site().page("/error", exchange -> {
                    Pages.add(exchange.sessionOrCreate());
                    exchange.sendError(500);
                })
                .page("/redirect", exchange -> {
                    Pages.add(exchange.sessionOrCreate());
                    exchange.redirect("/read");
                })
                .page("/unmodified", exchange -> {
                    Pages.add(exchange.sessionOrCreate());
                    exchange.status(304);
                })
                .start();
        site.browser().get("/error").expect(500).sessionCookie();
        site.browser().get("/redirect").expect(302).sessionCookie();
        site.browser().get("/unmodified").expect(304).sessionCookie();
        WireClient client = site.client();
        client.start("HEAD", "/add", "localhost", List.of())
                .response()
                .expect("")
                .sessionCookie();
        assertEquals(4, site.sessions().size());
    }

    /** Cookie input 42: a session that is used when the handler has returned. */
    @Test
    public void an_asynchronous_answer_carries_the_cookie() {
        Site site = site().page("/async", exchange -> {
                    try {
                        exchange.async(later -> later.write("visits " + Pages.add(later.sessionOrCreate())));
                    } catch (UnsupportedOperationException notHere) {
                        exchange.write("skip");
                    }
                })
                .start();
        Browser browser = site.browser();
        WireResponse answer = browser.get("/async");
        org.junit.jupiter.api.Assumptions.assumeFalse(
                answer.body().equals("skip"), "this adapter has no asynchronous requests");
        answer.expect("visits 1").sessionCookie();
        browser.get("/async").expect("visits 2").withoutSessionCookie();
        assertEquals(2, site.visits());
    }

    /** Cookie input 50, E2: ports do not separate cookies, so each gets the other's. */
    @Test
    public void two_applications_with_one_name_leave_each_others_cookie_alone() {
        Site shop = site().start();
        Site blog = site().start();
        Browser browser = shop.browser();
        browser.get("/add");
        String cookie = "Cookie: " + browser.cookieHeader();
        blog.client().get("/look", cookie).expect("none").withoutSessionCookie();
        blog.client().get("/logout", cookie).expect("bye").withoutSessionCookie();
        browser.get("/read").expect("visits 1");
    }

    /** G21-154. */
    @Test
    public void an_answer_that_did_not_ask_says_nothing_and_costs_nothing() {
        Site site = site().start();
        Browser browser = site.browser();
        site.browser().get("/nothing").expect("ok").withoutSessionCookie();
        browser.get("/add");
        site.store().forgetCounts();
        WireResponse response = browser.get("/nothing").expect("ok").withoutSessionCookie();
        assertFalse(response.vary().contains("cookie"), () -> "Vary " + response.vary());
        assertEquals(List.of(), response.all("Set-Cookie"));
        assertEquals(0, site.store().calls());
    }

    /** G21-155, D1. */
    @Test
    public void every_question_about_the_session_sets_vary() {
        Site site = site().page(
                        "/has",
                        exchange -> exchange.write(
                                "" + exchange.session().orElseThrow().has("a")))
                .page(
                        "/size",
                        exchange -> exchange.write(
                                "" + exchange.session().orElseThrow().names().size()))
                .page("/varies", exchange -> {
                    exchange.setHeader("Vary", "Accept-Language");
                    exchange.write(exchange.session().isPresent() ? "some" : "none");
                })
                .start();
        Browser browser = site.browser();
        assertTrue(site.browser().get("/look").expect("none").vary().contains("cookie"));
        assertTrue(browser.get("/add").vary().contains("cookie"));
        assertTrue(browser.get("/has").expect("false").vary().contains("cookie"));
        assertTrue(browser.get("/size").expect("1").vary().contains("cookie"));
        assertTrue(browser.get("/look").vary().contains("cookie"));
        assertTrue(browser.get("/varies").vary().containsAll(List.of("accept-language", "cookie")));
    }

    /** G21-155: an answer that carries a token is for one visitor; whatever the application said of caches. */
    @Test
    public void an_answer_with_a_token_is_not_for_shared_caches() {
        Site site = site().page("/public", exchange -> {
                    exchange.setHeader("Cache-Control", "public, max-age=60");
                    exchange.write("visits " + Pages.add(exchange.sessionOrCreate()));
                })
                .start();
        Browser browser = site.browser();
        assertEquals(List.of("no-store"), site.browser().get("/add").all("Cache-Control"));
        assertEquals(List.of("max-age=60, private"), browser.get("/public").all("Cache-Control"));
        assertEquals(List.of("public, max-age=60"), browser.get("/public").all("Cache-Control"));
    }
}
