// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeValue;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.RecordFormat;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.TokenSecrets;
import dev.sojourn.testkit.SeededRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Sessions to put into a store: each has a counter, which shows what was saved. */
final class TestRecords {
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final String COUNTER = "counter";

    private final SeededRandom random = new SeededRandom(20_26);

    /** A new session whose counter is 0. */
    SessionRecord session() {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        TokenSecrets secrets = TokenSecrets.first(SecretHash.ofSecret(secret));
        return asStored(SessionRecord.builder(SessionKey.random(random), secrets, Instant.now())
                .idleTimeout(Optional.of(IDLE))
                .attributes(counter(0)));
    }

    /** The same, of this user. */
    SessionRecord sessionOf(String principal) {
        return asStored(session().toBuilder().principal(Optional.of(principal)));
    }

    /** The next version, whose counter is one higher. */
    static SessionRecord next(SessionRecord from) {
        return asStored(from.toBuilder().version(from.version() + 1).attributes(counter(counterOf(from) + 1)));
    }

    /** The next version, with so many bytes more. */
    static SessionRecord large(SessionRecord from, int bytes) {
        return asStored(from.toBuilder()
                .version(from.version() + 1)
                .attributes(Attributes.of(Map.of(
                        COUNTER,
                        new AttributeValue.Plain(counterOf(from) + 1),
                        "large",
                        new AttributeValue.Plain("x".repeat(bytes))))));
    }

    static long counterOf(SessionRecord record) {
        return (Long) AttributeCodecs.standard()
                .decode(record.attributes().get(COUNTER).orElseThrow());
    }

    private static Attributes counter(long value) {
        return Attributes.of(Map.of(COUNTER, new AttributeValue.Plain(value)));
    }

    /** In the form in which it comes back, so that what is found can be compared. */
    private static SessionRecord asStored(SessionRecord.Builder builder) {
        SessionRecord record = builder.build();
        return RecordFormat.decode(record.key(), RecordFormat.encode(record));
    }
}
