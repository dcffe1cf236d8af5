// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionPolicy;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens in URLs: for clients that show no cookie, where the application asked for it, and nowhere else. */
class UrlTransportTest {
    private static final String PARAMETER = ";jsessionid=";

    private final Site site = new Site(settings -> settings.insecureTokensInUrls("jsessionid"));

    @AfterEach
    void close() {
        site.close();
    }

    /** A page with this link, asked for by this request after the session was made or used. */
    private String link(FakeExchange page, String url) {
        String[] link = {""};
        site.serve(page, request -> {
            request.sessionOrCreate().set("user", "ann");
            link[0] = request.encodeUrl(url);
        });
        return link[0];
    }

    private static String tokenIn(String url) {
        return url.substring(url.indexOf(PARAMETER) + PARAMETER.length());
    }

    /** The session is in the store before the link is made, so that it leads somewhere however the response leaves. */
    @Test
    void link_of_a_new_session_opens_it() {
        String link = link(FakeExchange.secure(), "/next");
        assertTrue(link.startsWith("/next;jsessionid="), "the parameter stands after the path");
        assertEquals("ann", site.userOf(FakeExchange.secure(link)));
        site.serve(FakeExchange.secure(link), request -> {
            assertTrue(request.tokenFromUrl());
            assertFalse(request.tokenFromCookie());
            assertTrue(request.presentedTokenOpened());
            assertNotEquals(tokenIn(link), request.requestedSessionId().orElseThrow());
        });
    }

    /** T51, W3, ASVS 14.2.1: with the door closed nothing is read and nothing is written. */
    @Test
    void without_the_word_insecure_urls_stay_as_they_are() {
        try (Site closed = new Site()) {
            String token = closed.token("ann");
            FakeExchange page = FakeExchange.secure("/x" + PARAMETER + token);
            closed.serve(page, request -> {
                assertTrue(request.session().isEmpty());
                assertFalse(request.tokenFromUrl());
                request.sessionOrCreate().set("user", "bob");
                assertEquals("/next", request.encodeUrl("/next"));
            });
            assertEquals(List.of(), page.responseHeaders("Referrer-Policy"));
        }
    }

    /** Nothing happens for pages without a session: no look-up, no header. */
    @Test
    void page_without_a_session_has_plain_links() {
        FakeExchange page = FakeExchange.secure();
        int calls = site.store.calls();
        site.serve(page, request -> assertEquals("/next", request.encodeUrl("/next")));
        assertEquals(calls, site.store.calls());
        assertEquals(List.of(), page.responseHeaders("Cache-Control"));
        assertEquals(List.of(), page.responseHeaders("Referrer-Policy"));
    }

    @Test
    void browser_that_shows_the_cookie_gets_no_token_in_links() {
        String token = site.token("ann");
        assertEquals("/next", link(Site.with(token), "/next"));
    }

    /** W4: somebody else's link does not move a visitor who has a session, or had one. */
    @Test
    void cookie_counts_before_the_url() {
        String mine = site.token("ann");
        String theirs = site.token("eve");
        FakeExchange lured = FakeExchange.secure("/x" + PARAMETER + theirs).cookies(Site.NAME + "=" + mine);
        assertEquals("ann", site.userOf(lured));
        FakeExchange late = FakeExchange.secure("/x" + PARAMETER + theirs).cookies(Site.NAME + "=over");
        site.serve(late, request -> {
            assertTrue(request.session().isEmpty());
            assertFalse(request.tokenFromUrl());
            assertTrue(request.tokenFromCookie());
        });
    }

    /** W4: an id of the client's is never taken for a new session, be it invented, over, or somebody's guess. */
    @Test
    void url_that_opens_nothing_is_no_session() {
        String over = site.token("ann");
        site.serve(Site.with(over), Site::end);
        for (String token : List.of(over, "A".repeat(64), "x")) {
            String link = link(FakeExchange.secure("/x" + PARAMETER + token), "/next");
            assertNotEquals(token, tokenIn(link));
            assertEquals("nobody", site.userOf(FakeExchange.secure("/x" + PARAMETER + token)));
        }
    }

    /** Two links' tokens in one URL are a trick. */
    @Test
    void url_with_two_sessions_opens_none() {
        String one = site.token("ann");
        String two = site.token("eve");
        assertEquals("nobody", site.userOf(FakeExchange.secure("/x" + PARAMETER + one + PARAMETER + two)));
    }

    /** W4: a login gives a new token, in the links and in a cookie; that of the link one came by is dead. */
    @Test
    void login_leaves_the_link_one_came_by_behind() {
        String theirs = site.token("eve");
        String[] link = {""};
        FakeExchange page = FakeExchange.secure("/login" + PARAMETER + theirs);
        site.serve(page, request -> {
            request.session().orElseThrow().login("ann");
            link[0] = request.encodeUrl("/next");
        });
        assertEquals(tokenIn(link[0]), Site.value(page.setCookies().get(0)));
        assertEquals("nobody", site.userOf(FakeExchange.secure("/x" + PARAMETER + theirs)));
        assertEquals("eve", site.userOf(FakeExchange.secure(link[0])));
    }

    /** A cookie that is sent with each response is not sent for a token that came in a link: it may be planted. */
    @Test
    void rolling_cookie_does_not_take_over_a_link() {
        try (Site rolling = new Site(settings -> settings.insecureTokensInUrls("jsessionid")
                .cookie(SessionCookie.builder().rolling().build()))) {
            String token = rolling.token("eve");
            FakeExchange lured = FakeExchange.secure("/x" + PARAMETER + token);
            assertEquals("eve", rolling.userOf(lured));
            assertEquals(List.of(), lured.setCookies());
        }
    }

    /** A page whose own URL or whose links hold a token tells neither other sites nor caches. */
    @Test
    void pages_with_tokens_are_kept_from_referrers_and_caches() {
        FakeExchange first = FakeExchange.secure();
        String link = link(first, "/next");
        assertEquals(List.of("same-origin"), first.responseHeaders("Referrer-Policy"));
        assertEquals(List.of("no-store"), first.responseHeaders("Cache-Control"));
        FakeExchange next = FakeExchange.secure(link).respond("Cache-Control", "public, max-age=60");
        site.userOf(next);
        assertEquals(List.of("same-origin"), next.responseHeaders("Referrer-Policy"));
        assertEquals(List.of("max-age=60, private"), next.responseHeaders("Cache-Control"));
        FakeExchange untouched = FakeExchange.secure(link).respond("Referrer-Policy", "no-referrer");
        site.serve(untouched, Site::touchNothing);
        assertEquals(List.of("no-referrer"), untouched.responseHeaders("Referrer-Policy"));
        assertEquals(List.of(), untouched.responseHeaders("Cache-Control"));
        FakeExchange silent = FakeExchange.secure(link);
        site.serve(silent, Site::touchNothing);
        assertEquals(List.of("same-origin"), silent.responseHeaders("Referrer-Policy"));
    }

    /** After the response has left, links go on; they can hold only a token that was known by then. */
    @Test
    void links_after_the_head_has_left_hold_the_token_that_is_known() {
        String link = link(FakeExchange.secure(), "/next");
        FakeExchange page = FakeExchange.secure(link);
        RequestSession request = site.sessions.begin(page);
        request.commit();
        page.leave();
        assertEquals("/next" + PARAMETER + tokenIn(link), request.encodeUrl("/next"));
        request.complete();
    }

    /** The first link saves; the second asks for nothing. */
    @Test
    void many_links_cost_one_save() {
        site.serve(FakeExchange.secure(), request -> {
            request.sessionOrCreate().set("user", "ann");
            String first = request.encodeUrl("/a");
            int calls = site.store.calls();
            assertEquals(tokenIn(first), tokenIn(request.encodeUrl("/b")));
            assertEquals(calls, site.store.calls());
            request.session().orElseThrow().renew();
            assertNotEquals(tokenIn(first), tokenIn(request.encodeUrl("/b")));
        });
    }

    /** T3: a store that is down fails the page, and makes no link to a session that is not there. */
    @Test
    void store_that_is_down_makes_no_link() {
        RequestSession request = site.sessions.begin(FakeExchange.secure());
        request.sessionOrCreate().set("user", "ann");
        site.store.down = true;
        assertThrows(StoreUnavailableException.class, () -> request.encodeUrl("/next"));
        request.abandon();
        assertEquals("/next", request.encodeUrl("/next"));
        site.store.down = false;
        request.complete();
    }

    /** E32: what holds of the cookie's connections and path holds of URLs. */
    @Test
    void urls_are_not_read_where_a_cookie_would_not_be() {
        String token = site.token("ann");
        try (Site plainSite = new Site(settings -> settings.insecureTokensInUrls("jsessionid")
                .cookie(SessionCookie.builder().name("sid").path("/shop").build()))) {
            String shopToken = plainSite.token("ann", "/shop/");
            assertEquals("ann", plainSite.userOf(FakeExchange.secure("/shop" + PARAMETER + shopToken)));
            plainSite.serve(FakeExchange.secure("/other" + PARAMETER + shopToken), request -> {
                assertTrue(request.session().isEmpty());
                assertFalse(request.tokenPresented());
                assertEquals("/shop/x", request.encodeUrl("/shop/x"));
            });
        }
        FakeExchange plain = FakeExchange.plain("/x" + PARAMETER + token);
        site.serve(plain, request -> {
            assertFalse(request.tokenPresented());
            request.sessionOrCreate().set("user", "bob");
            assertEquals("/next", request.encodeUrl("/next"));
        });
        assertEquals(List.of(), plain.setCookies());
    }

    /** Renewal by the timer goes on in links. */
    @Test
    void timer_renews_a_session_that_lives_in_urls() {
        try (Site renewing = new Site(
                policy -> policy.renewEvery(Duration.ofMinutes(5)),
                settings -> settings.insecureTokensInUrls("jsessionid"))) {
            String first = PARAMETER + renewing.token("ann");
            renewing.clock.advance(Duration.ofMinutes(6));
            String[] link = {""};
            renewing.serve(FakeExchange.secure("/x" + first), request -> link[0] = request.encodeUrl("/x"));
            assertNotEquals("/x" + first, link[0]);
            assertEquals("ann", renewing.userOf(FakeExchange.secure(link[0])));
            renewing.clock.advance(SessionPolicy.defaults().renewalGrace().plusSeconds(1));
            assertEquals("nobody", renewing.userOf(FakeExchange.secure("/x" + first)));
        }
    }

    @Test
    void builder_refuses_a_parameter_beside_a_transport() {
        assertThrows(IllegalArgumentException.class, () -> WebSessions.builder(site.manager)
                .transport(HeaderTransport.named("X-Token"))
                .insecureTokensInUrls("jsessionid")
                .build());
    }
}
