// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.EndReason;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.Session.LoginData;
import dev.sojourn.SessionEvent.Ended;
import dev.sojourn.SessionEvent.RenewalCause;
import dev.sojourn.SessionEvent.Renewed;
import dev.sojourn.SessionEvent.StaleToken;
import dev.sojourn.SessionManager;
import dev.sojourn.SigningKeys;
import dev.sojourn.StaleTokenReaction;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which token opens a session: login, renewal by the application and on the timer, old and guessed tokens. */
abstract class SessionTokenRules extends SessionValueLifeRules {

    /** T41, D5, T39, T40, E40, G16-104, W1, W5, W6, ASVS 7.2.4: new token and id, data kept, the old token dead at once. */
    @Test
    public void login_renews_and_the_old_token_is_dead_at_once() {
        String before = stored(session -> session.set("cart", "full"));
        Session session = open(before);
        String oldId = session.id();
        session.login("anna");
        assertNotEquals(oldId, session.id());
        CommitResult result = commit(session, Outcome.SAVED);
        assertTrue(result.tokenChanged());
        assertNotEquals(before, tokenOf(result));
        assertNone(NoSessionReason.STALE, before);
        Session after = open(tokenOf(result));
        assertEquals(Optional.of("anna"), after.principal());
        assertEquals(Optional.of("full"), after.get("cart"));
        assertEquals(session.id(), after.id());
        assertFalse(commit(session).tokenChanged(), "a token is sent once");
    }

    /** D5, W69, W31: another user gets nothing of the first one's data. */
    @Test
    public void login_of_another_user_drops_the_data() {
        String anna = tokenOf(request(stored(session -> {}), session -> {
            session.login("anna");
            session.set("salary", 1);
            session.flash().next("msg", "hello anna");
        }));
        String again = tokenOf(request(anna, session -> session.login("anna")));
        assertEquals(Optional.of(1), valueOf(again, "salary"));
        String bert = tokenOf(request(again, session -> {
            session.login("bert");
            session.set("mine", 2);
        }));
        assertEquals(Optional.empty(), valueOf(bert, "salary"));
        assertEquals(Optional.of(2), valueOf(bert, "mine"));
        assertTrue(open(bert).flash().names().isEmpty());
        String dropped = tokenOf(request(bert, session -> session.login("bert", LoginData.DROP)));
        assertEquals(Optional.empty(), valueOf(dropped, "mine"));
    }

    /** A first request that logs in needs one write and sends one token. */
    @Test
    public void login_of_a_new_session_is_one_create() {
        Session session = manager().create();
        session.login("anna");
        String id = session.id();
        CommitResult result = commit(session, Outcome.CREATED);
        assertEquals(1, calls().calls());
        assertEquals(id, open(tokenOf(result)).id());
        assertEquals(List.of("Created", "PrincipalBound"), events.kinds());
    }

    /** T42, C: renewing twice in a request is one renewal; attributes set before and after are kept. */
    @Test
    public void renewing_twice_in_a_request_sends_one_token() {
        String before = stored(session -> session.set("a", 1));
        CommitResult result = request(before, session -> {
            session.renew();
            session.set("b", 2);
            session.renew();
        });
        assertEquals(1, events.events(Renewed.class).size());
        assertEquals(RenewalCause.APPLICATION, events.await(Renewed.class).cause());
        assertEquals(Optional.of(1), valueOf(tokenOf(result), "a"));
        assertEquals(Optional.of(2), valueOf(tokenOf(result), "b"));
        assertNone(NoSessionReason.STALE, before);
    }

    /** S6: a stale token is told from one that was never issued, by events too; neither ends anything by default. */
    @Test
    public void stale_and_never_issued_tokens_are_told_apart() {
        String old = stored(session -> {});
        String good = tokenOf(request(old, Session::renew));
        events.forget();
        pass(Duration.ofMinutes(3));
        assertNone(NoSessionReason.STALE, old);
        assertEquals(Duration.ofMinutes(3), events.await(StaleToken.class).deadFor());
        String guessed = good.substring(0, 40) + (good.charAt(40) == 'A' ? 'B' : 'A') + good.substring(41);
        assertNone(NoSessionReason.NEVER_ISSUED, guessed);
        assertEquals(List.of("StaleToken", "NeverIssuedToken"), events.kinds());
        assertEquals(0, calls().calls(StoreVerb.DELETE));
        open(good);
    }

    /** T62: with REFUSE nobody can log out the rightful owner by an old copy. */
    @Test
    public void refuse_never_ends_a_session() {
        String old = stored(session -> {});
        String good = tokenOf(request(old, session -> session.login("anna")));
        pass(IDLE.minusMinutes(1));
        assertNone(NoSessionReason.STALE, old);
        open(good);
    }

    /** W21, fault 27, ASVS 7.2.4: END_SESSION acts only after the grace, and on nothing but a token issued once. */
    @Test
    public void end_session_acts_after_the_grace_only() {
        use(PLAIN.toBuilder()
                .renewalGrace(GRACE)
                .onStaleToken(StaleTokenReaction.END_SESSION)
                .build());
        String old = stored(session -> {});
        String good = tokenOf(request(old, session -> session.login("anna")));
        pass(GRACE);
        assertNone(NoSessionReason.STALE, old);
        assertNone(NoSessionReason.NEVER_ISSUED, good.substring(0, 63) + (good.charAt(63) == 'A' ? 'B' : 'A'));
        open(good);
        events.forget();
        pass(Duration.ofMillis(1));
        assertNone(NoSessionReason.STALE, old);
        assertNone(NoSessionReason.UNKNOWN, good);
        assertEquals(EndReason.STOLEN, events.await(Ended.class).reason());
        assertEquals(List.of("StaleToken", "Ended", "TokenRefused"), events.kinds());
    }

    // ---- on the timer

    private String dueForRenewal() {
        use(RENEWING);
        String token = stored(session -> session.set("n", 1));
        pass(RENEWAL);
        return token;
    }

    /** G21-152, fault 27, T42: 50 parallel requests with the old token are all sent the same new one. */
    @Test
    public void a_timer_renewal_gives_every_parallel_request_the_same_token() {
        String old = dueForRenewal();
        HashSet<String> tokens = new HashSet<>();
        race(50, () -> request(old, session -> {})).forEach(result -> {
            assertTrue(result.tokenChanged());
            tokens.add(tokenOf(result));
        });
        assertEquals(1, tokens.size());
        assertFalse(tokens.contains(old));
        assertEquals(1, events.events(Renewed.class).size());
        assertEquals(RenewalCause.TIMER, events.await(Renewed.class).cause());
        assertEquals(Optional.of(1), valueOf(tokens.iterator().next(), "n"));
    }

    /** Not a moment too early. */
    @Test
    public void a_timer_renewal_waits_for_its_interval() {
        use(RENEWING);
        String token = stored(session -> {});
        pass(RENEWAL.minusMillis(1));
        assertFalse(request(token, session -> {}).tokenChanged());
    }

    /** Fault 4, fault 17, G21-153: however often the response is lost, the old token works and leads to the same new one. */
    @Test
    public void a_lost_response_loses_nobody() {
        String old = dueForRenewal();
        String next = tokenOf(request(old, session -> {}));
        for (int lost = 0; lost < 3; lost++) {
            pass(IDLE.minusMinutes(1));
            CommitResult again = request(old, session -> {});
            assertTrue(again.tokenChanged());
            assertEquals(next, tokenOf(again));
        }
        assertEquals(Optional.of(1), valueOf(next, "n"));
    }

    /** G21-152: confirmed on first use; the old one is good through the grace, to the millisecond, and stale after. */
    @Test
    public void the_new_token_is_confirmed_by_its_first_use() {
        String old = dueForRenewal();
        String next = tokenOf(request(old, session -> {}));
        CommitResult first = request(next, session -> {});
        assertEquals(Outcome.SAVED, first.outcome());
        assertFalse(first.tokenChanged());
        calls().reset();
        request(next, session -> {});
        assertEquals(0, calls().calls(StoreVerb.SAVE), "confirmed once");
        pass(GRACE.minusMillis(1));
        CommitResult late = request(old, session -> {});
        assertTrue(late.tokenChanged());
        assertEquals(next, tokenOf(late));
        pass(Duration.ofMillis(1));
        assertNone(NoSessionReason.STALE, old);
        open(next);
    }

    /** 50 requests confirm at once, 50 come late with the old token: one record, one token. */
    @Test
    public void confirming_in_parallel_is_harmless() {
        String old = dueForRenewal();
        String next = tokenOf(request(old, session -> {}));
        race(50, () -> request(next, session -> {})).forEach(result -> assertEquals(next, tokenOf(result)));
        race(50, () -> request(old, session -> {})).forEach(result -> assertEquals(next, tokenOf(result)));
    }

    /** The second renewal follows the first, and so on; four old tokens are remembered as stale. */
    @Test
    public void renewals_follow_each_other() {
        String first = dueForRenewal();
        String token = first;
        for (int renewal = 1; renewal <= 4; renewal++) {
            String next = tokenOf(request(token, session -> {}));
            request(next, session -> {});
            assertNotEquals(token, next);
            token = next;
            pass(RENEWAL);
        }
        assertNone(NoSessionReason.STALE, first);
        open(token);
    }

    /** Interplay: a login ends a renewal that is under way, and kills both of its tokens. */
    @Test
    public void a_login_ends_a_timer_renewal_under_way() {
        String old = dueForRenewal();
        String next = tokenOf(request(old, session -> {}));
        String loggedIn = tokenOf(request(old, session -> session.login("anna")));
        assertNotEquals(next, loggedIn);
        assertNone(NoSessionReason.STALE, old);
        assertNone(NoSessionReason.STALE, next);
        assertFalse(request(loggedIn, session -> {}).tokenChanged());
    }

    /** Interplay: a login whose request began before a timer renewal wins over it. */
    @Test
    public void a_login_merges_over_a_timer_renewal() {
        String old = dueForRenewal();
        Session login = open(old);
        String next = tokenOf(request(old, session -> session.set("m", 2)));
        login.login("anna");
        CommitResult result = commit(login, Outcome.SAVED);
        assertNone(NoSessionReason.STALE, next);
        assertEquals(Optional.of(2), valueOf(tokenOf(result), "m"));
    }

    /** Of two that renew at once, one wins; the other says so and sends nothing. */
    @Test
    public void of_two_renewals_at_once_one_wins() {
        String old = stored(session -> {});
        Session one = open(old);
        Session other = open(old);
        one.renew();
        other.renew();
        other.set("n", 1);
        CommitResult won = commit(one, Outcome.SAVED);
        CommitResult lost = commit(other, Outcome.SUPERSEDED);
        assertFalse(lost.tokenChanged() || lost.tokenMustGo());
        assertEquals(Optional.empty(), valueOf(tokenOf(won), "n"));
    }

    /** No data of a slow request is lost because the timer renewed the session meanwhile, and the grace is over. */
    @Test
    public void a_request_slower_than_renewal_and_grace_keeps_its_changes() {
        String old = dueForRenewal();
        Session slow = open(old);
        String next = tokenOf(request(old, session -> {}));
        request(next, session -> {});
        pass(GRACE.plusSeconds(1));
        slow.set("upload", "done");
        CommitResult result = commit(slow, Outcome.SAVED);
        assertFalse(result.tokenChanged());
        assertEquals(Optional.of("done"), valueOf(next, "upload"));
    }

    /** A renewal after the response has left would never reach the browser, so it waits for the next request. */
    @Test
    public void a_timer_renewal_does_not_start_after_the_response_has_left() {
        use(RENEWING);
        String token = stored(session -> {});
        Session session = open(token);
        commit(session);
        manager().responseLeft(session);
        pass(RENEWAL);
        session.set("n", 1);
        assertFalse(commit(session, Outcome.SAVED).tokenChanged());
        assertTrue(request(token, again -> {}).tokenChanged());
    }

    // ---- signatures

    /** E4, E7, G21-158, fault 25: a token that an old key verified is sent anew at once, signed by the first key. */
    @Test
    public void a_token_signed_by_an_old_key_is_sent_anew() {
        byte[] oldKey = new byte[32];
        byte[] newKey = new byte[32];
        newKey[0] = 1;
        SessionManager before = node(builder -> builder.signingKeys(SigningKeys.of(oldKey)));
        SessionManager after = node(builder -> builder.signingKeys(SigningKeys.of(newKey, oldKey)));
        SessionManager last = node(builder -> builder.signingKeys(SigningKeys.of(newKey)));
        Session session = before.create();
        session.set("n", 1);
        String signedByOld = tokenOf(before.commit(session));
        CommitResult renewed = after.commit(after.open(signedByOld).session().orElseThrow());
        assertEquals(Outcome.UNCHANGED, renewed.outcome());
        assertTrue(renewed.tokenChanged());
        forgetThePast();
        assertTrue(last.open(tokenOf(renewed)).session().isPresent());
        assertFalse(
                last.commit(last.open(tokenOf(renewed)).session().orElseThrow()).tokenChanged());
        calls().reset();
        assertFalse(last.open(signedByOld).session().isPresent());
        assertEquals(0, calls().calls());
    }
}
