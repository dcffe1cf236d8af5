// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.LimitAction;
import dev.sojourn.Session;
import dev.sojourn.SessionConflictException;
import dev.sojourn.SessionPolicy;
import dev.sojourn.StaleTokenReaction;
import dev.sojourn.codec.AttributeValue;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each meter moves when that happens of which it tells, and by one. */
class SessionMetricsTest {
    private static final Duration RENEWAL = Duration.ofMinutes(15);
    private static final SessionPolicy POLICY = SessionPolicy.builder()
            .idleTimeout(Duration.ofMinutes(30))
            .absoluteTimeout(Duration.ofHours(8))
            .renewEvery(RENEWAL)
            .sessionsPerPrincipal(1, LimitAction.END_OLDEST)
            .onStaleToken(StaleTokenReaction.END_SESSION)
            .build();

    private final MeteredSessions sessions = new MeteredSessions(new SimpleMeterRegistry(), POLICY).bind();

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void sessions_count_for_the_policy_that_the_request_ran_under() {
        String token = sessions.stored(session -> {});
        sessions.open(token, ConflictPolicy.FAIL);
        sessions.open(token, ConflictPolicy.FAIL);
        assertEquals(1, sessions.figure("sojourn.sessions.opened", "policy", "merge", "by", "create"));
        assertEquals(2, sessions.figure("sojourn.sessions.opened", "policy", "fail", "by", "token"));
        Session open = sessions.open(token, ConflictPolicy.MERGE);
        assertTrue(sessions.manager.update(sessions.manager.keyOf(open), ConflictPolicy.FAIL, session -> {}));
        assertEquals(1, sessions.figure("sojourn.sessions.opened", "policy", "fail", "by", "update"));
        assertEquals(0, sessions.figure("sojourn.sessions.opened", "policy", "exclusive", "by", "token"));
    }

    @Test
    void tokens_that_open_nothing_count_for_the_reason() {
        assertTrue(sessions.manager.open("nothing").session().isEmpty());
        assertEquals(1, sessions.figure("sojourn.tokens.refused", "reason", "malformed"));
        assertEquals(0, sessions.figure("sojourn.tokens.refused", "reason", "stale"));
    }

    @Test
    void commits_count_for_what_became_of_the_session() {
        String token = sessions.stored(session -> {});
        sessions.request(token, session -> session.set("n", 1));
        sessions.request(token, Session::invalidate);
        assertEquals(1, sessions.figure("sojourn.commits", "outcome", "created"));
        assertEquals(1, sessions.figure("sojourn.commits", "outcome", "saved"));
        assertEquals(1, sessions.figure("sojourn.commits", "outcome", "ended"));
    }

    @Test
    void a_merge_and_a_refusal_count_as_conflicts_of_their_policies() {
        String token = sessions.stored(session -> {});
        Session merging = sessions.open(token, ConflictPolicy.MERGE);
        Session failing = sessions.open(token, ConflictPolicy.FAIL);
        sessions.request(token, session -> session.set("first", 1));
        merging.set("second", 2);
        sessions.manager.commit(merging);
        failing.set("third", 3);
        assertThrows(SessionConflictException.class, () -> sessions.manager.commit(failing));
        assertEquals(1, sessions.figure("sojourn.conflicts", "policy", "merge", "resolution", "merged"));
        assertEquals(1, sessions.figure("sojourn.conflicts", "policy", "fail", "resolution", "refused"));
        assertEquals(0, sessions.figure("sojourn.conflicts", "policy", "fail", "resolution", "merged"));
    }

    @Test
    void logins_and_renewals_count_for_their_cause() {
        String token = sessions.stored(session -> {});
        String loggedIn = sessions.request(token, session -> session.login("anna"));
        String renewed = sessions.request(loggedIn, Session::renew);
        sessions.clock.advance(RENEWAL);
        sessions.request(renewed, session -> {});
        assertEquals(1, sessions.count("sojourn.logins"));
        assertEquals(1, sessions.count("sojourn.sessions.renewed", "cause", "login"));
        assertEquals(1, sessions.count("sojourn.sessions.renewed", "cause", "application"));
        assertEquals(1, sessions.count("sojourn.sessions.renewed", "cause", "timer"));
    }

    @Test
    void ends_count_for_their_reason() {
        String first = sessions.stored(session -> session.login("anna"));
        sessions.stored(session -> session.login("anna"));
        assertTrue(sessions.manager.open(first).session().isEmpty());
        assertEquals(1, ended("limit"));
        assertEquals(1, sessions.manager.endAll("anna"));
        assertEquals(1, ended("revoked"));
        sessions.request(sessions.stored(session -> {}), Session::invalidate);
        assertEquals(1, ended("logged_out"));
        sessions.stored(session -> {});
        sessions.stored(Session::withoutIdleTimeout);
        sessions.clock.advance(Duration.ofMinutes(31));
        assertEquals(1, sessions.manager.sweep());
        assertEquals(1, ended("idle"));
        sessions.clock.advance(Duration.ofHours(8));
        assertEquals(1, sessions.manager.sweep());
        assertEquals(1, ended("lifetime"));
    }

    /** A request in flight during a login is no thief; who comes when the grace is over may be one. */
    @Test
    void stale_tokens_count_by_whether_the_grace_is_over() {
        String token = sessions.stored(session -> {});
        sessions.request(token, Session::renew);
        assertTrue(sessions.manager.open(token).session().isEmpty());
        assertEquals(1, sessions.count("sojourn.tokens.stale", "late", "false"));
        assertEquals(0, ended("stolen"));
        sessions.clock.advance(POLICY.renewalGrace().plusMillis(1));
        assertTrue(sessions.manager.open(token).session().isEmpty());
        assertEquals(1, sessions.count("sojourn.tokens.stale", "late", "true"));
        assertEquals(1, ended("stolen"));
        assertEquals(2, sessions.figure("sojourn.tokens.refused", "reason", "stale"));
    }

    @Test
    void another_client_counts() {
        String token = sessions.stored(session -> {});
        sessions.request(token, session -> session.reportBindingBroken(List.of("platform"), 3, "observe"));
        assertEquals(1, sessions.count("sojourn.bindings.broken"));
    }

    @Test
    void an_attribute_that_cannot_be_read_counts() {
        String token = sessions.stored(session -> session.set("n", 1));
        SessionRecord record = sessions.store
                .find(sessions.manager.keyOf(sessions.open(token, ConflictPolicy.MERGE)))
                .orElseThrow();
        byte[] bytes = "unreadable".getBytes(StandardCharsets.UTF_8);
        SessionRecord odd = record.toBuilder()
                .version(record.version() + 1)
                .attributes(Attributes.of(Map.of("n", AttributeValue.EncodedValue.of("unknown", bytes))))
                .build();
        assertEquals(new SaveResult.Saved(), sessions.store.save(odd, record.version()));
        sessions.request(token, session -> assertTrue(session.get("n").isEmpty()));
        assertEquals(1, sessions.count("sojourn.attributes.quarantined"));
    }

    private double ended(String reason) {
        return sessions.count("sojourn.sessions.ended", "reason", reason);
    }
}
