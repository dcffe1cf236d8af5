// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sojourn.store.TokenSecrets.Standing;
import dev.sojourn.store.TokenSecrets.Superseded;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenSecretsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final byte[] SALT = new byte[TokenSecrets.SALT_BYTES];

    private static SecretHash hash(int number) {
        return SecretHash.ofSecret(new byte[] {(byte) number});
    }

    @Test
    void only_the_first_secret_is_in_force() {
        TokenSecrets secrets = TokenSecrets.first(hash(1));
        assertEquals(Standing.CURRENT, secrets.standingOf(hash(1), NOW));
        assertEquals(Standing.NEVER_ISSUED, secrets.standingOf(hash(2), NOW));
    }

    /** T42, fault 27: the old one is good through the grace, to the millisecond, and stale after it. */
    @Test
    void a_timer_renewal_runs_from_started_over_confirmed_to_stale() {
        TokenSecrets started = TokenSecrets.first(hash(1)).startedWith(SALT, hash(2));
        assertEquals(Standing.CURRENT, started.standingOf(hash(1), NOW));
        assertEquals(Standing.NEXT, started.standingOf(hash(2), NOW));
        TokenSecrets confirmed = started.confirmed(LATER);
        assertEquals(Standing.CURRENT, confirmed.standingOf(hash(2), NOW));
        assertEquals(Standing.IN_GRACE, confirmed.standingOf(hash(1), LATER.minusMillis(1)));
        assertEquals(Standing.STALE, confirmed.standingOf(hash(1), LATER));
        assertEquals(Optional.of(LATER), confirmed.deadSince(hash(1)));
        assertThrows(IllegalStateException.class, () -> confirmed.confirmed(LATER));
    }

    /** W1, W5, ASVS 7.2.4: a login leaves nothing of before alive, in whatever state a renewal was. */
    @Test
    void a_login_kills_every_secret_at_once() {
        TokenSecrets running = TokenSecrets.first(hash(1))
                .startedWith(SALT, hash(2))
                .confirmed(LATER)
                .startedWith(SALT, hash(3));
        TokenSecrets after = running.replacedBy(hash(9), NOW);
        assertEquals(Standing.CURRENT, after.standingOf(hash(9), NOW));
        for (int old = 1; old <= 3; old++) {
            assertEquals(Standing.STALE, after.standingOf(hash(old), NOW), "secret " + old);
        }
        assertEquals(Optional.empty(), after.next());
        assertEquals(Optional.empty(), after.salt());
    }

    /** What is forgotten counts as never issued: nobody can end a session by it. */
    @Test
    void four_superseded_secrets_are_remembered() {
        TokenSecrets secrets = TokenSecrets.first(hash(0));
        for (int number = 1; number <= 6; number++) {
            secrets = secrets.replacedBy(hash(number), NOW);
        }
        assertEquals(TokenSecrets.REMEMBERED, secrets.superseded().size());
        assertEquals(Standing.STALE, secrets.standingOf(hash(5), NOW));
        assertEquals(Standing.STALE, secrets.standingOf(hash(2), NOW));
        assertEquals(Standing.NEVER_ISSUED, secrets.standingOf(hash(1), NOW));
    }

    @Test
    void states_that_cannot_be_are_refused() {
        Optional<byte[]> none = Optional.empty();
        Optional<byte[]> shortSalt = Optional.of(new byte[15]);
        List<Superseded> five = Collections.nCopies(5, new Superseded(hash(2), NOW));
        assertThrows(
                IllegalArgumentException.class, () -> TokenSecrets.of(hash(1), shortSalt, Optional.empty(), List.of()));
        assertThrows(
                IllegalArgumentException.class, () -> TokenSecrets.of(hash(1), none, Optional.of(hash(2)), List.of()));
        assertThrows(IllegalArgumentException.class, () -> TokenSecrets.of(hash(1), none, Optional.empty(), five));
    }

    @Test
    void arrays_go_in_and_out_as_copies() {
        byte[] salt = SALT.clone();
        TokenSecrets secrets = TokenSecrets.first(hash(1)).startedWith(salt, hash(2));
        salt[0] = 1;
        secrets.salt().orElseThrow()[0] = 2;
        assertEquals(0, secrets.salt().orElseThrow()[0]);
        assertEquals(secrets, TokenSecrets.first(hash(1)).startedWith(SALT, hash(2)));
        assertNotEquals(secrets, TokenSecrets.first(hash(1)));
    }

    /** ASVS 16.2.5. */
    @Test
    void no_hash_and_no_salt_is_printed() {
        String text = TokenSecrets.first(hash(1)).startedWith(SALT, hash(2)).toString();
        assertEquals("TokenSecrets[renewal started, 0 superseded]", text);
        assertFalse(new Superseded(hash(1), NOW)
                .toString()
                .contains("[" + java.util.HexFormat.of().formatHex(hash(1).toBytes())));
        assertEquals("SecretHash", hash(1).toString());
    }
}
