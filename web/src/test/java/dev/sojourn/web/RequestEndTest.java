// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import dev.sojourn.SessionConflictException;
import dev.sojourn.store.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when the head leaves, after it, and when something fails. */
class RequestEndTest {
    private final Site site = new Site();
    private final LogRecorder log = new LogRecorder();
    private final String token = site.token("ann");
    private final FakeExchange exchange = Site.with(token);
    private final RequestSession request = site.sessions.begin(exchange);

    @AfterEach
    void close() {
        log.close();
        site.close();
    }

    private Optional<Object> stored(String name) {
        return site.manager.open(token).session().flatMap(session -> session.get(name));
    }

    private List<String> errors() {
        return log.messages(Level.ERROR);
    }

    /** C33: and what was saved before is not saved again. */
    @Test
    void changes_after_the_head_are_saved_at_the_end() {
        Session session = request.session().orElseThrow();
        session.set("early", 1);
        request.commit();
        request.commit();
        assertEquals(1, site.store.saves.get());
        assertEquals(Optional.of(1), stored("early"));
        exchange.leave();
        session.set("late", 2);
        request.commit();
        assertEquals(Optional.empty(), stored("late"));
        request.complete();
        request.complete();
        assertEquals(Optional.of(2), stored("late"));
        assertEquals(2, site.store.saves.get());
        assertEquals(List.of(), errors());
    }

    /** P1, A1: the token has left, so it cannot change: an error, not a silent loss. */
    @Test
    void cookie_input_41_after_the_head_the_token_is_locked() {
        Session session = request.session().orElseThrow();
        request.commit();
        exchange.leave();
        assertThrows(IllegalStateException.class, session::renew);
        assertThrows(IllegalStateException.class, () -> session.login("ann"));
        request.complete();
        assertEquals("ann", site.userOf(Site.with(token)));
    }

    /** C10. */
    @Test
    void cookie_input_41_after_the_head_no_session_is_created() {
        FakeExchange fresh = FakeExchange.secure();
        RequestSession creating = site.sessions.begin(fresh);
        creating.commit();
        String problem = assertThrows(IllegalStateException.class, creating::sessionOrCreate)
                .toString();
        assertTrue(problem.contains("already left"), problem);
        RequestSession unseen = site.sessions.begin(FakeExchange.secure().leave());
        assertThrows(IllegalStateException.class, unseen::sessionOrCreate);
        assertTrue(unseen.session().isEmpty());
    }

    @Test
    void cookie_input_41_an_empty_session_cannot_be_filled_after_the_head() {
        RequestSession creating = site.sessions.begin(FakeExchange.secure());
        Session created = creating.sessionOrCreate();
        creating.commit();
        assertThrows(IllegalStateException.class, () -> created.set("user", "bob"));
        creating.complete();
        assertEquals(1, site.store.records.size());
    }

    /** A session that is first asked for after the head can be read and changed, but not renewed. */
    @Test
    void cookie_input_41_a_session_opened_late_works_without_a_new_token() {
        request.commit();
        exchange.leave();
        Session session = request.session().orElseThrow();
        assertThrows(IllegalStateException.class, session::renew);
        session.set("late", 1);
        request.complete();
        assertEquals(Optional.of(1), stored("late"));
    }

    /** An adapter that was too late: what was done is saved where it can be, and the rest is told to the operator. */
    @Test
    void cookie_input_41_a_head_that_left_without_commit_is_an_error_in_the_log() {
        request.session().orElseThrow().set("a", 1);
        exchange.leave();
        request.complete();
        assertEquals(Optional.of(1), stored("a"));
        assertEquals(List.of(), errors());

        FakeExchange other = FakeExchange.secure();
        RequestSession creating = site.sessions.begin(other);
        creating.sessionOrCreate().set("user", "bob");
        other.leave();
        creating.commit();
        creating.complete();
        assertEquals(1, site.store.records.size(), "no orphan");
        assertEquals(1, errors().size());

        FakeExchange third = Site.with(token);
        RequestSession renewing = site.sessions.begin(third);
        renewing.session().orElseThrow().renew();
        third.leave();
        renewing.complete();
        assertEquals(2, errors().size());
        assertFalse(log.text().contains(token));
    }

    /** T3, G18-135: the end without commit is the commit, as long as it can be. */
    @Test
    void complete_commits_if_nobody_did() {
        RequestSession creating = site.sessions.begin(exchange);
        creating.session().orElseThrow().renew();
        creating.complete();
        assertEquals(1, exchange.setCookies().size());
    }

    /** fault 42, D3: what happened before the exception or the error status stays, as in containers. */
    @Test
    void changes_before_an_exception_are_kept() {
        assertThrows(UnsupportedOperationException.class, () -> {
            try {
                request.session().orElseThrow().set("failedLogins", 3);
                throw new UnsupportedOperationException("the handler's own");
            } finally {
                request.commit();
                request.complete();
            }
        });
        assertEquals(Optional.of(3), stored("failedLogins"));
    }

    /** E20, G14-91, R3: the record stays, this request's changes go. */
    @Test
    void abandon_drops_the_changes_and_keeps_the_session() {
        request.session().orElseThrow().set("a", 1);
        request.session().orElseThrow().renew();
        request.abandon();
        assertTrue(request.session().isEmpty());
        request.commit();
        request.complete();
        assertEquals(List.of(), exchange.setCookies());
        assertEquals(Optional.empty(), stored("a"));
        assertEquals("ann", site.userOf(Site.with(token)));
        assertEquals(0, site.store.saves.get());
    }

    /** E21, G14-92: the end cannot be undone, and the browser hears of it. */
    @Test
    void abandon_does_not_bring_back_what_has_ended() {
        request.session().orElseThrow().invalidate();
        request.abandon();
        request.commit();
        assertTrue(exchange.setCookies().get(0).startsWith("__Host-sid=; "));
        assertEquals(0, site.store.records.size());
    }

    /** An error page that wants a session gets one that leaves no trace. */
    @Test
    void after_abandon_a_session_works_and_is_never_stored() {
        request.session().orElseThrow().set("a", 1);
        request.abandon();
        Session page = request.sessionOrCreate();
        page.set("b", 2);
        assertSame(page, request.session().orElseThrow());
        request.commit();
        request.complete();
        assertEquals(List.of(), exchange.setCookies());
        assertEquals(1, site.store.records.size());
        assertEquals(Optional.empty(), stored("b"));
    }

    /** fault 1, G2-11, G21-164, T28: trouble is not "logged out" (I3): no new session, no cookie; ASVS 16.5.2. */
    @Test
    void a_store_that_is_down_when_read_is_an_exception() {
        site.store.down = true;
        assertThrows(StoreUnavailableException.class, request::session);
        assertThrows(StoreUnavailableException.class, request::sessionOrCreate);
        assertThrows(StoreUnavailableException.class, request::presentedTokenOpened);
        request.abandon();
        request.commit();
        request.complete();
        assertEquals(List.of(), exchange.setCookies());
        site.store.down = false;
        assertEquals("ann", site.userOf(Site.with(token)));
    }

    /** E46, G16-102: as soon as the store is back, within the same request. */
    @Test
    void a_store_that_is_back_is_asked_again() {
        site.store.down = true;
        assertThrows(StoreUnavailableException.class, request::session);
        site.store.down = false;
        assertTrue(request.session().isPresent());
        assertTrue(request.presentedTokenOpened());
    }

    /** T3, G12-84, G11-79, fault 3, fault 9: told before the response leaves, and no success is sent by mistake. */
    @Test
    void a_commit_that_failed_fails_again_until_abandoned() {
        request.session().orElseThrow().set("a", 1);
        request.session().orElseThrow().login("ann");
        site.store.down = true;
        StoreUnavailableException first = assertThrows(StoreUnavailableException.class, request::commit);
        site.store.down = false;
        assertSame(first, assertThrows(StoreUnavailableException.class, request::commit));
        assertEquals(0, exchange.responseHeaderCount(), "the cookie is untouched");
        request.abandon();
        assertDoesNotThrow(request::commit);
        request.complete();
        assertEquals(List.of(), exchange.setCookies());
        assertEquals(Optional.empty(), stored("a"));
    }

    @Test
    void a_failed_commit_that_nobody_abandoned_saves_nothing_later() {
        request.session().orElseThrow().set("a", 1);
        site.store.down = true;
        assertThrows(StoreUnavailableException.class, request::commit);
        site.store.down = false;
        assertDoesNotThrow(request::complete);
        assertEquals(Optional.empty(), stored("a"));
    }

    /** G14-94: the session is not ended unless the store says so, so the browser keeps its token. */
    @Test
    void an_invalidation_that_failed_leaves_the_cookie() {
        site.store.down = true;
        assertThrows(StoreUnavailableException.class, request::session);
        site.store.down = false;
        Session session = request.session().orElseThrow();
        site.store.down = true;
        assertThrows(StoreUnavailableException.class, session::invalidate);
        site.store.down = false;
        request.abandon();
        request.commit();
        assertEquals(List.of(), exchange.setCookies());
        assertEquals("ann", site.userOf(Site.with(token)));
    }

    /** fault 41: nobody can be told, so the operator is; the request ends all the same. */
    @Test
    void late_changes_that_cannot_be_saved_are_an_error_in_the_log() {
        request.session().orElseThrow().set("early", 1);
        request.commit();
        exchange.leave();
        request.session().orElseThrow().set("late", 2);
        site.store.down = true;
        assertDoesNotThrow(request::complete);
        assertEquals(1, errors().size());
        assertFalse(log.text().contains(token));
    }

    /** G21-150: the policy FAIL comes through as an exception; adapters answer 409. */
    @Test
    void a_conflict_comes_through() {
        try (Site strict =
                new Site(policy -> policy.onConflict(dev.sojourn.ConflictPolicy.FAIL), settings -> settings)) {
            String shared = strict.token("ann");
            RequestSession slow = strict.sessions.begin(Site.with(shared));
            slow.session().orElseThrow().set("a", 1);
            strict.serve(Site.with(shared), fast -> fast.session().orElseThrow().set("a", 2));
            assertThrows(SessionConflictException.class, slow::commit);
            slow.abandon();
            slow.complete();
        }
    }

    /** A request that runs longer than the idle timeout. */
    @Test
    void a_long_request_keeps_its_session() {
        assertTrue(request.session().isPresent());
        for (int i = 0; i < 6; i++) {
            site.clock.advance(Duration.ofMinutes(12));
            site.manager.sweep();
        }
        request.session().orElseThrow().set("done", true);
        request.commit();
        request.complete();
        assertEquals(Optional.of(true), stored("done"));
        int touches = site.store.touches.get();
        site.clock.advance(Duration.ofMinutes(12));
        site.manager.sweep();
        assertEquals(touches, site.store.touches.get(), "let go at the end");
        site.clock.advance(Duration.ofMinutes(18));
        assertEquals("nobody", site.userOf(Site.with(token)));
    }

    /** W53: nothing is kept between requests, also on one thread. */
    @Test
    void requests_share_nothing() {
        RequestSession other = site.sessions.begin(Site.with(token));
        assertNotSame(request.session().orElseThrow(), other.session().orElseThrow());
        request.complete();
        assertTrue(request.session().isPresent(), "what it had can still be seen");
        RequestSession third = site.sessions.begin(FakeExchange.secure());
        assertTrue(third.session().isEmpty());
        third.complete();
        assertThrows(IllegalStateException.class, third::sessionOrCreate);
        other.complete();
    }
}
