// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent;
import dev.sojourn.SigningKeys;
import dev.sojourn.testkit.StoreVerb;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A session comes into being, lasts over requests, and is there when the client has the answer. */
abstract class LifecycleRules extends WebContractFixture {
    private static final Duration MORE_THAN_IDLE = Duration.ofMinutes(31);

    /** G2-8, G12-83. */
    @Test
    public void the_first_change_makes_one_record_and_one_cookie() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add").expect("visits 1").sessionCookie();
        assertEquals(1, site.sessions().size());
        assertEquals(1, site.store().calls());
    }

    /** G2-9, G16-98. */
    @Test
    public void the_second_request_sees_what_the_first_stored() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add").expect("visits 1");
        browser.get("/add").expect("visits 2");
        browser.get("/read").expect("visits 2");
        String id = browser.get("/id").body();
        assertEquals(id, site.onlySession().id());
        assertEquals(
                2,
                site.manager()
                        .find(site.onlySession().key())
                        .orElseThrow()
                        .get(Pages.VISITS)
                        .orElseThrow());
    }

    /** G2-10. */
    @Test
    public void two_visitors_have_two_sessions() {
        Site site = site().start();
        Browser one = site.browser();
        Browser other = site.browser();
        one.get("/add").expect("visits 1");
        other.get("/add").expect("visits 1");
        assertEquals(2, site.sessions().size());
        assertNotEquals(one.token(), other.token());
    }

    /** G2-11, G16-101, T20: a store that does not answer is never "no session". */
    @Test
    public void a_failing_look_up_fails_the_request_and_leaves_the_cookie_alone() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add").expect("visits 1");
        site.store().fail(StoreVerb.FIND);
        WireResponse response = browser.get("/add").expect(503).withoutSessionCookie();
        assertTrue(response.first("Retry-After").isPresent());
        assertEquals(1, site.sessions().size());
    }

    /** G16-102. */
    @Test
    public void when_the_store_is_back_so_are_the_sessions() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add").expect("visits 1");
        site.store().fail(StoreVerb.FIND);
        browser.get("/read").expect(503);
        site.store().heal();
        browser.get("/add").expect("visits 2");
    }

    /** G2-12, G4-25. */
    @Test
    public void an_absent_record_gives_a_new_session() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add").expect("visits 1");
        site.manager().clear();
        browser.get("/read").expect("none");
        browser.get("/add").expect("visits 1");
    }

    /** G4-26: an id that a client brings is never adopted. */
    @Test
    public void an_unknown_token_is_not_adopted() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        String old = browser.token();
        String oldId = browser.get("/id").body();
        site.manager().clear();
        browser.get("/add").sessionCookie();
        assertNotEquals(old, browser.token());
        assertNotEquals(oldId, site.onlySession().id());
        assertNotEquals(old.substring(0, 21), browser.token().substring(0, 21), "the key in it");
    }

    /** G2-13. */
    @Test
    public void an_empty_path_works() {
        Site site = site().page("*", exchange -> exchange.write("visits " + Pages.add(exchange.sessionOrCreate())))
                .start();
        WireClient client = site.client();
        String host = "localhost:" + client.port();
        client.start("GET", "http://" + host, host, List.of())
                .response()
                .expect("visits 1")
                .sessionCookie();
    }

    /** G2-14. */
    @Test
    public void ending_the_response_twice_keeps_the_first_body() {
        Site site = site().page("/twice", exchange -> {
                    Pages.add(exchange.sessionOrCreate());
                    exchange.write("once");
                    exchange.close();
                    exchange.close();
                })
                .start();
        site.browser().get("/twice").expect("once").sessionCookie();
        assertEquals(1, site.visits());
    }

    /** G2-15. */
    @Test
    public void an_answer_without_a_body_works() {
        Site site = site().page("/empty", exchange -> {
                    Pages.add(exchange.sessionOrCreate());
                    exchange.close();
                })
                .page("/silent", exchange -> Pages.add(exchange.sessionOrCreate()))
                .start();
        site.browser().get("/empty").expect("").sessionCookie();
        site.browser().get("/silent").expect("").sessionCookie();
        assertEquals(2, site.sessions().size());
    }

    /** G2-16. */
    @Test
    public void attributes_may_be_named_like_methods() {
        List<String> names = List.of("get", "id", "invalidate", "toString", "cookie", "save", "__proto__");
        Site site = site().page(
                        "/set",
                        exchange ->
                                names.forEach(name -> exchange.sessionOrCreate().set(name, "mine")))
                .page(
                        "/names",
                        exchange -> exchange.write(String.join(
                                " ", exchange.session().orElseThrow().names())))
                .start();
        Browser browser = site.browser();
        browser.get("/set").expect("");
        browser.get("/names").expect(String.join(" ", new TreeSet<>(names)));
        browser.get("/logout").expect("bye");
    }

    /** G2-17, G16-100. */
    @Test
    public void listing_the_names_shows_attributes_only() {
        Site site = site().page("/names", exchange -> {
                    Session session = exchange.sessionOrCreate();
                    session.set("b", 1);
                    session.set("a", 2);
                    exchange.write(String.join(" ", session.names()));
                })
                .start();
        Browser browser = site.browser();
        browser.get("/names").expect("a b");
        browser.get("/names").expect("a b");
        assertEquals(Set.of("a", "b"), site.onlySession().names());
    }

    /** G2-18: there is no way to give a session another id, and names that are ours are refused. */
    @Test
    public void an_id_cannot_be_replaced() {
        Site site = site().page("/try", exchange -> {
                    Session session = exchange.sessionOrCreate();
                    String id = session.id();
                    session.set("id", 42);
                    assertThrows(IllegalArgumentException.class, () -> session.set("sojourn:id", "mine"));
                    exchange.write("same " + id.equals(session.id()));
                })
                .start();
        Browser browser = site.browser();
        browser.get("/try").expect("same true");
        assertEquals(browser.get("/id").body(), site.onlySession().id());
    }

    /** G3-19, G18-135. */
    @Test
    public void it_is_saved_when_a_simple_body_arrives() {
        savedBeforeTheHead(exchange -> exchange.write("hello"));
    }

    /** G3-20. */
    @Test
    public void it_is_saved_when_an_empty_body_arrives() {
        savedBeforeTheHead(exchange -> exchange.contentLength(0));
    }

    /** G3-21. */
    @Test
    public void it_is_saved_when_several_writes_reach_the_length_of_the_body() {
        savedBeforeTheHead(exchange -> {
            exchange.contentLength(10);
            exchange.write("hello");
            exchange.write("world");
        });
    }

    /** G3-22. */
    @Test
    public void it_is_saved_when_one_write_reaches_the_length_of_the_body() {
        savedBeforeTheHead(exchange -> {
            exchange.contentLength(5);
            exchange.write("hello");
        });
    }

    /** G3-19: larger than any buffer. */
    @Test
    public void it_is_saved_when_the_body_overflows_the_buffer() {
        savedBeforeTheHead(exchange -> exchange.write("x".repeat(300_000)));
    }

    /** G3-19. */
    @Test
    public void it_is_saved_when_an_error_page_arrives() {
        savedBeforeTheHead(exchange -> exchange.sendError(418));
    }

    /** G3-19, G16-108. */
    @Test
    public void it_is_saved_when_the_application_flushes() {
        savedBeforeTheHead(ContractExchange::flush);
    }

    private void savedBeforeTheHead(ContractApplication answer) {
        CompletableFuture<WireClient.Call> call = new CompletableFuture<>();
        Gate started = new Gate();
        Site site = site().page("/page", exchange -> {
                    Pages.add(exchange.sessionOrCreate());
                    answer.handle(exchange);
                })
                .start();
        site.store().before(StoreVerb.CREATE, () -> {
            started.pass();
            assertFalse(call.join().hasAnswer(), "something left before the session was saved");
        });
        call.complete(site.browser().start("/page"));
        started.open();
        String head = call.join().head();
        assertEquals(1, site.visits());
        assertTrue(head.toLowerCase(Locale.ROOT).contains("\r\nset-cookie: sid="), head);
        call.join().close();
    }

    /** G3-23. */
    @Test
    public void the_stored_expiry_is_the_cookies_and_moves_on() {
        Site site = site().cookie(cookie -> cookie.persistentUntilSessionEnds())
                .policy(policy -> policy.touchEvery(Duration.ZERO))
                .start();
        Browser browser = site.browser();
        browser.get("/add").assertCookieHas("Max-Age=1800", "Expires=Sun, 01 Mar 2026 10:30:00 GMT");
        assertEquals(Instant.parse("2026-03-01T10:30:00Z"), site.onlySession().expiresAt());
        site.advance(Duration.ofMinutes(10));
        browser.get("/read").assertCookieHas("Max-Age=1800", "Expires=Sun, 01 Mar 2026 10:40:00 GMT");
        assertEquals(Instant.parse("2026-03-01T10:40:00Z"), site.onlySession().expiresAt());
    }

    /** G3-24. */
    @Test
    public void a_slow_answer_still_puts_off_the_end() {
        Gate middle = new Gate();
        Site site = site().cookie(cookie -> cookie.persistentUntilSessionEnds().rolling())
                .page("/slow", exchange -> {
                    Pages.add(exchange.sessionOrCreate());
                    exchange.write("first ");
                    exchange.flush();
                    middle.pass();
                    exchange.write("last");
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        site.advance(Duration.ofMinutes(10));
        WireClient.Call call = browser.start("/slow");
        middle.awaitArrival();
        site.advance(Duration.ofMinutes(10));
        middle.open();
        browser.take(call.response().expect("first last")).assertCookieHas("Expires=Sun, 01 Mar 2026 10:40:00 GMT");
        browser.get("/read").expect("visits 2").assertCookieHas("Expires=Sun, 01 Mar 2026 10:50:00 GMT");
    }

    /** G4-27, G4-28. */
    @Test
    public void an_unsigned_or_tampered_token_causes_no_look_up() {
        Site site = site().signing(SigningKeys.ofText("a key of this test, long enough for it"))
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        String token = browser.token();
        String id = site.onlySession().id();
        char last = token.charAt(token.length() - 1);
        for (String bad :
                List.of(token.substring(0, 64), token.substring(0, token.length() - 1) + (last == 'A' ? 'B' : 'A'))) {
            Browser other = browser.copy();
            other.replaceToken(bad);
            site.store().forgetCounts();
            other.get("/look").expect("none");
            assertEquals(0, site.store().calls());
            other.get("/add").expect("visits 1");
            assertNotEquals(id, other.get("/id").body());
        }
        assertEquals(
                NoSessionReason.FORGED,
                site.events(SessionEvent.TokenRefused.class).get(2).reason());
        browser.get("/read").expect("visits 1");
    }

    /** G4-29, G4-30. */
    @Test
    public void an_expired_record_gives_a_new_session_with_another_id() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        String old = browser.token();
        String oldId = site.onlySession().id();
        site.advance(MORE_THAN_IDLE);
        browser.get("/read").expect("none");
        browser.get("/add").expect("visits 1").sessionCookie();
        assertNotEquals(old, browser.token());
        assertNotEquals(oldId, site.onlySession().id());
    }

    /** G4-31, G21-160. */
    @Test
    public void an_expired_record_is_not_listed() {
        Site site = site().start();
        Browser ann = site.browser();
        ann.get("/login", "X-User: ann");
        site.advance(Duration.ofMinutes(20));
        site.browser().get("/login", "X-User: ann");
        assertEquals(2, site.manager().sessionsOf("ann").size());
        site.advance(Duration.ofMinutes(20));
        assertEquals(1, site.manager().sessionsOf("ann").size());
        assertEquals(1, site.sessions().size());
        site.advance(Duration.ofMinutes(20));
        assertEquals(List.of(), site.manager().sessionsOf("ann"));
        assertEquals(0, site.manager().count());
    }

    /** G4-32: a record that cannot be read is discarded and told, and the request goes on without it. */
    @Test
    public void an_unreadable_record_is_discarded_and_counted() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        site.store().damage(site.onlySession().key());
        browser.get("/add").expect("visits 1").sessionCookie();
        assertEquals(1, site.events(SessionEvent.RecordUnreadable.class).size());
        assertTrue(site.events(SessionEvent.RecordUnreadable.class).get(0).deleted());
        browser.get("/add").expect("visits 2");
        assertEquals(1, site.sessions().size());
    }

    /** G16-103: and the browser is told to forget it. */
    @Test
    public void after_the_end_there_is_no_session() {
        Site site = site().page("/logout-and-look", exchange -> {
                    exchange.session().orElseThrow().invalidate();
                    exchange.write(exchange.session().isPresent() ? "some" : "none");
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        browser.get("/logout-and-look").expect("none").assertCookieHas("Max-Age=0");
        assertFalse(browser.hasCookie());
        assertEquals(List.of(), site.sessions());
        browser.get("/look").expect("none").withoutSessionCookie();
    }

    /** G16-104. */
    @Test
    public void renewing_gives_another_id_and_another_cookie() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        String token = browser.token();
        String id = browser.get("/id").body();
        browser.get("/renew").expect("renewed").sessionCookie();
        assertNotEquals(token, browser.token());
        assertNotEquals(id, browser.get("/id").body());
        browser.get("/read").expect("visits 1");
        assertEquals(1, site.sessions().size());
    }

    /** G16-105: what a request saw it keeps; the newer state is there to look at, and is not overwritten. */
    @Test
    public void another_requests_change_can_be_seen_and_survives() {
        Gate inside = new Gate();
        CompletableFuture<Site> running = new CompletableFuture<>();
        Site site = site().page("/slow", exchange -> {
                    Session session = exchange.session().orElseThrow();
                    inside.pass();
                    Object newest = running.join().visits();
                    session.set("seen", newest);
                    exchange.write(Pages.visits(session) + " of " + newest);
                })
                .start();
        running.complete(site);
        Browser browser = site.browser();
        browser.get("/add");
        WireClient.Call slow = browser.start("/slow");
        inside.awaitArrival();
        browser.get("/add").expect("visits 2");
        inside.open();
        slow.response().expect("visits 1 of 2");
        assertEquals(2, site.visits());
        assertEquals(2, site.onlySession().get("seen").orElseThrow());
    }

    /** G16-106: a session that was deleted cannot be changed from outside either. */
    @Test
    public void a_deleted_session_cannot_be_read_again() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        var key = site.onlySession().key();
        browser.get("/logout");
        assertTrue(site.manager().find(key).isEmpty());
        assertFalse(site.manager().update(key, session -> session.set("a", 1)));
        assertEquals(List.of(), site.sessions());
    }

    /** G16-107. */
    @Test
    public void asking_again_and_again_is_one_look_up() {
        Site site = site().page("/ask", exchange -> {
                    Session first = exchange.session().orElseThrow();
                    for (int i = 0; i < 10_000; i++) {
                        assertEquals(
                                first.id(), exchange.session().orElseThrow().id());
                    }
                    exchange.write("same");
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        site.store().forgetCounts();
        browser.get("/ask").expect("same");
        assertEquals(1, site.store().calls());
    }

    /** G16-108, G16-109, G16-110, G16-111. */
    @Test
    public void a_flush_saves_at_once_and_nothing_is_saved_again_at_the_end() {
        Gate afterFlush = new Gate();
        Site site = site().page("/flush", exchange -> {
                    Pages.add(exchange.sessionOrCreate());
                    exchange.flush();
                    exchange.write(Pages.visits(exchange.session().orElseThrow()));
                    afterFlush.pass();
                })
                .start();
        Browser browser = site.browser();
        WireClient.Call call = browser.start("/flush");
        afterFlush.awaitArrival();
        assertEquals(1, site.visits());
        afterFlush.open();
        browser.take(call.response().expect("visits 1"));
        assertEquals(1, site.store().calls(), "the new session was stored once");
        site.store().forgetCounts();
        browser.get("/flush").expect("visits 2");
        assertEquals(1, site.store().writes(), "the old session was saved once");
    }

    /** G16-112. */
    @Test
    public void a_touch_moves_the_stored_expiry() {
        Site site = site().policy(policy -> policy.touchEvery(Duration.ofMinutes(1)))
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        Instant first = site.onlySession().expiresAt();
        site.advance(Duration.ofMinutes(5));
        browser.get("/look").expect("some");
        assertEquals(first.plus(Duration.ofMinutes(5)), site.onlySession().expiresAt());
    }

    /** G18-136. */
    @Test
    public void a_session_can_end_when_part_of_the_body_has_left() {
        Site site = site().page("/late", exchange -> {
                    Session session = exchange.session().orElseThrow();
                    exchange.write("part ");
                    exchange.flush();
                    session.invalidate();
                    exchange.write("rest");
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        browser.get("/late").expect("part rest").withoutSessionCookie();
        assertEquals(List.of(), site.sessions());
        browser.get("/look").expect("none");
    }

    /** G16-99, G17-115, G17-131. */
    @Test
    public void only_the_answer_that_needs_it_has_a_cookie() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add").sessionCookie();
        browser.get("/add").expect("visits 2").withoutSessionCookie();
        browser.get("/read").expect("visits 2").withoutSessionCookie();
        browser.get("/add").expect("visits 3").withoutSessionCookie();
    }
}
