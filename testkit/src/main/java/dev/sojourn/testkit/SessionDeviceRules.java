// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.EndReason;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent.BindingBroken;
import dev.sojourn.SessionEvent.Ended;
import dev.sojourn.SessionSnapshot;
import dev.sojourn.StaleAuthenticationException;
import dev.sojourn.store.Browsable;
import dev.sojourn.store.PrincipalIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A user's devices, and how long ago the user has proved who they are. */
abstract class SessionDeviceRules extends SessionLimitRaceRules {
    private static final Duration FRESH = Duration.ofMinutes(5);

    private String annas() {
        return stored(session -> session.login("anna"));
    }

    // ---- freshness

    /** ASVS 7.5.1, W19: nobody is fresh who has not logged in, and a login is fresh until it is as old as asked. */
    @Test
    public void a_login_is_fresh_for_a_while() {
        fails(StaleAuthenticationException.class, () -> manager().create().requireFresh(FRESH));
        String token = annas();
        open(token).requireFresh(FRESH);
        pass(FRESH.minusMillis(1));
        open(token).requireFresh(FRESH);
        pass(Duration.ofMillis(1));
        StaleAuthenticationException stale =
                fails(StaleAuthenticationException.class, () -> open(token).requireFresh(FRESH));
        assertEquals(FRESH, stale.maxAge());
        assertFalse(String.valueOf(stale.getMessage()).contains("anna"));
        fails(IllegalArgumentException.class, () -> open(token).requireFresh(Duration.ZERO));
        fails(IllegalArgumentException.class, () -> open(token).requireFresh(Duration.ofDays(40_000)));
    }

    /** ASVS 8.2.4: a login that is in doubt is not fresh in that request, until somebody authenticates; others do not notice. */
    @Test
    public void a_login_in_doubt_is_fresh_for_other_requests_only() {
        String token = annas();
        Session doubted = open(token);
        doubted.doubtLogin();
        fails(StaleAuthenticationException.class, () -> doubted.requireFresh(FRESH));
        commit(doubted);
        fails(StaleAuthenticationException.class, () -> doubted.requireFresh(FRESH));
        open(token).requireFresh(FRESH);
        doubted.reauthenticated();
        doubted.requireFresh(FRESH);
    }

    /** ASVS 16.3.3: whoever notices another client can tell listeners; nothing else happens. */
    @Test
    public void another_client_is_told_to_listeners() {
        Session session = open(annas());
        session.reportBindingBroken(List.of("platform"), 50, "observe");
        BindingBroken told = events.events(BindingBroken.class).get(0);
        assertEquals(session.id(), told.sessionId());
        assertEquals("[platform] 50 observe", told.signals() + " " + told.score() + " " + told.reaction());
        session.requireFresh(FRESH);
    }

    /** ASVS 7.2.4, ASVS 7.5.1: authenticating again renews the token, counts at once, and keeps the data. */
    @Test
    public void authenticating_again_renews_and_counts_at_once() {
        String old = stored(session -> {
            session.login("anna");
            session.set("n", 1);
        });
        pass(FRESH);
        Session session = open(old);
        session.reauthenticated();
        session.requireFresh(FRESH);
        String token = tokenOf(commit(session, Outcome.SAVED));
        assertNone(NoSessionReason.STALE, old);
        open(token).requireFresh(FRESH);
        assertEquals(Optional.of(clock.instant()), open(token).authenticated());
        assertEquals(Optional.of(1), valueOf(token, "n"));
        fails(IllegalStateException.class, () -> manager().create().reauthenticated());
    }

    /** ASVS 7.5.1: no other renewal moves it, neither the timer's nor one that the application asks for. */
    @Test
    public void renewals_leave_the_authentication_as_old_as_it_is() {
        use(RENEWING);
        String token = annas();
        Instant login = clock.instant();
        pass(RENEWAL);
        String onTimer = tokenOf(request(token, session -> session.set("n", 1)));
        String renewed = tokenOf(request(onTimer, Session::renew));
        assertEquals(Optional.of(login), open(renewed).authenticated());
        fails(StaleAuthenticationException.class, () -> open(renewed).requireFresh(FRESH));
    }

    // ---- devices

    /** ASVS 7.5.2: what a user sees of each device, and which one is at hand, also while its login is under way. */
    @Test
    public void devices_are_listed_with_what_is_known_of_them() {
        needs(PrincipalIndex.class);
        String first = stored(session -> {
            session.describeClient("Firefox on Linux");
            session.login("anna", Session.LoginData.DROP);
        });
        Instant begun = clock.instant();
        pass(Duration.ofMinutes(5));
        String second = annas();
        request(first, session -> {});
        List<SessionSnapshot> devices = manager().sessionsOf("anna");
        assertEquals(
                List.of(Optional.of("Firefox on Linux"), Optional.empty()),
                devices.stream().map(SessionSnapshot::client).toList());
        assertEquals(begun, devices.get(0).created());
        assertEquals(clock.instant(), devices.get(0).lastAccessed());
        Session current = open(second);
        current.reauthenticated();
        assertEquals(
                List.of(false, true),
                devices.stream().map(device -> device.isOf(current)).toList());
        assertTrue(devices.get(0).names().isEmpty());
    }

    /** What a client says of itself is cut and cleaned, may be taken back, and is no attribute of the application. */
    @Test
    public void a_description_is_cut_and_cleaned() {
        String token = stored(session -> session.describeClient("\u202e Cur\nl\u0000 " + "\ud83d\ude00".repeat(200)));
        Session session = open(token);
        String shown = session.client().orElseThrow();
        assertEquals(100, shown.codePointCount(0, shown.length()));
        assertTrue(shown.startsWith("Cur l  "));
        assertTrue(session.names().isEmpty());
        assertEquals(Optional.empty(), session.get("sojourn:client"));
        session.clear();
        assertTrue(session.client().isPresent());
        session.describeClient(" \t");
        commit(session, Outcome.SAVED);
        assertEquals(Optional.empty(), open(token).client());
    }

    /** ASVS 7.5.2, ASVS 7.4.5: a device is ended by its public id, by its user only, also after it was renewed. */
    @Test
    public void a_user_ends_a_device_by_its_public_id() {
        needs(PrincipalIndex.class);
        String mine = annas();
        String other = annas();
        String berts = stored(session -> session.login("bert"));
        String listed = open(other).id();
        String renewed = tokenOf(request(other, Session::renew));
        forgetThePast();
        for (String wrong : List.of("", "x", open(berts).id(), mine, renewed)) {
            assertFalse(manager().end("anna", wrong));
        }
        calls().reset();
        assertTrue(manager().end("anna", listed));
        assertEquals(2, calls().calls());
        assertFalse(manager().end("anna", listed));
        assertNone(NoSessionReason.UNKNOWN, renewed);
        assertEquals(EndReason.REVOKED, events.await(Ended.class).reason());
        assertEquals(1, events.events(Ended.class).size());
        open(mine);
        open(berts);
    }

    /** ASVS 7.4.5: everybody is out, each with an event, in batches; nothing of it comes back. */
    @Test
    public void end_all_ends_the_sessions_of_everybody() {
        needs(Browsable.class);
        String token = annas();
        Session inFlight = open(token);
        inFlight.set("n", 1);
        for (int count = 0; count < 1_100; count++) {
            Session session = manager().create();
            session.keep();
            manager().commit(session).token().ifPresent(scanner::issued);
        }
        forgetThePast();
        assertEquals(1_101, manager().endAll());
        assertEquals(0, manager().count());
        assertEquals(1_101, events.events(Ended.class).size());
        assertTrue(events.events(Ended.class).stream().allMatch(ended -> ended.reason() == EndReason.REVOKED));
        commit(inFlight, Outcome.GONE);
        assertNone(NoSessionReason.UNKNOWN, token);
        assertEquals(0, manager().endAll());
    }

    /** ASVS 7.4.5: many are out by what they are, and the others stay. */
    @Test
    public void end_all_ends_the_sessions_that_are_meant() {
        needs(Browsable.class);
        String staying = stored(session -> session.set("tenant", "red"));
        String leaving = stored(session -> session.set("tenant", "blue"));

        assertEquals(1, manager().endAll(session -> session.get("tenant").equals(Optional.of("blue"))));

        assertNone(NoSessionReason.UNKNOWN, leaving);
        assertEquals(Optional.of("red"), valueOf(staying, "tenant"));
        assertEquals(1, events.events(Ended.class).size());
    }
}
