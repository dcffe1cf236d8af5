// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SigningKeys;
import dev.sojourn.testkit.StoreVerb;
import dev.sojourn.web.SessionCookie;
import dev.sojourn.web.WebSessions;
import java.lang.reflect.Modifier;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What is written to the store and when, and with which keys and random numbers. */
abstract class SavingRules extends ConnectionRules {
    private static final String OLD_KEY = "the old key of this test, long enough";
    private static final String NEW_KEY = "the new key of this test, long enough";

    /** G1-1. */
    @Test
    public void what_an_application_needs_is_public() {
        Stream.of(
                        dev.sojourn.store.SessionStore.class,
                        SessionCookie.class,
                        Session.class,
                        SessionManager.class,
                        WebSessions.class)
                .forEach(type -> assertTrue(Modifier.isPublic(type.getModifiers()), type.getName()));
    }

    /** G1-3, G1-7: tokens need no signature; but whoever wants one must give a key. */
    @Test
    public void signing_without_a_key_is_refused() {
        site().start().browser().get("/add").expect("visits 1").sessionCookie();
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> SigningKeys.of());
        assertTrue(String.valueOf(refused.getMessage()).contains("signing key"));
        assertThrows(IllegalArgumentException.class, () -> SigningKeys.ofText());
        assertThrows(IllegalArgumentException.class, () -> SigningKeys.ofText("short"));
    }

    /** G1-4, G13-86: the keys are a value that comes from outside. */
    @Test
    public void nodes_with_the_same_key_accept_each_others_tokens() {
        SigningKeys shared = SigningKeys.ofText(OLD_KEY);
        Site one = site().signing(shared).start();
        Site other = site().signing(shared).onStoreOf(one).start();
        Browser browser = one.browser();
        browser.get("/add");
        assertEquals(
                "visits 1",
                other.client().get("/read", "Cookie: " + browser.cookieHeader()).body());
    }

    /** G13-87. */
    @Test
    public void a_key_may_be_bytes() {
        byte[] key = new byte[32];
        key[7] = (byte) 0xFF;
        Site site = site().signing(SigningKeys.of(key)).start();
        Browser browser = site.browser();
        browser.get("/add");
        browser.get("/add").expect("visits 2");
        assertTrue(browser.token().length() > 64, "the signature follows the token");
    }

    /** T5, G13-88, G13-89. */
    @Test
    public void the_first_key_signs() {
        Site site = site().signing(SigningKeys.ofText(NEW_KEY, OLD_KEY)).start();
        Site knowsOldOnly =
                site().signing(SigningKeys.ofText(OLD_KEY)).onStoreOf(site).start();
        Site knowsNewOnly =
                site().signing(SigningKeys.ofText(NEW_KEY)).onStoreOf(site).start();
        Browser browser = site.browser();
        browser.get("/add");
        String cookie = "Cookie: " + browser.cookieHeader();
        knowsOldOnly.client().get("/read", cookie).expect("none");
        knowsNewOnly.client().get("/read", cookie).expect("visits 1");
    }

    /** E8, G13-90, G21-158: and what an old key signed is signed anew at first sight. */
    @Test
    public void every_key_verifies_and_an_old_signature_is_replaced() {
        Site before = site().signing(SigningKeys.ofText(OLD_KEY)).start();
        Browser browser = before.browser();
        browser.get("/add");
        String oldCookie = "Cookie: " + browser.cookieHeader();
        String id = before.onlySession().id();
        Site after = site().signing(SigningKeys.ofText(NEW_KEY, OLD_KEY))
                .onStoreOf(before)
                .start();
        Browser visitor = after.browser();
        WireResponse first = visitor.take(after.client().get("/read", oldCookie));
        first.expect("visits 1").sessionCookie();
        assertNotEquals(browser.token(), visitor.token());
        visitor.get("/read").expect("visits 1").withoutSessionCookie();
        Site last =
                site().signing(SigningKeys.ofText(NEW_KEY)).onStoreOf(before).start();
        last.client().get("/read", "Cookie: " + visitor.cookieHeader()).expect("visits 1");
        last.client().get("/read", oldCookie).expect("none");
        assertEquals(id, after.onlySession().id(), "the session itself stayed as it was");
    }

    /** G8-61, G8-63: 64 characters that need no encoding anywhere. */
    @Test
    public void tokens_are_of_plain_characters() {
        Site site = site().start();
        List<String> tokens = Stream.generate(() -> {
                    Browser browser = site.browser();
                    browser.get("/add");
                    return browser.token();
                })
                .limit(20)
                .toList();
        assertEquals(20, tokens.stream().distinct().count());
        tokens.forEach(token -> assertTrue(token.matches("[A-Za-z0-9_-]{64}")));
    }

    /** G8-62. */
    @Test
    public void a_fixed_random_source_gives_a_known_cookie() {
        Site site = site().manager(builder -> builder.random(new FixedRandom(false)))
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        assertEquals("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH", browser.token());
    }

    /** G1-5: no predictable token is made where no random one can be. */
    @Test
    public void a_broken_random_source_makes_no_session() {
        Site site =
                site().manager(builder -> builder.random(new FixedRandom(true))).start();
        site.browser().get("/add").expect(500).withoutSessionCookie();
        assertEquals(List.of(), site.sessions());
    }

    /** G9-65, G9-66. */
    @Test
    public void the_cookies_name_is_the_default_or_the_one_given() {
        assertEquals(
                1,
                site().behindTls()
                        .start()
                        .browser()
                        .get("/add")
                        .setCookies("__Host-sid")
                        .size());
        assertEquals(1, site().start().browser().get("/add").setCookies("sid").size());
        Site named = site().cookie(cookie -> cookie.name("visit")).start();
        Browser browser = named.browser();
        assertEquals(1, browser.get("/add").setCookies("visit").size());
        browser.get("/add").expect("visits 2");
    }

    /** G10-69, G17-130. */
    @Test
    public void without_rolling_an_unchanged_answer_has_no_cookie() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        browser.get("/read").expect("visits 1").withoutSessionCookie();
    }

    /** G10-70, G10-73. */
    @Test
    public void with_rolling_each_answer_that_used_the_session_has_a_cookie() {
        Site site = site().cookie(cookie -> cookie.rolling()).start();
        Browser browser = site.browser();
        String first = browser.get("/add").sessionCookie();
        assertEquals(first, browser.get("/read").expect("visits 1").sessionCookie());
        browser.get("/nothing").expect("ok").withoutSessionCookie();
        assertEquals(1, site.sessions().size());
    }

    /** G10-71, G12-80, G12-82, G12-85. */
    @Test
    public void an_untouched_new_session_leaves_no_trace() {
        for (boolean rolling : new boolean[] {true, false}) {
            Site site =
                    site().cookie(cookie -> rolling ? cookie.rolling() : cookie).start();
            site.browser().get("/new").expect("new").withoutSessionCookie();
            assertEquals(0, site.store().calls());
        }
    }

    /** G10-72, G12-81. */
    @Test
    public void an_untouched_new_session_is_stored_when_asked() {
        for (boolean rolling : new boolean[] {true, false}) {
            Site site =
                    site().cookie(cookie -> rolling ? cookie.rolling() : cookie).start();
            Browser browser = site.browser();
            browser.get("/keep").expect("kept").sessionCookie();
            assertEquals(1, site.sessions().size());
            browser.get("/look").expect("some");
        }
    }

    /** G11-74, G11-76. */
    @Test
    public void an_unchanged_session_is_not_written() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        site.store().forgetCounts();
        browser.get("/read").expect("visits 1");
        assertEquals(1, site.store().calls(), "one look-up");
        assertEquals(0, site.store().writes());
    }

    /** G11-75: each use is written if the policy says so. */
    @Test
    public void use_is_written_every_time_when_asked() {
        Site site = site().policy(policy -> policy.touchEvery(Duration.ZERO)).start();
        Browser browser = site.browser();
        browser.get("/add");
        site.store().forgetCounts();
        browser.get("/read").expect("visits 1");
        assertEquals(1, site.store().calls(StoreVerb.TOUCH));
        assertEquals(0, site.store().calls(StoreVerb.SAVE));
    }

    /** G11-77. */
    @Test
    public void a_write_a_read_and_a_change_are_two_writes() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        browser.get("/read");
        browser.get("/add");
        assertEquals(2, site.store().writes());
    }

    /** G11-78, E12. */
    @Test
    public void a_change_inside_a_value_is_a_change() {
        Site site = site().page("/put", exchange -> exchange.sessionOrCreate()
                        .set("map", new TreeMap<>(Map.of("cookie", "old"))))
                .page("/change", exchange -> {
                    @SuppressWarnings("unchecked")
                    Map<String, String> map = (Map<String, String>)
                            exchange.session().orElseThrow().get("map").orElseThrow();
                    map.put("cookie", "new");
                })
                .start();
        Browser browser = site.browser();
        browser.get("/put").expect("");
        site.store().forgetCounts();
        browser.get("/change").expect("");
        assertEquals(1, site.store().calls(StoreVerb.SAVE));
        assertEquals(Map.of("cookie", "new"), site.onlySession().get("map").orElseThrow());
    }

    /** G11-79: what is lost is a minute of the session's life, which is not worth an error page. */
    @Test
    public void a_failing_touch_is_reported_and_the_answer_arrives() {
        LogBook log = logBook();
        Site site = site().policy(policy -> policy.touchEvery(Duration.ZERO)).start();
        Browser browser = site.browser();
        browser.get("/add");
        site.store().fail(StoreVerb.TOUCH);
        browser.get("/read").expect("visits 1").withoutSessionCookie();
        assertEquals(1, log.from(Level.WARNING).size());
        site.store().heal();
        browser.get("/read").expect("visits 1");
    }

    /** G12-84: and no success is sent for what was not saved. */
    @Test
    public void a_failing_save_is_reported() {
        Site site = site().start();
        Browser browser = site.browser();
        site.store().fail(StoreVerb.CREATE);
        browser.get("/add").expect(503).withoutSessionCookie();
        site.store().heal();
        browser.get("/add").expect("visits 1");
        site.store().fail(StoreVerb.SAVE);
        WireResponse refused = browser.get("/add").expect(503).withoutSessionCookie();
        assertFalse(refused.body().contains("visits"));
        assertTrue(refused.first("Retry-After").isPresent());
        site.store().heal();
        browser.get("/add").expect("visits 2");
    }

    /** G14-91. */
    @Test
    public void abandoning_a_session_keeps_what_is_stored() {
        Site site = site().page("/abandon", exchange -> {
                    Pages.add(exchange.session().orElseThrow());
                    try {
                        exchange.abandon();
                    } catch (UnsupportedOperationException notHere) {
                        exchange.write("skip");
                        return;
                    }
                    exchange.write(exchange.session().isPresent() ? "some" : "none");
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        WireResponse answer = browser.get("/abandon");
        Assumptions.assumeFalse(answer.body().equals("skip"), "applications of this adapter cannot abandon a session");
        answer.expect("none").withoutSessionCookie();
        browser.get("/read").expect("visits 1");
    }

    /** G14-92. */
    @Test
    public void ending_a_session_removes_the_record() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        browser.get("/logout").expect("bye").assertCookieHas("Max-Age=0");
        assertEquals(List.of(), site.sessions());
    }

    /** G14-93, cookie input 38. */
    @Test
    public void ending_a_new_session_leaves_nothing() {
        Site site = site().page("/brief", exchange -> {
                    Pages.add(exchange.sessionOrCreate());
                    exchange.session().orElseThrow().invalidate();
                    exchange.write("bye");
                })
                .start();
        site.browser().get("/brief").expect("bye").withoutSessionCookie();
        assertEquals(0, site.store().writes());
    }

    /** G14-94: the session may be alive, so the browser keeps its cookie and the user is not told "bye". */
    @Test
    public void a_failing_removal_is_reported() {
        Site site = site().start();
        Browser browser = site.browser();
        browser.get("/add");
        site.store().fail(StoreVerb.DELETE);
        browser.get("/logout").expect(503).withoutSessionCookie();
        site.store().heal();
        browser.get("/logout").expect("bye").assertCookieHas("Max-Age=0");
    }

    /** Gives sevens, or fails. */
    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final boolean broken;

        FixedRandom(boolean broken) {
            this.broken = broken;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (broken) {
                throw new IllegalStateException("no random numbers today");
            }
            java.util.Arrays.fill(bytes, (byte) 7);
        }
    }
}
