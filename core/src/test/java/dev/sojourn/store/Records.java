// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import dev.sojourn.codec.AttributeValue;
import dev.sojourn.codec.AttributeValue.EncodedValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records for tests, the same at every call. */
final class Records {
    static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.006Z");

    private Records() {}

    static SessionKey key() {
        return SessionKey.of(filled(SessionKey.BYTES, 0x4B));
    }

    static SessionRecord smallest() {
        return SessionRecord.builder(key(), TokenSecrets.first(hash(1)), CREATED)
                .build();
    }

    static SessionRecord full() {
        TokenSecrets secrets = TokenSecrets.of(
                hash(1),
                Optional.of(filled(TokenSecrets.SALT_BYTES, 0x5A)),
                Optional.of(hash(2)),
                List.of(
                        new TokenSecrets.Superseded(hash(3), CREATED.plusSeconds(10)),
                        new TokenSecrets.Superseded(hash(4), CREATED.plusSeconds(5))));
        return SessionRecord.builder(key(), secrets, CREATED)
                .version(7)
                .renewals(3)
                .lastAccessed(CREATED.plusSeconds(60))
                .authenticated(CREATED.plusSeconds(20))
                .renewed(CREATED.plusSeconds(30))
                .idleTimeout(Optional.of(Duration.ofMinutes(30)))
                .deadline(CREATED.plus(Duration.ofHours(12)))
                .principal(Optional.of("zoë"))
                .attributes(Attributes.of(Map.of(
                        "a", encoded("x1", 1, 2, 3),
                        "empty", encoded("json-1"),
                        "näme", encoded("a-codec-id-of-16", 255))))
                .build();
    }

    static SecretHash hash(int fill) {
        return SecretHash.of(filled(SecretHash.BYTES, fill));
    }

    static AttributeValue encoded(String codec, int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int index = 0; index < bytes.length; index++) {
            content[index] = (byte) bytes[index];
        }
        return EncodedValue.of(codec, content);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
