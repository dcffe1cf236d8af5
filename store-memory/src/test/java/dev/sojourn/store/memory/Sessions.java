// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.codec.AttributeValue.Plain;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.TokenSecrets;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes sessions for tests: other ones at each call, the same ones at each run. One thread at a time. */
final class Sessions {
    static final Duration IDLE = Duration.ofMinutes(30);

    private final Random random = new Random(7);
    private final ManualClock clock;

    Sessions(ManualClock clock) {
        this.clock = clock;
    }

    SessionRecord next() {
        return builder().build();
    }

    SessionRecord nextOf(String principal) {
        return builder().principal(Optional.of(principal)).build();
    }

    /** With three small attributes, as a signed-in visitor of a shop has. */
    SessionRecord nextWithAttributes() {
        return builder()
                .attributes(Attributes.of(Map.of(
                        "user", new Plain("user-" + random.nextInt(1_000_000)),
                        "visits", new Plain(random.nextInt()),
                        "cart", new Plain(random.nextLong()))))
                .build();
    }

    private SessionRecord.Builder builder() {
        byte[] hash = new byte[SecretHash.BYTES];
        random.nextBytes(hash);
        return SessionRecord.builder(
                        SessionKey.random(random), TokenSecrets.first(SecretHash.of(hash)), clock.instant())
                .idleTimeout(Optional.of(IDLE));
    }
}
