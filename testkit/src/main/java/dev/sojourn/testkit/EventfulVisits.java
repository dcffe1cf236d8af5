// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.LimitAction;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.SessionSnapshot;
import dev.sojourn.StaleTokenReaction;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SecretForms.Haystack;
import dev.sojourn.web.RequestSession;
import dev.sojourn.web.WebSessions;
import dev.sojourn.web.csrf.CsrfGuard;
import dev.sojourn.web.csrf.CsrfToken;
import dev.sojourn.web.csrf.CsrfTokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All that can happen to sessions, with a look at everything that the store holds after each step.
 *
 * <p>It works on any store that has an index of users, and asserts that the steps did happen: a store that loses sealed sessions
 * would otherwise pass for one that hides them.
 */
final class EventfulVisits {
    private static final Duration RENEWAL = Duration.ofMinutes(10);
    private static final int FIRST_LOOKS = 8;
    private static final SessionPolicy POLICY = SessionPolicy.builder()
            .renewEvery(RENEWAL)
            .touchEvery(Duration.ofMinutes(1))
            .onStaleToken(StaleTokenReaction.END_SESSION)
            .sessionsPerPrincipal(3, LimitAction.END_OLDEST)
            .build();

    private final SessionManager manager;
    private final WebSessions web;
    private final StoreProbe probe;
    private final ManualClock clock;
    private final TokenScanner scanner;
    private final RecordingListener events = new RecordingListener();
    private final List<List<Haystack>> looks = new ArrayList<>();
    private final Set<String> alreadySeen = new HashSet<>();

    EventfulVisits(
            SessionStore store, StoreProbe probe, ManualClock clock, TokenScanner scanner, SecureRandom ofForms) {
        this.manager = SessionManager.builder(store)
                .policy(POLICY)
                .clock(clock)
                .random(scanner.random())
                .inlineListener(events)
                .withoutThreads()
                .build();
        this.web = WebSessions.builder(manager)
                .guard(CsrfGuard.builder().tokens(CsrfTokens.defaults()).build())
                .random(ofForms)
                .build();
        this.probe = probe;
        this.clock = clock;
        this.scanner = scanner;
    }

    /** From the first visit to the last end. */
    void happen() {
        try {
            String token = login(create());
            readForm(token);
            token = renewOnTimer(token);
            token = renew(token);
            use(token);
            String stolen = token;
            token = renew(token);
            exceedTheLimit();
            endOthers(token);
            assertFalse(manager.open(stolen).session().isPresent(), "a superseded token opens nothing");
            look();
            logOut(login(create()));
            idleOut(create());
        } finally {
            manager.close();
        }
    }

    private String create() {
        Session session = manager.create();
        session.set(Canary.NAME.text, List.of(Canary.VALUE.text, Map.of("bytes", Canary.BYTES.bytes())));
        session.set("counter", 1);
        session.flash().next("message", Canary.FLASH.text);
        session.describeClient(Canary.CLIENT.text);
        return committed(session);
    }

    private String login(String token) {
        String loggedIn = visit(token, session -> session.login(Canary.USER.text));
        assertFalse(manager.open(token).session().isPresent(), "a login kills the old token");
        return loggedIn;
    }

    /** A page with a form: its secret comes into the session. */
    private void readForm(String token) {
        RequestSession request = web.begin(new FormPage(token));
        CsrfToken form =
                assertInstanceOf(CsrfToken.class, request.guarded().exposed().get(CsrfToken.ATTRIBUTE));
        assertFalse(form.getToken().isEmpty());
        request.commit();
        request.complete();
        look();
    }

    private String renewOnTimer(String token) {
        clock.advance(RENEWAL.plusSeconds(1));
        String renewed = visit(token, session -> session.update("counter", 0, count -> count + 1));
        assertFalse(renewed.equals(token), "renewed on the timer");
        assertEquals(renewed, visit(token, session -> session.update("counter", 0, count -> count + 1)), "derived");
        return visit(renewed, session -> session.update("counter", 0, count -> count + 1));
    }

    private String renew(String token) {
        return visit(token, Session::renew);
    }

    private void use(String token) {
        clock.advance(Duration.ofMinutes(2));
        String unused = visit(token, session -> assertTrue(session.has(Canary.NAME.text)));
    }

    private void exceedTheLimit() {
        for (int device = 0; device < 3; device++) {
            clock.advance(Duration.ofSeconds(1));
            String unused = login(create());
        }
        List<SessionSnapshot> devices = manager.sessionsOf(Canary.USER.text);
        assertEquals(3, devices.size());
        assertEquals(Canary.CLIENT.text, devices.get(0).client().orElseThrow());
    }

    private void endOthers(String ended) {
        assertFalse(manager.open(ended).session().isPresent(), "the limit ended the oldest login");
        String current = login(create());
        Session session = manager.open(current).session().orElseThrow();
        assertEquals(2, manager.endOthers(session));
        look();
        String stale = visit(current, Session::reauthenticated);
        assertEquals(1, manager.endAll(Canary.USER.text));
        assertFalse(manager.open(stale).session().isPresent());
        look();
    }

    private void logOut(String token) {
        String unused = visit(token, session -> session.set("counter", 7));
        manager.open(token).session().orElseThrow().invalidate();
        look();
    }

    private void idleOut(String token) {
        clock.advance(Duration.ofHours(1));
        assertFalse(manager.open(token).session().isPresent());
        look();
        manager.sweep();
        look();
    }

    private String visit(String token, Consumer<Session> work) {
        Session session = manager.open(token).session().orElseThrow();
        work.accept(session);
        return committed(session);
    }

    private String committed(Session session) {
        CommitResult result = manager.commit(session);
        result.token().ifPresent(scanner::issued);
        look();
        return result.token().orElseThrow().reveal();
    }

    /** Everything that is there now; what did not change since is searched once. */
    private void look() {
        List<Haystack> found = new ArrayList<>();
        for (byte[] bytes : probe.dump()) {
            Haystack text = Haystack.of(bytes);
            found.add(text);
            if (alreadySeen.add(text.plain())) {
                scanner.stored("look", bytes);
            }
        }
        looks.add(found);
    }

    /** Whether each look at the first session found this: a probe that sees nothing proves nothing. */
    boolean firstLooksShowed(Canary canary) {
        SecretForms forms = canary.forms();
        return looks.stream().limit(FIRST_LOOKS).allMatch(look -> look.stream().anyMatch(forms::standIn));
    }

    /** The canaries that any look found. */
    List<Canary> canariesFound() {
        return Arrays.stream(Canary.values())
                .filter(canary -> {
                    SecretForms forms = canary.forms();
                    return looks.stream().flatMap(List::stream).anyMatch(forms::standIn);
                })
                .toList();
    }

    /** What stands in sessions and nowhere else; each half is long enough to be searched by itself. */
    enum Canary {
        NAME("name-of-a-canary-attribute-51c0a"),
        VALUE("value-of-a-canary-in-a-list-77d2"),
        BYTES("bytes-of-a-canary-in-a-map-9e4f3"),
        FLASH("flash-message-about-a-canary-2b8"),
        CLIENT("Canary Browser on a Perch 6d9e1f"),
        USER("canary-user-8f31@birds.example.org"),
        /** What a user would be looked up by if it were not keyed: whoever guesses a name could test the guess. */
        HASH_OF_USER(sha256(USER.text));

        /** What stands in a session that is not sealed. */
        static final Set<Canary> CONTENT = EnumSet.complementOf(EnumSet.of(HASH_OF_USER));

        private final String text;

        Canary(String text) {
            this.text = text;
        }

        byte[] bytes() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        SecretForms forms() {
            return new SecretForms(bytes());
        }

        List<Haystack> everyForm() {
            return List.of(
                    Haystack.of(bytes()),
                    Haystack.of(HexFormat.of().withUpperCase().formatHex(bytes())),
                    Haystack.of("a" + Base64.getEncoder().encodeToString(bytes())),
                    Haystack.of(text.substring(text.length() / 2)));
        }

        private static String sha256(String user) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
                return new String(hash, StandardCharsets.ISO_8859_1);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
