// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static dev.sojourn.web.BindingSite.owner;
import static dev.sojourn.web.BindingSite.thief;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import dev.sojourn.SessionEvent;
import dev.sojourn.web.binding.BindingGuard;
import dev.sojourn.web.binding.BindingReaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A session's token that comes from another client: what is noticed, what is done, and what it takes from the owner. */
final class BindingGuardTest {

    /** T61, W54: by default a thief can look, but does nothing for which the password is asked; the owner notices nothing. */
    @Test
    void by_default_another_client_is_not_fresh() {
        try (BindingSite site = new BindingSite()) {
            String token = site.login(owner());
            assertEquals("stale", site.standing(thief(), token));
            assertEquals("fresh", site.standing(owner(), token));
            assertEquals("stale", site.standing(thief(), token));
            assertEquals(List.of("browser+platform+language+network 130 reauthenticate"), site.reported());
        }
    }

    /** T59, W70: the first request after the login is compared, and each later one, with the same outcome. */
    @Test
    void first_and_all_later_requests_are_compared() {
        try (BindingSite site = new BindingSite(guard -> guard.react(BindingReaction.REFUSE, 50))) {
            String token = site.login(owner());
            for (int i = 0; i < 3; i++) {
                assertEquals("refused", site.standing(thief(), token));
            }
            for (int i = 0; i < 3; i++) {
                assertEquals("fresh", site.standing(owner(), token));
                assertEquals("refused", site.standing(thief(), token));
            }
            assertEquals(6L, site.guard.reactions().get(BindingReaction.REFUSE));
        }
    }

    /** T60: no session, a token that opens nothing, a session that nobody logged in to: no error, and nothing compared. */
    @Test
    void without_a_bound_session_nothing_happens() {
        try (BindingSite site = new BindingSite(guard -> guard.react(BindingReaction.REFUSE, 1))) {
            site.site.serve(thief(), request -> assertEquals(Optional.empty(), request.session()));
            assertEquals("none", site.standing(thief(), "x".repeat(64)));
            String visitor = site.site.token("Ada");
            assertEquals("stale", site.standing(thief(), visitor));
            assertEquals(List.of(), site.reported());
            assertEquals(List.of(), site.refused);
        }
    }

    /** T62: refused is the request. The cookie stays, the session lives on, and the thief does not even keep it alive. */
    @Test
    void refused_request_takes_nothing_from_the_owner() {
        try (BindingSite site = new BindingSite(guard -> guard.react(BindingReaction.REFUSE, 50))) {
            String token = site.login(owner());
            int writes = site.site.store.writes();
            FakeExchange stolen = thief().cookies(Site.NAME + "=" + token);
            RequestSession request = site.site.sessions.begin(stolen);
            RequestRefusedException refused = assertThrows(RequestRefusedException.class, request::session);
            assertEquals("client-changed", refused.refusal().reason());
            GuardAnswer answer = request.guarded().refuse(refused);
            request.complete();
            assertEquals(403, answer.status());
            assertEquals(List.of(), stolen.setCookies());
            assertEquals(List.of("no-store"), stolen.responseHeaders("Cache-Control"));
            assertEquals(writes, site.site.store.writes());
            assertEquals("fresh", site.standing(owner(), token));
            assertTrue(site.site.events.stream().noneMatch(SessionEvent.Ended.class::isInstance));
        }
    }

    /** An application that swallows the refusal cannot answer as if nothing were. */
    @Test
    void refusal_fails_each_question_and_the_commit() {
        try (BindingSite site = new BindingSite(guard -> guard.react(BindingReaction.REFUSE, 50))) {
            String token = site.login(owner());
            int finds = site.site.store.finds.get();
            RequestSession request = site.site.sessions.begin(thief().cookies(Site.NAME + "=" + token));
            for (int i = 0; i < 2; i++) {
                assertThrows(RequestRefusedException.class, request::session);
                assertThrows(RequestRefusedException.class, request::sessionOrCreate);
                assertThrows(RequestRefusedException.class, request::presentedTokenOpened);
                assertThrows(RequestRefusedException.class, request::commitSoFar);
                assertThrows(RequestRefusedException.class, request::commit);
            }
            request.abandon();
            assertEquals(Optional.empty(), request.session());
            request.complete();
            assertEquals(finds + 1, site.site.store.finds.get());
            assertEquals(1, site.refused.size());
        }
    }

    /** Whoever asks first: another guard here, which opened the session before this one was asked. */
    @Test
    void session_that_another_guard_opened_is_compared_too() {
        WebGuard asking = request -> request.session().flatMap(session -> Optional.empty());
        for (boolean before : List.of(true, false)) {
            try (BindingSite site = new BindingSite(
                    guard -> guard.react(BindingReaction.REFUSE, 50), web -> before ? web.guard(asking) : web)) {
                WebSessions both = site.site.sessions.withGuards(
                        before ? List.of(asking, site.guard) : List.of(site.guard, asking), List.of());
                String token = site.login(owner());
                RequestSession request = both.begin(thief().cookies(Site.NAME + "=" + token));
                assertEquals(403, request.guarded().answer().orElseThrow().status());
                assertEquals(Optional.empty(), request.session());
            }
            try (BindingSite site = new BindingSite(guard -> guard.react(BindingReaction.WITHHOLD, 50))) {
                WebSessions both = site.site.sessions.withGuards(
                        before ? List.of(asking, site.guard) : List.of(site.guard, asking), List.of());
                String token = site.login(owner());
                RequestSession request = both.begin(thief().cookies(Site.NAME + "=" + token));
                assertEquals(Optional.empty(), request.session());
                request.complete();
            }
        }
    }

    @Test
    void session_opened_only_to_count_its_use_is_compared_too() {
        try (BindingSite site = new BindingSite(
                guard -> guard.react(BindingReaction.REFUSE, 50), web -> web.countsAsUse(CountsAsUse.ON_REQUEST))) {
            String token = site.login(owner());
            int writes = site.site.store.writes();
            RequestSession request = site.site.sessions.begin(thief().cookies(Site.NAME + "=" + token));
            assertEquals(403, request.guarded().answer().orElseThrow().status());
            request.complete();
            assertEquals(writes, site.site.store.writes());
        }
    }

    /** T62: the other client is nobody, and may log in; the owner's session and token are untouched by both. */
    @Test
    void withheld_session_leaves_the_other_client_to_log_in() {
        try (BindingSite site = new BindingSite(guard -> guard.react(BindingReaction.WITHHOLD, 50))) {
            String token = site.login(owner());
            int writes = site.site.store.writes();
            FakeExchange looking = thief();
            assertEquals("none", site.standing(looking, token));
            assertEquals(List.of(), looking.setCookies());
            assertEquals(writes, site.site.store.writes());

            FakeExchange moving = thief().cookies(Site.NAME + "=" + token);
            site.site.serve(moving, request -> {
                assertFalse(request.presentedTokenOpened());
                request.sessionOrCreate().login("anna");
            });
            String moved = Site.value(moving.setCookies().get(0));
            site.site.clock.advance(Duration.ofSeconds(1));
            assertEquals("fresh", site.standing(thief(), moved));
            assertEquals("none", site.standing(owner(), moved));
            assertEquals("fresh", site.standing(owner(), token));
            assertEquals(List.of(), site.refused);
        }
    }

    /** The explicit choice, with the reason against it in its documentation: the owner is out, too. */
    @Test
    void end_ends_the_session() {
        try (BindingSite site = new BindingSite(guard -> guard.react(BindingReaction.END, 100))) {
            String token = site.login(owner());
            FakeExchange stolen = thief();
            assertEquals("none", site.standing(stolen, token));
            assertTrue(stolen.setCookies().get(0).contains("Max-Age=0"), "the token opens nothing any more");
            assertEquals("none", site.standing(owner(), token));
            assertEquals(List.of("browser+platform+language+network 130 end"), site.reported());
        }
    }

    /** The score decides: a language alone is nothing, with the network it is noted, another system asks for the password. */
    @Test
    void reaction_grows_with_the_score() {
        try (BindingSite site = new BindingSite()) {
            String token = site.login(owner());
            assertEquals("fresh", site.standing(BindingSite.client(BindingSite.FIREFOX, "ru", "198.51.100.7"), token));
            assertEquals(List.of(), site.reported());
            assertEquals("fresh", site.standing(BindingSite.client(BindingSite.FIREFOX, "ru", "203.0.113.66"), token));
            assertEquals(List.of("language+network 30 observe"), site.reported());
            FakeExchange desktop = BindingSite.client(
                    BindingSite.FIREFOX.replace("X11; Linux x86_64", "Android 15; Mobile"), "de,en", "198.51.100.7");
            assertEquals("stale", site.standing(desktop, token));
        }
    }

    /** Who proves again who they are is bound anew: their token is the good one, and their client the right one. */
    @Test
    void login_and_reauthentication_bind_anew() {
        try (BindingSite site = new BindingSite()) {
            String token = site.login(owner());
            FakeExchange elsewhere = thief().cookies(Site.NAME + "=" + token);
            site.site.serve(elsewhere, request -> {
                Session session = request.session().orElseThrow();
                assertEquals("stale", BindingSite.freshness(session));
                session.reauthenticated();
                assertEquals("fresh", BindingSite.freshness(session));
            });
            String moved = Site.value(elsewhere.setCookies().get(0));
            assertEquals("fresh", site.standing(thief(), moved));
            assertEquals("stale", site.standing(owner(), moved));
        }
    }

    /** A renewal is no proof: neither by the application nor by the timer. */
    @Test
    void renewal_does_not_bind_anew() {
        try (BindingSite site = new BindingSite()) {
            String token = site.login(owner());
            FakeExchange elsewhere = thief().cookies(Site.NAME + "=" + token);
            site.site.serve(
                    elsewhere, request -> request.session().orElseThrow().renew());
            String renewed = Site.value(elsewhere.setCookies().get(0));
            assertEquals("stale", site.standing(thief(), renewed));
            assertEquals("fresh", site.standing(owner(), renewed));
        }
    }

    /** {@code clear()} empties the application's session, and does not open it to others. */
    @Test
    void cleared_session_stays_bound() {
        try (BindingSite site = new BindingSite()) {
            String token = site.login(owner());
            site.site.serve(
                    owner().cookies(Site.NAME + "=" + token),
                    request -> request.session().orElseThrow().clear());
            assertEquals("stale", site.standing(thief(), token));
            assertEquals("fresh", site.standing(owner(), token));
        }
    }

    /** The new session after an {@code invalidate()} in the same request is another one. */
    @Test
    void session_made_after_the_end_of_a_bound_one_is_not_bound() {
        try (BindingSite site = new BindingSite()) {
            String token = site.login(owner());
            FakeExchange exchange = owner().cookies(Site.NAME + "=" + token);
            site.site.serve(exchange, request -> {
                request.session().orElseThrow().invalidate();
                request.sessionOrCreate().set("a", 1);
            });
            String fresh =
                    Site.value(exchange.setCookies().get(exchange.setCookies().size() - 1));
            AtomicReference<Object> names = new AtomicReference<>();
            site.site.serve(
                    Site.with(fresh),
                    request -> names.set(request.session().orElseThrow().names()));
            assertEquals("[a]", String.valueOf(names.get()));
        }
    }

    /** T65: no session, no write and no header for visitors who only look; one save for the login, and none for comparing. */
    @Test
    void comparing_costs_no_round_trip_and_no_write() {
        try (BindingSite site = new BindingSite();
                Site bare = new Site()) {
            FakeExchange bot = site.site.serve(thief(), Site::touchNothing);
            assertEquals(0, site.site.store.calls());
            assertEquals(0, bot.responseHeaderCount());

            String token = site.login(owner());
            bare.serve(owner(), request -> request.sessionOrCreate().login("anna"));
            assertEquals(bare.store.calls(), site.site.store.calls(), "the binding is saved with the login");

            int calls = site.site.store.calls();
            site.site.serve(thief().cookies(Site.NAME + "=" + token), Site::touchNothing);
            assertEquals(calls, site.site.store.calls(), "a request that does not use its session");

            int writes = site.site.store.saves.get();
            assertEquals("stale", site.standing(thief(), token));
            assertEquals("stale", site.standing(thief(), token));
            assertEquals("fresh", site.standing(owner(), token));
            assertEquals(writes, site.site.store.saves.get());
            assertEquals(calls + 3, site.site.store.finds.get() + site.site.store.creates.get());
        }
    }

    /** Each changed client once, and another one again. */
    @Test
    void same_difference_is_reported_once_for_each_session() {
        try (BindingSite site = new BindingSite()) {
            String token = site.login(owner());
            String other = site.login(owner());
            for (int i = 0; i < 3; i++) {
                site.standing(thief(), token);
            }
            assertEquals(1, site.reported().size());
            site.standing(BindingSite.client("curl/8.14.1", "ru", "203.0.113.66"), token);
            assertEquals(2, site.reported().size());
            site.standing(thief(), other);
            assertEquals(3, site.reported().size());
            assertEquals(5L, site.guard.reactions().get(BindingReaction.REAUTHENTICATE));
        }
    }

    /** ASVS 16.3.3, 16.4.1: the log names the session and the signals, and nothing that the client said. */
    @Test
    void log_and_event_hold_nothing_of_the_request() {
        try (LogRecorder log = new LogRecorder();
                BindingSite site = new BindingSite()) {
            String token = site.login(owner());
            site.standing(BindingSite.client("Evil/1 \r\n\u001b[2J<b>", "xx-evil", "203.0.113.66"), token);
            List<String> warnings = log.messages(System.Logger.Level.WARNING);
            assertEquals(1, warnings.size());
            assertTrue(
                    warnings.get(0)
                            .endsWith(
                                    "[browser, platform, language, network] differ, score 80, reaction reauthenticate"),
                    warnings.get(0));
            String all = log.text() + site.site.events;
            for (String said : List.of("vil", "203.0", "198.51", "\u001b", "Firefox", token)) {
                assertFalse(all.contains(said), said);
            }
        }
    }

    /** What a session keeps: no user agent and no address, in some 60 bytes. */
    @Test
    void binding_is_short_and_says_nothing() {
        try (BindingSite site = new BindingSite()) {
            site.login(owner());
            String stored = site.site.store.records.values().stream()
                    .map(record -> record.attributes().toMap().toString())
                    .findFirst()
                    .orElseThrow();
            long bytes = site.site
                    .store
                    .records
                    .values()
                    .iterator()
                    .next()
                    .attributes()
                    .size();
            assertTrue(stored.contains(BindingGuard.ATTRIBUTE), stored);
            assertFalse(stored.contains("Firefox"), stored);
            assertEquals(61, bytes);
        }
    }

    /** For applications without {@code login()}: bound as soon as there is something to guard, and anew at each renewal. */
    @Test
    void visitors_are_bound_where_that_was_asked_for() {
        try (BindingSite site = new BindingSite(guard -> guard.bindVisitors().react(BindingReaction.REFUSE, 50))) {
            FakeExchange first = owner();
            site.site.serve(first, RequestSession::sessionOrCreate);
            assertEquals(List.of(), first.setCookies(), "an empty session leaves no trace");
            first = owner();
            site.site.serve(first, request -> request.sessionOrCreate().set("cart", "tea"));
            String token = Site.value(first.setCookies().get(0));
            int saves = site.site.store.saves.get();
            assertEquals("stale", site.standing(owner(), token));
            assertEquals("refused", site.standing(thief(), token));
            assertEquals(saves, site.site.store.saves.get());
            FakeExchange second = owner().cookies(Site.NAME + "=" + token);
            site.site.serve(second, request -> request.session().orElseThrow().renew());
            String renewed = Site.value(second.setCookies().get(0));
            assertEquals("refused", site.standing(thief(), renewed));
        }
    }

    /** A session of before the guard is compared from its next login on. */
    @Test
    void session_without_a_binding_is_let_be() {
        try (BindingSite site = new BindingSite(guard -> guard.react(BindingReaction.REFUSE, 50))) {
            WebSessions before = site.site.sessions.withGuards(List.of(), List.of());
            FakeExchange login = owner();
            RequestSession request = before.begin(login);
            request.sessionOrCreate().login("anna");
            request.commit();
            request.complete();
            String token = Site.value(login.setCookies().get(0));
            int writes = site.site.store.saves.get();
            assertEquals("fresh", site.standing(thief(), token));
            assertEquals("fresh", site.standing(owner(), token));
            assertEquals(writes, site.site.store.saves.get());
        }
    }

    @Test
    void client_is_described_where_that_was_asked_for() {
        try (BindingSite site = new BindingSite(guard -> guard.describeClients())) {
            site.login(owner());
            assertEquals(
                    Optional.of("Firefox on Linux"),
                    site.site.store.records.keySet().stream()
                            .findFirst()
                            .flatMap(site.site.manager::find)
                            .flatMap(dev.sojourn.SessionSnapshot::client));
        }
    }

    /** Fault 1: a store that does not answer is 503, and no verdict. */
    @Test
    void store_that_is_down_is_no_change_of_client() {
        try (BindingSite site = new BindingSite(guard -> guard.react(BindingReaction.REFUSE, 50))) {
            String token = site.login(owner());
            site.site.store.down = true;
            RequestSession request = site.site.sessions.begin(thief().cookies(Site.NAME + "=" + token));
            assertThrows(dev.sojourn.store.StoreUnavailableException.class, request::session);
            site.site.store.down = false;
            assertThrows(RequestRefusedException.class, request::session);
            assertEquals(1, site.refused.size());
        }
    }

    /** A request that goes on for a while saves its login once, and binds once. */
    @Test
    void login_that_is_saved_before_the_end_binds_once() {
        try (BindingSite site = new BindingSite()) {
            FakeExchange exchange = owner();
            site.site.serve(exchange, request -> {
                request.sessionOrCreate().login("anna");
                request.commitSoFar();
                site.site.clock.advance(Duration.ofSeconds(3));
                request.commitSoFar();
            });
            assertEquals(1, site.site.store.creates.get());
            assertEquals(0, site.site.store.saves.get());
            String token = Site.value(exchange.setCookies().get(0));
            assertEquals("stale", site.standing(thief(), token));
        }
    }
}
