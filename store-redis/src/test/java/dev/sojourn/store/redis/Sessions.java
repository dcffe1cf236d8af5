// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.codec.AttributeValue.Plain;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.TokenSecrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes sessions for tests: other ones at each call, the same ones at each run. One thread at a time. */
final class Sessions {
    static final Duration IDLE = Duration.ofMinutes(30);

    private final Random random = new Random(11);
    private final InstantSource clock;

    Sessions(InstantSource clock) {
        this.clock = clock;
    }

    SessionRecord next() {
        return builder().build();
    }

    SessionRecord nextOf(String principal) {
        return builder().principal(Optional.of(principal)).build();
    }

    SessionRecord.Builder builder() {
        byte[] hash = new byte[SecretHash.BYTES];
        random.nextBytes(hash);
        return SessionRecord.builder(
                        SessionKey.random(random), TokenSecrets.first(SecretHash.of(hash)), clock.instant())
                .idleTimeout(Optional.of(IDLE));
    }

    /** What the next save would store. */
    static SessionRecord.Builder after(SessionRecord record) {
        return record.toBuilder()
                .version(record.version() + 1)
                .attributes(Attributes.of(Map.of("count", new Plain(record.version()))));
    }
}
