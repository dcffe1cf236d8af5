// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.codec.AttributeValue.Plain;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.TokenSecrets;
import dev.sojourn.testkit.SeededRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Makes sessions to store. */
final class Records {
    static final Duration IDLE = Duration.ofMinutes(30);

    private final SeededRandom random = new SeededRandom(4);
    private final InstantSource clock;

    Records(InstantSource clock) {
        this.clock = clock;
    }

    synchronized SessionRecord idling(String principal) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return SessionRecord.builder(
                        SessionKey.random(random), TokenSecrets.first(SecretHash.ofSecret(secret)), clock.instant())
                .idleTimeout(Optional.of(IDLE))
                .principal(Optional.of(principal))
                .build();
    }

    static SessionRecord next(SessionRecord from) {
        return from.toBuilder().version(from.version() + 1).build();
    }

    static SessionRecord next(SessionRecord from, String attribute) {
        return next(from).toBuilder()
                .attributes(Attributes.of(Map.of("attribute", new Plain(attribute))))
                .build();
    }
}
