// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.LimitAction;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionManagerBuilder;
import dev.sojourn.seal.KeyRing;
import dev.sojourn.seal.SealingKey;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.SerializingStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealedCookieStoreBuilderTest {
    private final KeyRing ring = KeyRing.of(TestKeys.key(1));

    private static String problems(SealedCookieStoreBuilder builder) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        String said = problems(SealedCookieStore.builder(ring)
                .maxLength(511)
                .longestLife(Duration.ofSeconds(59))
                .compressFrom(0)
                .revocation(SealedCookieStore.builder(ring).build()));
        assertEquals(
                "maxLength must be 512 to 16384, was 511; longestLife must be PT1M to PT9600H, was PT59S;"
                        + " compressFrom must be at least 1, was 0;"
                        + " revocation needs a store that keeps records on a server",
                said);
        assertTrue(problems(SealedCookieStore.builder(ring).maxLength(16_385)).contains("16385"));
    }

    /** W36, W37: there is no default key, and a short one is none. */
    @Test
    void without_a_key_there_is_no_store() {
        assertThrows(IllegalArgumentException.class, () -> SealingKey.of(new byte[16]));
        String said = problems(SealedCookieStore.builder(() -> {
            throw new IllegalStateException("no keys");
        }));
        assertTrue(said.contains("no key ring"), said);
    }

    @Test
    void what_it_can_and_cannot() {
        ManualClock clock = ManualClock.create();
        SealedCookieStore alone = SealedCookieStore.builder(ring).build();
        assertEquals(Optional.empty(), alone.capability(InstantSource.class));
        assertEquals(Optional.empty(), alone.capability(PrincipalIndex.class));
        assertEquals(Optional.empty(), alone.capability(Expiring.class));
        assertFalse(alone.remembersEnds());
        assertEquals("SealedCookieStore[without revocation, up to 6000 characters]", alone.toString());
        SealedCookieStore remembering = SealedCookieStore.builder(ring)
                .clock(clock)
                .revocation(new SerializingStore(clock))
                .build();
        assertEquals(Optional.of(clock), remembering.capability(InstantSource.class));
        assertTrue(remembering.remembersEnds());
        remembering.close();
        alone.close();
    }

    /** A limit of sessions per user needs a store that finds them. */
    @Test
    void a_limit_per_user_is_refused() {
        SessionManagerBuilder builder = SessionManager.builder(
                        SealedCookieStore.builder(ring).build())
                .policy(Node.POLICY.toBuilder()
                        .sessionsPerPrincipal(3, LimitAction.END_OLDEST)
                        .build());
        assertThrows(IllegalArgumentException.class, builder::build);
    }
}
