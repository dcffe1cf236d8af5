// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import dev.sojourn.web.csrf.CsrfGuard;
import dev.sojourn.web.csrf.CsrfToken;
import dev.sojourn.web.csrf.CsrfTokens;
import dev.sojourn.web.csrf.RefusalReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens on top of the guard's other rules: bound to the session and its privileges, different in each page. */
final class CsrfTokenTest {
    private final List<String> refused = new ArrayList<>();
    private final Site site =
            new Site(policy -> policy.renewEvery(Duration.ofMinutes(5)), settings -> settings.guard(CsrfGuard.builder()
                            .tokens(CsrfTokens.defaults())
                            .trustedOrigins("https://friend.example")
                            .build())
                    .guardListener(told -> refused.add(told.refusal().reason())));

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void token_comes_back_in_the_header_or_in_a_field() {
        String cookie = site.token("Ada");
        String token = tokenOf(cookie);
        assertPasses(post(cookie).header("X-CSRF-Token", token));
        assertPasses(post(cookie).field("_csrf", token));
    }

    /** T69: a missing, empty or odd token is a refusal and never an error. */
    @Test
    void request_without_a_good_token_is_refused() {
        String cookie = site.token("Ada");
        String token = tokenOf(cookie);
        assertRefused(RefusalReason.NO_TOKEN, post(cookie));
        for (String wrong : List.of(
                "",
                "x",
                token.substring(1),
                token + "A",
                token.substring(0, 43),
                "A".repeat(86),
                "[\"" + token + "\"]",
                "\u0000" + token.substring(1),
                token.substring(0, 85) + "=",
                " " + token)) {
            assertRefused(RefusalReason.WRONG_TOKEN, post(cookie).header("x-csrf-token", wrong));
        }
    }

    /** ASVS 15.3.7: header and field together, or one of them twice, are refused, equal or not. */
    @Test
    void token_is_taken_from_one_place_only() {
        String cookie = site.token("Ada");
        String token = tokenOf(cookie);
        assertRefused(
                RefusalReason.REPEATED_TOKEN,
                post(cookie).header("x-csrf-token", token).field("_csrf", token));
        assertRefused(
                RefusalReason.REPEATED_TOKEN, post(cookie).field("_csrf", token).field("_csrf", "x"));
        assertRefused(RefusalReason.NO_TOKEN, post(cookie).cookies("_csrf=" + token));
    }

    /** The token does not stand in for the other rules. */
    @Test
    void good_token_from_another_site_is_refused() {
        String cookie = site.token("Ada");
        FakeExchange exchange = Site.with(cookie)
                .method("POST")
                .header("Sec-Fetch-Site", "cross-site")
                .header("x-csrf-token", tokenOf(cookie));
        assertRefused(RefusalReason.CROSS_SITE, exchange);
        FakeExchange friend = Site.with(cookie)
                .method("POST")
                .header("Sec-Fetch-Site", "cross-site")
                .header("Origin", "https://friend.example");
        assertRefused(RefusalReason.NO_TOKEN, friend);
    }

    /** W55: a token of one session is worth nothing in another, nor without one. */
    @Test
    void token_of_another_session_is_refused() {
        String ada = site.token("Ada");
        String eve = site.token("Eve");
        String token = tokenOf(eve);
        assertRefused(RefusalReason.WRONG_TOKEN, post(ada).header("x-csrf-token", token));
        String own = tokenOf(ada);
        assertPasses(post(ada).header("x-csrf-token", own));
        assertRefused(
                RefusalReason.WRONG_TOKEN,
                FakeExchange.secure()
                        .method("POST")
                        .header("Sec-Fetch-Site", "same-origin")
                        .header("x-csrf-token", token));
    }

    /** W8, T70: tokens from before a login, a renewal or a logout are refused after it, and new ones are good. */
    @Test
    void token_dies_with_the_privileges_it_was_made_for() {
        List<Consumer<Session>> changes =
                List.of(session -> session.login("ada"), Session::renew, session -> session.login("bob"));
        String cookie = site.token("Ada");
        for (Consumer<Session> change : changes) {
            String before = tokenOf(cookie);
            FakeExchange changed = site.serve(
                    post(cookie).header("x-csrf-token", before),
                    request -> change.accept(request.session().orElseThrow()));
            cookie = Site.value(changed.setCookies().get(0));
            assertRefused(RefusalReason.WRONG_TOKEN, post(cookie).header("x-csrf-token", before));
            String after = tokenOf(cookie);
            assertPasses(post(cookie).header("x-csrf-token", after));
        }
        String last = tokenOf(cookie);
        site.serve(post(cookie).header("x-csrf-token", last), Site::end);
        assertRefused(RefusalReason.WRONG_TOKEN, post(cookie).header("x-csrf-token", last));
    }

    /** W8: a page that is made after the login, in the same request, has a good token; one that was made before has not. */
    @Test
    void token_read_after_the_login_of_the_same_request_is_good() {
        String cookie = site.token("Ada");
        List<String> tokens = new ArrayList<>();
        FakeExchange login = site.serve(Site.with(cookie), request -> {
            tokens.add(csrf(request).getToken());
            request.session().orElseThrow().login("ada");
            tokens.add(csrf(request).getToken());
        });
        String after = Site.value(login.setCookies().get(0));
        assertRefused(RefusalReason.WRONG_TOKEN, post(after).header("x-csrf-token", tokens.get(0)));
        assertPasses(post(after).header("x-csrf-token", tokens.get(1)));
    }

    @Test
    void new_session_that_logs_in_keeps_only_what_came_after() {
        List<String> tokens = new ArrayList<>();
        FakeExchange login = site.serve(FakeExchange.secure(), request -> {
            tokens.add(csrf(request).getToken());
            request.sessionOrCreate().login("ada");
            tokens.add(csrf(request).getToken());
        });
        String after = Site.value(login.setCookies().get(0));
        assertRefused(RefusalReason.WRONG_TOKEN, post(after).header("x-csrf-token", tokens.get(0)));
        assertPasses(post(after).header("x-csrf-token", tokens.get(1)));
    }

    /** The timer changes the cookie and no privilege: forms that are open stay good. */
    @Test
    void token_survives_the_renewal_on_the_timer() {
        String cookie = site.token("Ada");
        String token = tokenOf(cookie);
        site.clock.advance(Duration.ofMinutes(6));
        FakeExchange renewed = site.serve(
                Site.with(cookie), request -> assertTrue(request.session().isPresent()));
        String next = Site.value(renewed.setCookies().get(0));
        assertPasses(post(next).header("x-csrf-token", token));
    }

    @Test
    void token_survives_changes_of_the_session() {
        String cookie = site.token("Ada");
        String token = tokenOf(cookie);
        site.serve(
                post(cookie).header("x-csrf-token", token),
                request -> request.session().orElseThrow().set("b", 2));
        assertPasses(post(cookie).header("x-csrf-token", token));
    }

    /** T65, W62: no token is made, and no session, before a page reads one. */
    @Test
    void nothing_is_made_before_a_page_reads_it() {
        FakeExchange exchange = site.serve(FakeExchange.secure(), request -> {
            CsrfToken token = csrf(request);
            assertEquals("_csrf", token.getParameterName());
            assertEquals("x-csrf-token", token.getHeaderName());
            assertEquals("CsrfToken[_csrf]", token.toString());
        });
        assertEquals(0, site.store.calls());
        assertEquals(List.of(), exchange.setCookies());
        FakeExchange reading = site.serve(
                FakeExchange.secure(),
                request -> assertEquals(86, csrf(request).getToken().length()));
        assertEquals(1, site.store.creates.get(), "R8: the secret is stored with the session, in one write");
        assertEquals(0, site.store.saves.get());
        assertEquals(1, reading.setCookies().size());
        assertEquals(List.of("no-store"), reading.responseHeaders("Cache-Control"), "no cache gives it to others");
    }

    /** T65: the second page of a session writes nothing. */
    @Test
    void reading_a_token_again_writes_nothing() {
        String cookie = site.token("Ada");
        String unused = tokenOf(cookie);
        int writes = site.store.writes();
        assertEquals(86, tokenOf(cookie).length());
        assertEquals(writes, site.store.writes());
    }

    /** BREACH: a thousand pages of one session have a thousand different tokens, and all of them are good. */
    @Test
    void thousand_readings_give_a_thousand_texts() {
        String cookie = site.token("Ada");
        Set<String> texts = new HashSet<>();
        site.serve(Site.with(cookie), request -> {
            CsrfToken token = csrf(request);
            for (int i = 0; i < 1000; i++) {
                texts.add(token.getToken());
            }
        });
        assertEquals(1000, texts.size());
        for (String text : texts) {
            assertEquals(Optional.empty(), reason(post(cookie).header("x-csrf-token", text)));
        }
    }

    /** R8: two first pages of one session at once get the same secret: it is stored before a page shows a token of it. */
    @Test
    void parallel_first_pages_both_have_good_tokens() {
        String cookie = site.token("Ada");
        RequestSession one = site.sessions.begin(Site.with(cookie));
        RequestSession two = site.sessions.begin(Site.with(cookie));
        assertTrue(one.session().isPresent() && two.session().isPresent());
        String first = csrf(one).getToken();
        String second = csrf(two).getToken();
        one.complete();
        two.complete();
        assertPasses(post(cookie).header("x-csrf-token", first));
        assertPasses(post(cookie).header("x-csrf-token", second));
    }

    /** W60: one-way, and another one for the same session over plain HTTP. */
    @Test
    void token_of_a_plain_page_is_refused_on_the_secure_one() {
        try (Site mixed = new Site(settings -> settings.cookie(SessionCookie.builder()
                        .name("sid")
                        .insecureAllowPlainHttp()
                        .build())
                .guard(CsrfGuard.builder().tokens(CsrfTokens.defaults()).build()))) {
            List<String> tokens = new ArrayList<>();
            FakeExchange page = mixed.serve(
                    FakeExchange.plain(), request -> tokens.add(csrf(request).getToken()));
            String cookie = Site.value(page.setCookies().get(0));
            FakeExchange plain = FakeExchange.plain().cookies("sid=" + cookie);
            FakeExchange secure = FakeExchange.secure().cookies("sid=" + cookie);
            for (FakeExchange exchange : List.of(plain, secure)) {
                exchange.method("POST").header("Sec-Fetch-Site", "same-origin").header("x-csrf-token", tokens.get(0));
            }
            assertTrue(mixed.sessions.begin(plain).guarded().answer().isEmpty());
            assertTrue(mixed.sessions.begin(secure).guarded().answer().isPresent());
        }
    }

    @Test
    void safe_requests_and_programs_without_cookies_need_none() {
        assertPasses(Site.with("anything").header("Sec-Fetch-Site", "cross-site"));
        assertPasses(FakeExchange.secure().method("POST"));
        assertEquals(0, site.store.calls());
    }

    @Test
    void token_cannot_be_made_when_the_response_has_left() {
        FakeExchange exchange = FakeExchange.secure();
        RequestSession request = site.sessions.begin(exchange);
        request.commit();
        exchange.leave();
        assertThrows(IllegalStateException.class, () -> csrf(request).getToken());
    }

    @Test
    void names_can_be_others_if_they_can_be_names() {
        assertEquals("token", CsrfTokens.named("token", "x-token").parameterName());
        for (String wrong : List.of("", "a b", "a:b", "a\r\nb", "a".repeat(65))) {
            assertThrows(IllegalArgumentException.class, () -> CsrfTokens.named(wrong, "x"));
            assertThrows(IllegalArgumentException.class, () -> CsrfTokens.named("x", wrong));
        }
    }

    private static CsrfToken csrf(RequestSession request) {
        return (CsrfToken) Objects.requireNonNull(request.guarded().exposed().get(CsrfToken.ATTRIBUTE));
    }

    private String tokenOf(String cookie) {
        List<String> tokens = new ArrayList<>();
        site.serve(Site.with(cookie), request -> tokens.add(csrf(request).getToken()));
        return tokens.get(0);
    }

    private static FakeExchange post(String cookie) {
        return Site.with(cookie).method("POST").header("Sec-Fetch-Site", "same-origin");
    }

    private Optional<String> reason(FakeExchange exchange) {
        refused.clear();
        RequestSession request = site.sessions.begin(exchange);
        request.abandon();
        request.complete();
        return refused.stream().findFirst();
    }

    private void assertPasses(FakeExchange exchange) {
        assertEquals(Optional.empty(), reason(exchange));
    }

    private void assertRefused(RefusalReason expected, FakeExchange exchange) {
        assertEquals(Optional.of(expected.word()), reason(exchange));
    }
}
