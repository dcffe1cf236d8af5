// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent;
import dev.sojourn.testkit.StoreVerb;
import dev.sojourn.web.CountsAsUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Requests of one visitor that overlap, stores that are slow or break down, and records that are damaged. */
abstract class ParallelRules extends CookieInputRules {
    private static final Duration RENEWAL = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofSeconds(30);
    /** How many requests every server works on at a time. */
    private static final int AT_ONCE = 8;

    /** G21-147, S5. */
    @Test
    public void logout_during_a_changing_request_is_final() {
        Gate inside = new Gate();
        Site site = site().page("/slow", exchange -> {
                    Session session = exchange.session().orElseThrow();
                    inside.pass();
                    Pages.add(session);
                    exchange.write("changed");
                })
                .start();
        logoutWhile(site, inside);
    }

    /** G21-148. */
    @Test
    public void logout_during_a_reading_request_is_final() {
        Gate inside = new Gate();
        Site site = site().policy(policy -> policy.touchEvery(Duration.ZERO))
                .page("/slow", exchange -> {
                    Session session = exchange.session().orElseThrow();
                    inside.pass();
                    exchange.write(Pages.visits(session));
                })
                .start();
        logoutWhile(site, inside);
    }

    private static void logoutWhile(Site site, Gate inside) {
        Browser browser = site.browser();
        browser.get("/add");
        Browser copy = browser.copy();
        WireClient.Call slow = browser.start("/slow");
        inside.awaitArrival();
        browser.get("/logout").expect("bye").assertCookieHas("Max-Age=0");
        site.advance(Duration.ofMinutes(1));
        inside.open();
        browser.take(slow.response().expect(200));
        assertFalse(browser.hasCookie(), "the late answer brought a cookie back");
        assertEquals(List.of(), site.sessions());
        copy.get("/read").expect("none");
    }

    /** G21-149. */
    @Test
    public void parallel_changes_of_different_attributes_both_stay() {
        Site site = overlapping(ConflictPolicy.MERGE);
        Browser browser = site.browser();
        browser.get("/add");
        assertEquals(200, overlap(browser, "/slow/left", "/set/right").status());
        assertEquals(Optional.of("left"), site.onlySession().get("left"));
        assertEquals(Optional.of("right"), site.onlySession().get("right"));
        assertEquals(1, site.visits());
    }

    /** G21-150: the last one wins, and a function of the present value is applied to the newest. */
    @Test
    public void parallel_changes_of_one_attribute_follow_the_policy_merge() {
        Site site = overlapping(ConflictPolicy.MERGE);
        Browser browser = site.browser();
        browser.get("/add");
        assertEquals(200, overlap(browser, "/slow/same", "/set/same").status());
        assertEquals(Optional.of("left"), site.onlySession().get("same"));
        assertEquals(200, overlap(browser, "/slow/add", "/add").status());
        assertEquals(3, site.visits());
    }

    /** G21-150. */
    @Test
    public void parallel_changes_of_one_attribute_follow_the_policy_fail() {
        Site site = overlapping(ConflictPolicy.FAIL);
        Browser browser = site.browser();
        browser.get("/add");
        overlap(browser, "/slow/same", "/set/same").expect(409).withoutSessionCookie();
        assertEquals(Optional.of("right"), site.onlySession().get("same"));
    }

    private volatile Gate gate = new Gate();

    private Site overlapping(ConflictPolicy policy) {
        return site().policy(settings -> settings.onConflict(policy))
                .page("/slow/left", slow(session -> session.set("left", "left")))
                .page("/slow/same", slow(session -> session.set("same", "left")))
                .page("/slow/add", slow(Pages::add))
                .page("/set/right", exchange -> exchange.session().orElseThrow().set("right", "right"))
                .page("/set/same", exchange -> exchange.session().orElseThrow().set("same", "right"))
                .start();
    }

    private ContractApplication slow(java.util.function.Consumer<Session> change) {
        return exchange -> {
            Session session = exchange.session().orElseThrow();
            gate.pass();
            change.accept(session);
        };
    }

    /** The answer to the slow request, which opens the session before and changes it after the quick one. */
    private WireResponse overlap(Browser browser, String slow, String quick) {
        gate = new Gate();
        WireClient.Call call = browser.start(slow);
        gate.awaitArrival();
        browser.get(quick).expect(200);
        gate.open();
        return call.response();
    }

    /** G21-149: a hundred at once, and none is lost. */
    @Test
    public void no_count_is_lost_among_parallel_requests() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        List<WireClient.Call> calls =
                Stream.generate(() -> browser.start("/add")).limit(40).toList();
        calls.forEach(call -> call.response().expect(200).withoutSessionCookie());
        assertEquals(41, site.visits());
    }

    /** G21-151, G3-19. */
    @Test
    public void who_follows_a_redirect_at_once_sees_the_data() {
        Site site = site().page("/go", exchange -> {
                    exchange.sessionOrCreate().login("ann");
                    Pages.add(exchange.sessionOrCreate());
                    exchange.redirect("/read");
                })
                .start();
        site.store().before(StoreVerb.CREATE, ParallelRules::wait400Milliseconds);
        site.store().before(StoreVerb.SAVE, ParallelRules::wait400Milliseconds);
        Browser browser = site.browser();
        for (int visit = 1; visit <= 2; visit++) {
            WireClient.Call call = browser.start("/go");
            String head = call.head();
            Browser next = browser.copy();
            next.take(new WireResponse(302, List.of(head.split("\r\n", -1)), ""));
            next.get("/read").expect("visits " + visit);
            browser.take(call.response().expect(302));
        }
    }

    private static void wait400Milliseconds() {
        try {
            assertFalse(new CountDownLatch(1).await(400, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** G21-152: on the timer, all that are under way get the same new token, and the old one dies after the grace. */
    @Test
    public void the_old_token_is_served_within_the_grace_and_refused_after() {
        Site site = site().policy(policy -> policy.renewEvery(RENEWAL).renewalGrace(GRACE))
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        Browser parallel = browser.copy();
        Browser late = browser.copy();
        String old = browser.token();
        site.advance(RENEWAL);
        browser.get("/read").expect("visits 1").sessionCookie();
        parallel.get("/add").expect("visits 2").sessionCookie();
        assertNotEquals(old, browser.token());
        assertEquals(browser.token(), parallel.token());
        browser.get("/read").expect("visits 2").withoutSessionCookie();
        late.copy().get("/read").expect("visits 2");
        site.advance(GRACE);
        late.get("/read").expect("none").withoutSessionCookie();
        assertEquals(1, site.events(SessionEvent.StaleToken.class).size());
        browser.get("/read").expect("visits 2");
    }

    /** G21-152: at login there is no grace, and what was begun before counts no more. */
    @Test
    public void the_old_token_is_dead_once_somebody_logged_in() {
        Gate inside = new Gate();
        Site site = site().page("/slow", exchange -> {
                    Session session = exchange.session().orElseThrow();
                    inside.pass();
                    Pages.add(session);
                    exchange.write("late");
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        Browser thief = browser.copy();
        WireClient.Call slow = browser.start("/slow");
        inside.awaitArrival();
        browser.get("/login").expect("welcome").sessionCookie();
        inside.open();
        browser.take(slow.response().withoutSessionCookie());
        thief.get("/read").expect("none").withoutSessionCookie();
        browser.get("/read").expect("visits 1");
        assertEquals(Optional.of("ann"), site.onlySession().principal());
    }

    /** G21-153: the renewal is one write, so there is no middle; whatever its outcome, one token is good. */
    @Test
    public void a_crash_during_a_renewal_leaves_one_valid_token() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        site.store().fail(StoreVerb.SAVE);
        browser.get("/renew").expect(503).withoutSessionCookie();
        site.store().heal();
        browser.get("/read").expect("visits 1");
        site.store().failAfter(StoreVerb.SAVE);
        browser.get("/renew").expect(503).withoutSessionCookie();
        site.store().heal();
        browser.get("/read").expect("none");
        assertEquals(1, site.sessions().size());
    }

    /** G21-153: on the timer not even a lost answer loses the visitor. */
    @Test
    public void a_crash_during_a_renewal_on_the_timer_loses_nobody() {
        Site site = site().policy(policy -> policy.renewEvery(RENEWAL)).start();
        Browser browser = site.browser();
        browser.get("/add");
        site.advance(RENEWAL);
        site.store().failAfter(StoreVerb.SAVE);
        browser.get("/read").expect(503).withoutSessionCookie();
        site.store().heal();
        browser.get("/read").expect("visits 1").sessionCookie();
        browser.get("/read").expect("visits 1").withoutSessionCookie();
        assertEquals(1, site.sessions().size());
    }

    /** G21-159: the login that is under way is after it, and lives. */
    @Test
    public void revoking_the_others_races_with_a_login() {
        CompletableFuture<Site> running = new CompletableFuture<>();
        Gate inside = new Gate();
        Site site = revoking(running)
                .page("/slow-login", exchange -> {
                    exchange.sessionOrCreate().login("ann");
                    inside.pass();
                })
                .start();
        running.complete(site);
        Browser keeper = site.browser();
        keeper.get("/login");
        Browser other = site.browser();
        other.get("/login");
        Browser newcomer = site.browser();
        WireClient.Call login = newcomer.start("/slow-login");
        inside.awaitArrival();
        keeper.get("/revoke").expect("ended 1");
        inside.open();
        newcomer.take(login.response().expect(200)).sessionCookie();
        assertEquals(2, site.manager().sessionsOf("ann").size());
        newcomer.get("/look").expect("some");
        keeper.get("/look").expect("some");
        other.get("/look").expect("none");
    }

    /** G21-159. */
    @Test
    public void revoking_the_others_races_with_a_touch() {
        CompletableFuture<Site> running = new CompletableFuture<>();
        Site site = revoking(running)
                .policy(policy -> policy.touchEvery(Duration.ZERO))
                .start();
        running.complete(site);
        Browser keeper = site.browser();
        keeper.get("/login");
        Browser other = site.browser();
        other.get("/login");
        Gate touching = new Gate();
        site.store().before(StoreVerb.TOUCH, touching::pass);
        WireClient.Call reading = other.start("/look");
        touching.awaitArrival();
        site.store().before(StoreVerb.TOUCH, () -> {});
        keeper.get("/revoke").expect("ended 1");
        touching.open();
        other.take(reading.response().expect(200));
        assertFalse(other.hasCookie(), "it was told that its session has ended");
        assertEquals(1, site.sessions().size());
        keeper.get("/look").expect("some");
    }

    private SiteSetup revoking(CompletableFuture<Site> running) {
        return site().page("/revoke", exchange -> {
            int ended = running.join().manager().endOthers(exchange.session().orElseThrow());
            exchange.write("ended " + ended);
        });
    }

    /** G21-161: also of those that opened the session at the same moment. */
    @Test
    public void a_hundred_parallel_reads_are_one_touch_in_a_window() {
        CountDownLatch together = new CountDownLatch(AT_ONCE);
        Site site = site().policy(policy -> policy.touchEvery(Duration.ofMinutes(1)))
                .page("/together", exchange -> {
                    String read = Pages.visits(exchange.session().orElseThrow());
                    together.countDown();
                    assertTrue(together.await(20, TimeUnit.SECONDS), "all at once");
                    exchange.write(read);
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        Instant first = site.onlySession().lastAccessed();
        site.advance(Duration.ofSeconds(59));
        readInParallel(browser, "/read", 100);
        assertEquals(0, site.store().calls(StoreVerb.TOUCH));
        site.advance(Duration.ofSeconds(1));
        readInParallel(browser, "/together", AT_ONCE);
        readInParallel(browser, "/read", 100);
        assertEquals(1, site.store().calls(StoreVerb.TOUCH));
        assertEquals(first.plusSeconds(60), site.onlySession().lastAccessed());
        assertEquals(0, site.store().calls(StoreVerb.SAVE));
    }

    private static void readInParallel(Browser browser, String page, int count) {
        Stream.generate(() -> browser.start(page)).limit(count).toList().forEach(call -> call.response()
                .expect("visits 1")
                .withoutSessionCookie());
    }

    /** G21-164: closed by default; and who does not ask is served. */
    @Test
    public void a_store_that_does_not_answer_fails_those_who_ask() {
        for (CountsAsUse rule : CountsAsUse.values()) {
            Site site = site().web(builder -> builder.countsAsUse(rule)).start();
            Browser browser = site.browser();
            browser.get("/add").expect("visits 1");
            site.store().fail(StoreVerb.values());
            WireResponse refused = browser.get("/read").expect(503).withoutSessionCookie();
            assertTrue(refused.first("Retry-After").isPresent());
            browser.get("/nothing").expect("ok").withoutSessionCookie();
            site.browser().get("/look").expect("none");
            site.store().heal();
            browser.get("/read").expect("visits 1");
        }
    }

    /** G21-165. */
    @Test
    public void one_damaged_record_never_stops_a_walk() {
        Site site = site().start();
        Stream.generate(site::browser).limit(5).forEach(browser -> browser.get("/login"));
        site.store().damage(site.sessions().get(2).key());
        assertEquals(4, site.sessions().size());
        assertEquals(4, site.manager().sessionsOf("ann").size());
        assertEquals(4, site.manager().endAll("ann"));
    }
}
