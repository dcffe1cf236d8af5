// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.OpenResult.NoSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the manager does without asking its store at all. */
class SessionManagerWithoutStoreTest {
    private static final byte[] KEY = new byte[32];

    /** Fault 47, ASVS 7.2.3: no randomness, no session; an error, not a weak token. */
    @Test
    void nothing_is_created_without_randomness() {
        try (SessionManager manager = SessionManager.builder(new UntouchableStore())
                .random(new FailingRandom())
                .build()) {
            assertThrows(IllegalStateException.class, manager::create);
        }
    }

    /** Fault 39: who must miss no end is told at once that this store cannot promise that. */
    @Test
    void an_end_listener_needs_a_store_that_keeps_ends() {
        SessionManagerBuilder builder =
                SessionManager.builder(new UntouchableStore()).endListener(ended -> {});

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, builder::build);

        assertTrue(String.valueOf(refused.getMessage()).contains("ConfirmedEnds"), refused.getMessage());
    }

    /** Of a policy that the store cannot keep one can know before the first request. */
    @Test
    void the_manager_knows_which_policies_the_store_can_keep() {
        try (SessionManager without =
                        SessionManager.builder(new UntouchableStore()).build();
                SessionManager with = SessionManager.builder(new LeasingStore(InstantSource.system()))
                        .build()) {
            assertFalse(without.supports(ConflictPolicy.EXCLUSIVE));
            assertTrue(without.supports(ConflictPolicy.FAIL));
            assertTrue(with.supports(ConflictPolicy.EXCLUSIVE));
        }
    }

    /** D6, W23, T52, W62, cookie input 13 and 29: what is no token asks no store. */
    @Test
    void what_is_no_token_is_malformed() {
        try (SessionManager manager =
                SessionManager.builder(new UntouchableStore()).build()) {
            for (String text : List.of("", " ", "*", "../../etc", "' OR 1=1", "${jndi:x}", "=".repeat(64))) {
                assertEquals(new NoSession(NoSessionReason.MALFORMED), manager.open(text));
            }
        }
    }

    /** E6, G4-27, G4-28: missing and wrong signatures ask no store. */
    @Test
    void a_forged_token_is_refused() {
        SigningKeys keys = SigningKeys.of(KEY);
        SigningKeys others = SigningKeys.ofText("another key of at least thirty-two bytes");
        java.security.SecureRandom random = new java.security.SecureRandom();
        SessionToken unsigned =
                SessionToken.random(dev.sojourn.store.SessionKey.random(random), random, SigningKeys.NONE);
        try (SessionManager manager =
                SessionManager.builder(new UntouchableStore()).signingKeys(keys).build()) {
            assertEquals(new NoSession(NoSessionReason.FORGED), manager.open(unsigned.reveal()));
            assertEquals(
                    new NoSession(NoSessionReason.FORGED),
                    manager.open(unsigned.signedBy(others).reveal()));
            String good = unsigned.signedBy(keys).reveal();
            for (int place = 0; place < good.length(); place++) {
                char other = good.charAt(place) == 'A' ? 'B' : 'A';
                assertEquals(
                        new NoSession(NoSessionReason.FORGED),
                        manager.open(good.substring(0, place) + other + good.substring(place + 1)),
                        "character " + place);
            }
        }
    }

    /** E15, T13, T65: also one that was only looked at. */
    @Test
    void an_untouched_new_session_leaves_no_trace() {
        try (SessionManager manager =
                SessionManager.builder(new UntouchableStore()).build()) {
            Session session = manager.create();
            assertTrue(session.get("a").isEmpty());
            assertTrue(session.names().isEmpty());
            session.remove("a");
            assertEquals(Outcome.UNCHANGED, manager.commit(session).outcome());
            assertTrue(manager.commit(session).token().isEmpty());
            session.invalidate();
            assertEquals(Outcome.UNCHANGED, manager.commit(session).outcome());
        }
    }

    /** W65: a limit that could not be kept is an error at the start and not at the first login. */
    @Test
    void a_limit_needs_a_store_with_an_index_of_users() {
        SessionManagerBuilder builder = SessionManager.builder(new UntouchableStore())
                .policy(SessionPolicy.builder()
                        .sessionsPerPrincipal(1, LimitAction.END_OLDEST)
                        .build());
        String problem = String.valueOf(
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
        assertTrue(problem.contains("sessionsPerPrincipal") && problem.contains("PrincipalIndex"), problem);
        assertThrows(IllegalArgumentException.class, () -> new SessionLimit(0, LimitAction.REFUSE_NEW));
    }

    /** S9: a session goes back to the manager that it came from. */
    @Test
    void a_session_of_another_manager_is_refused() {
        try (SessionManager one = SessionManager.builder(new UntouchableStore()).build();
                SessionManager other =
                        SessionManager.builder(new UntouchableStore()).build()) {
            Session session = one.create();
            assertThrows(IllegalArgumentException.class, () -> other.commit(session));
        }
    }

    /** A limit that nobody can mean is refused where it is set, not at the first request. */
    @Test
    void an_idle_timeout_out_of_range_is_refused() {
        try (SessionManager manager =
                SessionManager.builder(new UntouchableStore()).build()) {
            Session session = manager.create();
            for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
                assertThrows(IllegalArgumentException.class, () -> session.idleTimeout(wrong));
            }
            session.idleTimeout(Duration.ofMillis(1));
        }
    }
}
