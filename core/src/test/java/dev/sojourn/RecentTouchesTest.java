// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.store.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** G21-161: parallel requests write one touch. */
class RecentTouchesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RecentTouches touches = new RecentTouches();
    private final SessionKey key = key(1);

    @Test
    void the_second_in_a_window_hears_of_the_first() {
        assertEquals(Optional.empty(), touches.ask(key, NOON, MINUTE));
        assertEquals(Optional.of(NOON), touches.ask(key, NOON.plusSeconds(59), MINUTE));
        assertEquals(Optional.empty(), touches.ask(key, NOON.plusSeconds(60), MINUTE));
    }

    @Test
    void a_failed_touch_is_tried_again() {
        assertEquals(Optional.empty(), touches.ask(key, NOON, MINUTE));
        touches.failed(key);
        assertEquals(Optional.empty(), touches.ask(key, NOON, MINUTE));
    }

    @Test
    void without_a_window_every_use_is_a_touch() {
        assertEquals(Optional.empty(), touches.ask(key, NOON, Duration.ZERO));
        assertEquals(Optional.empty(), touches.ask(key, NOON, Duration.ZERO));
    }

    @Test
    void one_session_never_hides_another() {
        for (int i = 0; i < 10_000; i++) {
            assertEquals(Optional.empty(), touches.ask(key(i), NOON, MINUTE));
        }
    }

    private static SessionKey key(int number) {
        byte[] bytes = new byte[SessionKey.BYTES];
        bytes[14] = (byte) (number >> 8);
        bytes[15] = (byte) number;
        return SessionKey.of(bytes);
    }
}
